"""What every test stands on: the real PostgreSQL and Valkey of the run, nothing faked."""

import gc
import math
import os
import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from tests.template import borrow_database


def pytest_configure(config):
    """A Valkey database for each parallel worker: none empties another's cache or takes its tasks."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a real one takes half a second
    settings.WHITENOISE_AUTOREFRESH = True  # else every new browser first reads all static files: a tenth of a second
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        own = re.sub(r"/\d+$", f"/{int(worker[2:]) + 1}", settings.REDIS_URL)
        settings.REDIS_URL = settings.CELERY_BROKER_URL = settings.CACHES["default"]["LOCATION"] = own


def stand_in_for_second_factors():
    """`force_login` stands for a whole sign-in, second factor included; at the real door nothing is left out."""
    from django.contrib.auth.signals import user_logged_in

    from krs_portal.access.gate import SHOWN

    def show_factor(request, **said):
        if "REQUEST_METHOD" not in request.META:  # no browser asked
            request.session[SHOWN] = True

    user_logged_in.connect(show_factor, weak=False, dispatch_uid="tests")


def pytest_collection_finish():
    """What is imported by now stays to the end; the collector need not look at it."""
    stand_in_for_second_factors()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """A database for each parallel worker, copied from the structured one.

    Django's own way would run `migrate` over the copy again, which has nothing to do and needs four seconds for it.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    name = "_".join(filter(None, ["test", settings.DATABASES["default"]["NAME"], worker]))
    with borrow_database(settings.DATABASE_URL, name):
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
        with django_db_blocker.unblock():
            allow_truncate()
        yield
        connection.close()


def allow_truncate():
    """Tests with real transactions are cleaned by TRUNCATE, which append-only tables refuse: allow it here only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE '%no_truncate%'")
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


@pytest.fixture(autouse=True)
def empty_cache(monkeypatch):
    """No test sees what another cached or how often it asked."""
    from django.core.cache import cache

    from consultations.booking import catalogue
    from krs_portal.kit.valkey import presence
    from krs_portal.offices import context

    monkeypatch.setattr(context, "_read", (math.inf, context.InstitutionCard()))  # no page asks until one is recorded
    presence.forget()
    cache.clear()
    catalogue.drop_catalogue()
    return


@pytest.fixture
def signed_in(client):
    """`signed_in(user)`: a browser of that user."""

    def enter(user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter


@pytest.fixture(scope="module")
def loaded_demo(django_db_setup, django_db_blocker):
    """The demo, loaded once for a module's tests and taken back after them."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        call_command("load_demo", "--allow-production", verbosity=0)
        connection.check_constraints()  # now, or every test would ask again for all rows of the demo when it ends
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # nobody else counts rows that are never committed
        yield
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)
