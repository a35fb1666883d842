"""What the walks share: the worlds of the route tables, made once for a module and taken back after it."""

import logging

import pytest
from django.db import transaction
from django.test import override_settings

from krs_portal.kit import pdf
from tests.house.doors import House


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The cases of a module by their world: shuffled, they would build it anew for every other case."""
    order = {}
    for item in items:
        order.setdefault(item.path, len(order))
    items.sort(key=lambda item: (order[item.path], find_world(item)))


def find_world(item):
    return item.callspec.params.get("house", "") if hasattr(item, "callspec") else ""


@pytest.fixture(scope="module")
def house(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """The world named by the parameter, with a browser of each role."""
    files = override_settings(FILES_DIR=tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), files, transaction.atomic():
        yield House(request.param)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def quiet_requests():
    """Refusals are what these walks are after; a line of the log for each would hide the faults."""
    logger = logging.getLogger("django.request")
    level, logger.level = logger.level, logging.CRITICAL
    yield
    logger.level = level


@pytest.fixture
def quick_paper(monkeypatch):
    """Paper is its own HTML here, so that no walk waits for a PDF."""
    monkeypatch.setattr(pdf, "write_pdf", lambda html, *, attachments=(): b"%PDF-" + html.encode())
