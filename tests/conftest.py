"""What every test stands on: the real PostgreSQL and Valkey of the run, nothing faked."""

import os
import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from tests.template import ensure_template

APPEND_ONLY = ("clinics_ledgerentry", "clinics_targetrevision")


def pytest_configure(config):
    """A Valkey database for each parallel worker: none empties another's cache or takes its tasks."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a real one takes half a second
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        own = re.sub(r"/\d+$", f"/{int(worker[2:]) + 1}", settings.REDIS_URL)
        settings.REDIS_URL = settings.CELERY_BROKER_URL = settings.CACHES["default"]["LOCATION"] = own


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Each worker's database is a copy of one that is migrated once."""
    settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = ensure_template(settings.DATABASE_URL)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests with real transactions are cleaned by TRUNCATE, which append-only tables refuse: allow it here only."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in APPEND_ONLY:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s",
                [table, "%no_truncate%"],
            )
            for (trigger,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


@pytest.fixture(autouse=True)
def empty_cache():
    """No test sees what another cached or how often it asked."""
    from django.core.cache import cache

    from consultations import catalogue

    cache.clear()
    catalogue.forget()
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
        yield
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)
