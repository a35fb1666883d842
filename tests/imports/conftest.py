import pytest

from krs_portal.imports import kinds
from tests.factories import imports, offices


@pytest.fixture(autouse=True)
def kind():
    imports.register()
    yield imports.KIND
    kinds.IMPORT_KINDS._items.pop(imports.KIND.code)


@pytest.fixture
def office(db):
    return offices.balai()


@pytest.fixture
def officer(office):
    return offices.officer(office)
