"""The structured database that tests copy: made once, found by everybody, dropped when no code asks for it."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from krs_portal.runtime import Refused, home, templates
from krs_portal.runtime.servers import build_environment

pytestmark = pytest.mark.xdist_group("templates")  # one PostgreSQL for all


@pytest.fixture
def env(postgres, data, project, monkeypatch):
    """The environment of a server of the test's own; the stand-in makes the structure."""
    monkeypatch.setattr(home, "PROJECT", project)
    return build_environment(data, {"DATABASE_URL": postgres.url, "REDIS_URL": "redis://nobody"})


@pytest.fixture
def server(postgres):
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        yield connection
        for name in [*list_templates(connection), "copy", "test_krs"]:
            templates.drop_database(connection, name)


def list_templates(server):
    return {
        name
        for (name,) in server.execute("SELECT datname FROM pg_database")
        if name.startswith((templates.PREFIX, f"half_{templates.PREFIX}"))
    }


def asked(env):
    return home.Path(env["KRS_DATA_DIR"], "asked").read_text().split()


def test_four_that_ask_at_once_make_one(env, server):
    with ThreadPoolExecutor(4) as pool:
        names = set(pool.map(lambda _: templates.ensure_template(env), range(4)))

    assert names == list_templates(server) == {templates.name_template()}
    assert asked(env) == ["migrate"]


def test_a_copy_has_the_structure(env, server):
    templates.copy_template(server, templates.ensure_template(env), "copy")

    with psycopg.connect(templates.name_database(env["DATABASE_URL"], "copy")) as copy:
        assert copy.execute("SELECT name FROM django_migrations").fetchall() == [("0001_initial",)]


def test_other_code_gets_another_one(env, server, project):
    first = templates.ensure_template(env)
    (project / "krs_portal" / "migrations").mkdir()
    (project / "krs_portal" / "migrations" / "0002_more.py").write_text("")

    assert templates.ensure_template(env) != first
    assert asked(env) == ["migrate", "migrate"]


def test_a_structure_that_cannot_be_made_is_said_and_leaves_no_half_template(env, server):
    with pytest.raises(Refused, match="a sentence of its own"):
        templates.ensure_template({**env, "FAIL": "migrate"})

    assert templates.name_template() not in list_templates(server)
    assert templates.ensure_template(env) == templates.name_template()


def test_a_template_that_no_code_asked_for_in_a_week_is_dropped(env, server):
    for name, days in {"krs_template_old": 9, "krs_template_recent": 3, "krs_template_undated": None}.items():
        server.execute(f"CREATE DATABASE {name}")
        if days:
            (moment,) = server.execute(f"SELECT (now() - interval '{days} days')::text").fetchone()
            server.execute(f"COMMENT ON DATABASE {name} IS '{moment}'")
    name = templates.ensure_template(env)

    assert list_templates(server) == {name, "krs_template_recent", "krs_template_undated"}
    (day,) = server.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = 'krs_template_undated'"
    ).fetchone()
    assert day


def test_a_template_in_use_is_young_again(env, server):
    name = templates.ensure_template(env)
    server.execute(f"COMMENT ON DATABASE {name} IS '2020-01-01 00:00:00+00'")

    assert templates.ensure_template(env) == name
    assert templates.ensure_template(env) == name
    assert asked(env) == ["migrate"]


def test_a_copy_made_before_it_is_asked_for_is_taken_once(env, server):
    name = templates.ensure_template(env)
    templates.make_fresh_copy(env["DATABASE_URL"], name)

    assert not templates.take_fresh_copy(server, "krs_template_of_other_code", "test_krs")
    assert templates.take_fresh_copy(server, name, "test_krs")
    assert not templates.take_fresh_copy(server, name, "test_krs")
    assert not templates.take_fresh_copy(server, name, "krs")
