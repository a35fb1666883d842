"""The cluster that tests start from: made once for each structure, lent as copies, never mixed up."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from krs_portal.runtime import home, kept
from krs_portal.runtime.servers import run_throwaway_servers
from krs_portal.runtime.templates import name_database, name_template
from tests.runtime.conftest import build_project, left_of

pytestmark = pytest.mark.xdist_group("kept")  # the structure to borrow is made once


@pytest.fixture(scope="module")
def shared():
    """A place for all tests that only borrow: its structure is made once. The stand-in makes it."""
    folder = Path(tempfile.mkdtemp(prefix="krs-test-"))
    folder.chmod(0o755)
    build_project(folder / "project")
    yield folder
    assert left_of(folder) == []
    shutil.rmtree(folder)


@pytest.fixture
def store(shared, monkeypatch):
    return move_to(shared, monkeypatch)


@pytest.fixture
def own_store(place, project, monkeypatch):
    """For tests that change the structure."""
    return move_to(place, monkeypatch)


def move_to(folder, monkeypatch):
    monkeypatch.setattr(home, "PROJECT", folder / "project")
    monkeypatch.setattr(home, "ELSEWHERE", folder / "elsewhere")
    monkeypatch.setenv("KRS_DATA_DIR", str(folder / "data"))
    return folder / "data" / "structured"


def lend():
    return run_throwaway_servers(fsync=False, lend=kept.borrow_cluster)


def change_structure(project, text):
    folder = project / "krs_portal" / "migrations"
    folder.mkdir(exist_ok=True)
    (folder / "0002_more.py").write_text(text)


def ask(env, query, database=None):
    with psycopg.connect(name_database(env["DATABASE_URL"], database or name_template())) as connection:
        return connection.execute(query).fetchall()


def list_clusters(store):
    return {path.name for path in store.iterdir() if path.is_dir()}


def list_copies(store):
    return sorted(path.name for path in store.glob("*/copy-*"))


def test_the_first_run_makes_the_structure_and_the_second_finds_it(store):
    with lend() as env:
        first = ask(env, "SELECT name FROM django_migrations")
    with lend() as env:
        again = ask(env, "SELECT name FROM django_migrations")
        ready = ask(env, "SELECT name FROM django_migrations", "test_krs")

    assert first == again == ready == [("0001_initial",)]
    assert (next(store.glob("*/asked"))).read_text().split() == ["migrate"]


def test_what_a_run_did_is_gone_for_the_next(store):
    with lend() as env:
        ask(env, "SELECT 1 FROM pg_class", "test_krs")
        with psycopg.connect(name_database(env["DATABASE_URL"], "test_krs")) as connection:
            connection.execute("CREATE TABLE left_behind AS SELECT generate_series(1, 10000)")
            connection.execute("DELETE FROM django_migrations")
    with lend() as env:
        assert ask(env, "SELECT to_regclass('left_behind')", "test_krs") == [(None,)]
        assert ask(env, "SELECT count(*) FROM django_migrations", "test_krs") == [(1,)]


def test_two_runs_at_once_have_a_copy_each(store):
    with lend() as one, lend() as another:
        ask(one, "INSERT INTO django_migrations VALUES ('rooms', 'of one') RETURNING 1")

        assert ask(another, "SELECT count(*) FROM django_migrations") == [(1,)]
    assert list_copies(store) == ["copy-0", "copy-1"]


def test_nothing_of_a_run_is_left_beside_the_copies(store):
    with lend():
        during = {path.name.partition("-")[0] for path in store.parent.iterdir()}

    assert during == {"logs", "structured", "throwaway"}
    assert {path.name for path in store.parent.iterdir()} == {"logs", "structured"}


def test_another_structure_is_made_and_the_oldest_is_dropped(own_store, project):
    names = []
    for text in ("", "one", "two"):
        change_structure(project, text)
        with lend():
            names.append(kept.name_cluster())

    assert len(set(names)) == 3
    assert list_clusters(own_store) == set(names[1:])


def test_a_structure_that_somebody_still_uses_is_not_dropped(own_store, project):
    with lend() as env:
        name, first = name_template(), kept.name_cluster()
        for text in ("one", "two"):
            change_structure(project, text)
            with lend():
                pass

        assert first in list_clusters(own_store)
        assert ask(env, "SELECT count(*) FROM django_migrations", name) == [(1,)]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers as somebody else")
def test_below_a_closed_home_originals_and_copies_live_elsewhere_and_are_dropped_with_their_structure(
    tmp_path, own_store, project, monkeypatch
):
    tmp_path.chmod(0o700)
    monkeypatch.setenv("KRS_DATA_DIR", str(tmp_path / "data"))
    for text in ("", "one", "two"):
        change_structure(project, text)
        with lend() as env:
            assert ask(env, "SELECT count(*) FROM django_migrations") == [(1,)]

    elsewhere = [path for path in home.ELSEWHERE.iterdir() if not path.name.startswith("programs-")]
    assert len(elsewhere) == 2
    assert {path.name for folder in elsewhere for path in folder.iterdir()} == {"postgres", "copy-0"}


def test_another_postgresql_has_another_cluster(store, monkeypatch):
    first = kept.name_cluster()
    monkeypatch.setattr(kept, "find_programs", lambda: (None, 99))

    assert kept.name_cluster() != first


def test_a_cluster_that_was_never_finished_is_made_again(own_store):
    with lend():
        pass
    (own_store / kept.name_cluster() / kept.MADE).unlink()
    (own_store / kept.name_cluster() / "postgres" / "PG_VERSION").unlink()

    with lend() as env:
        assert ask(env, "SELECT count(*) FROM django_migrations") == [(1,)]


def test_after_a_reboot_nothing_is_trusted_that_was_not_written_for_certain(own_store, place, monkeypatch):
    with lend():
        pass
    (place / "boot").write_text("another boot")
    monkeypatch.setattr(kept, "BOOT", place / "boot")
    (own_store / kept.name_cluster() / "postgres" / "PG_VERSION").write_text("")  # torn

    with lend() as env:
        assert ask(env, "SELECT count(*) FROM django_migrations") == [(1,)]


def test_the_copy_of_a_run_that_was_killed_is_taken_up_again(store, shared):
    with lend():
        copies = list_copies(store)
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    command = ["-m", "krs_portal.runtime", "exec", "--throwaway", "--structured", "--no-fsync", "--", "sleep", "600"]
    run = subprocess.Popen(
        [sys.executable, *command], cwd=shared / "project", env={**os.environ, "PYTHONPATH": packages}
    )
    deadline = time.monotonic() + 60
    while not (children := psutil.Process(run.pid).children()) or children[-1].name() != "sleep":
        assert time.monotonic() < deadline
        assert run.poll() is None
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    children[-1].kill()

    with lend() as env:
        assert ask(env, "SELECT count(*) FROM django_migrations") == [(1,)]
    assert list_copies(store) == copies
    assert not list(store.parent.glob("throwaway-*"))
