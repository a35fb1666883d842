"""`migrate` is left out only when neither the code nor the database has changed since it ran."""

import psycopg
import pytest

from krs_portal.runtime import home
from krs_portal.runtime.structure import Structure

FILES = {
    "requirements/base.txt": "django==5.2",
    "krs_portal/settings.py": "from krs_portal.rooms import ROOMS\n",
    "krs_portal/rooms.py": "ROOMS = []",
    "krs_portal/kit/structure.py": "Together = None",
    "krs_portal/kit/other.py": "",
    "clinics/__init__.py": "",
    "krs_portal/__init__.py": "",
    "clinics/migrations/0001.py": "from django.db import migrations\nimport krs_portal.kit.structure\n",
}

pytestmark = pytest.mark.xdist_group("structure")  # one PostgreSQL for all


@pytest.fixture
def project(place, monkeypatch):
    """A small tree with the files that decide, and one that does not."""
    folder = place / "project"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    monkeypatch.setattr(home, "PROJECT", folder)
    return folder


@pytest.fixture
def migrated(postgres):
    """The address of a database with one applied migration."""
    run(postgres.url, "CREATE TABLE django_migrations (app text, name text)")
    run(postgres.url, "INSERT INTO django_migrations VALUES ('clinics', '0001')")
    yield postgres.url
    run(postgres.url, "DROP TABLE IF EXISTS django_migrations")


def run(url, query):
    with psycopg.connect(url) as connection:
        connection.execute(query)


def test_nothing_is_current_before_it_was_noted(project, data, migrated):
    assert not Structure(data).is_current(migrated)


def test_after_migrate_the_structure_is_current_until_something_changes(project, data, migrated):
    structure = Structure(data)
    structure.note(migrated)

    assert structure.is_current(migrated)
    assert Structure(data).is_current(migrated)


@pytest.mark.parametrize(
    "name",
    [
        "requirements/base.txt",
        "krs_portal/settings.py",
        "krs_portal/rooms.py",  # which settings import
        "krs_portal/kit/structure.py",  # which a migration imports
        "clinics/migrations/0001.py",
        "clinics/wing/migrations/0002.py",
    ],
)
def test_a_changed_file_that_decides_makes_it_stale(project, data, migrated, name):
    structure = Structure(data)
    structure.note(migrated)
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text("otherwise")

    assert not structure.is_current(migrated)


def test_a_changed_file_that_decides_nothing_changes_nothing(project, data, migrated):
    structure = Structure(data)
    structure.note(migrated)
    (project / "krs_portal" / "kit" / "other.py").write_text("otherwise")

    assert structure.is_current(migrated)


@pytest.mark.parametrize(
    "query",
    [
        "INSERT INTO django_migrations VALUES ('clinics', '0002')",
        "DELETE FROM django_migrations",  # an older dump was restored
        "DROP TABLE django_migrations",
    ],
)
def test_another_list_of_migrations_in_the_database_makes_it_stale(project, data, migrated, query):
    structure = Structure(data)
    structure.note(migrated)
    run(migrated, query)

    assert not structure.is_current(migrated)


def test_a_database_without_a_list_is_never_current_however_often_it_is_noted(project, data, migrated):
    run(migrated, "DROP TABLE django_migrations")
    structure = Structure(data)
    structure.note(migrated)

    assert not structure.is_current(migrated)


def test_a_file_that_cannot_be_read_is_no_memory(project, data, migrated):
    structure = Structure(data)
    structure.note(migrated)
    structure.file.write_text("{")

    assert not structure.is_current(migrated)
