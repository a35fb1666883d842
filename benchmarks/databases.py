"""Private databases beside the one of DATABASE_URL, and the environment of a portal that runs on one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def private(label: str) -> Iterator[dict[str, str]]:
    """The environment of a fresh, migrated database; dropped on leaving."""
    server = urlsplit(os.environ["DATABASE_URL"])
    name = f"krs_bench_{os.getpid()}_{label}"
    with psycopg.connect(urlunsplit(server._replace(path="/postgres")), autocommit=True) as postgres:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        postgres.execute(drop)
        postgres.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        env = production(urlunsplit(server._replace(path=f"/{name}")))
        try:
            manage(env, "migrate", "--verbosity", "0")
            yield env
        finally:
            postgres.execute(drop)


def settle(env: dict[str, str]) -> None:
    """What the server would do by itself within minutes, now: sweep, count, write out."""
    with psycopg.connect(env["DATABASE_URL"], autocommit=True) as database:
        database.execute("VACUUM (ANALYZE)")
        database.execute("CHECKPOINT")


def production(url: str) -> dict[str, str]:
    """As it runs in production: DEBUG off, nothing recorded beside the work."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DEBUG": "off",
        "SECRET_KEY": "only-for-benchmarks-0123456789-0123456789",
        "KRS_FIELD_KEY": "only-for-benchmarks-0123456789-9876543210",
        "KRS_LOOKUP_KEY": "only-for-benchmarks-0123456789-5678901234",
        "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
        "KRS_BASE_URL": "http://127.0.0.1:8000",
        "KRS_THROTTLE": "off",
        "KRS_LOAD_TEST": "on",
        "EMAIL_URL": "smtp://127.0.0.1:9",  # no letter is sent
        "LOG_LEVEL": "ERROR",
    }


def manage(env: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, check=True, stdout=sys.stderr)
