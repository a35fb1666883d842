"""A database with the structure in it and nothing else: tests copy it in a moment instead of making their own."""

import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from krs_portal.runtime import Refused, home
from krs_portal.runtime.structure import fingerprint_code

PREFIX = "krs_template_"
FRESH = "fresh copy of "
UNUSED = 7  # days after which a template of other code is dropped


def name_template() -> str:
    """Another name for every structure of the code."""
    return PREFIX + fingerprint_code()[:16]


def name_database(url: str, name: str) -> str:
    """The same server, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def ensure_template(env: Mapping[str, str]) -> str:
    """The name of the template on the server of DATABASE_URL; whoever comes first makes it, the others wait."""
    name, url = name_template(), env["DATABASE_URL"]
    with psycopg.connect(name_database(url, "postgres"), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [PREFIX])
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            half = f"half_{name}"
            drop_database(server, half)
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(half)))
            migrate({**env, "DATABASE_URL": name_database(url, half)})
            server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(half), sql.Identifier(name)))
        sweep_templates(server, in_use=name)
    return name


def migrate(env: Mapping[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity", "0"],
        cwd=home.PROJECT, env=env, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode:
        raise Refused(f"The structure of the database cannot be made:\n{done.stdout[-3000:]}")


def copy_template(server: psycopg.Connection, template: str, name: str) -> None:
    """A fresh database with the structure, its files copied as they are: through the log it takes longer."""
    drop_database(server, name)
    command = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
    server.execute(sql.SQL(command).format(sql.Identifier(name), sql.Identifier(template)))


def make_fresh_copy(url: str, template: str) -> None:
    """The copy that the first run of tests on this server needs, made before it asks; its comment says so."""
    name = "test_" + urlsplit(url).path.removeprefix("/")
    with psycopg.connect(name_database(url, "postgres"), autocommit=True) as server:
        copy_template(server, template, name)
        comment = "COMMENT ON DATABASE {} IS {}"
        server.execute(sql.SQL(comment).format(sql.Identifier(name), sql.Literal(FRESH + template)))


def take_fresh_copy(server: psycopg.Connection, template: str, name: str) -> bool:
    """Whether there is such a copy of that name; from now on it counts as used."""
    found = server.execute(
        "SELECT 1 FROM pg_database WHERE datname = %s AND shobj_description(oid, 'pg_database') = %s",
        [name, FRESH + template],
    ).fetchone()
    if found:
        server.execute(sql.SQL("COMMENT ON DATABASE {} IS NULL").format(sql.Identifier(name)))
    return found is not None


def drop_database(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def sweep_templates(server: psycopg.Connection, in_use: str) -> None:
    """Drop what no code has asked for in a long time. The day of a template's last use stands in its comment."""
    found = server.execute(
        "SELECT datname, extract(day FROM now() - shobj_description(oid, 'pg_database')::timestamptz)"
        " FROM pg_database WHERE datname LIKE %s",
        [f"{PREFIX}%"],
    ).fetchall()
    for name, days in found:
        if days is None or (name == in_use and days > 0):
            note_use(server, name)
        elif name != in_use and days > UNUSED:
            with suppress(psycopg.errors.ObjectInUse):  # somebody copies it at this moment
                server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def note_use(server: psycopg.Connection, name: str) -> None:
    (moment,) = server.execute("SELECT now()::text").fetchone() or ("",)
    server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(moment)))
