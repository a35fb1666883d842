"""A migrated database to copy: every worker of every run would otherwise migrate its own, half a minute of it."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "krs_template_"


def with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def fingerprint() -> str:
    """Changes with any migration of ours and with any package."""
    migrations = sorted(
        path
        for room in ("krs_portal", "clinics", "consultations", "monitoring")
        for path in (ROOT / room).rglob("migrations/*.py")
    )
    digest = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for path in migrations:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def ensure_template(url: str) -> str:
    """The name of the template on the server of `url`; made by whoever comes first, the others wait."""
    name = PREFIX + fingerprint()
    with psycopg.connect(with_database(url, "postgres"), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [PREFIX])
        known = {
            row[0] for row in server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        }
        if name not in known:
            half = f"half_{name}"
            server.execute(f'DROP DATABASE IF EXISTS "{half}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{half}"')
            done = subprocess.run(
                [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity", "0"],
                cwd=ROOT, env=os.environ | {"DATABASE_URL": with_database(url, half)}, capture_output=True, text=True,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr
            server.execute(f'ALTER DATABASE "{half}" RENAME TO "{name}"')
    return name
