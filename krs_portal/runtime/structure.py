"""Whether a database has the structure that the code asks for, found without starting Django.

`migrate` needs seconds to find out that it has nothing to do. It can be left out when two things are as they were
after it ran last: the files that decide on the structure, and the list of migrations that the database itself keeps.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg

from krs_portal.runtime import home

PACKAGES, SETTINGS = "requirements/base.txt", "krs_portal/settings.py"  # packages bring migrations; settings name apps
IMPORTED = re.compile(r"^(?:import|from) ([\w.]+)", re.MULTILINE)


def list_migrations() -> list[Path]:
    """Every migration of every room."""
    rooms = (folder for folder in home.PROJECT.iterdir() if (folder / "__init__.py").exists())
    return sorted(path for room in rooms for path in room.rglob("migrations/*.py"))


def list_imported(files: list[Path]) -> Iterator[Path]:
    """Our modules that the files import, such as the operations of a migration or the rooms that settings name."""
    for name in sorted({name for file in files for name in IMPORTED.findall(file.read_text())}):
        module = home.PROJECT.joinpath(*name.split(".")).with_suffix(".py")
        if module.exists():
            yield module


def fingerprint_code() -> str:
    """Changes with any migration of ours, what it is made of, any package and any setting."""
    written = [path for path in (*list_migrations(), home.PROJECT / SETTINGS) if path.exists()]
    digest = hashlib.sha256()
    for path in (*written, *list_imported(written), home.PROJECT / PACKAGES):
        if path.exists():
            digest.update(str(path.relative_to(home.PROJECT)).encode() + path.read_bytes())
    return digest.hexdigest()


def fingerprint_database(url: str) -> str | None:
    """Changes with every migration that is applied or taken back; None where there is no list to read."""
    try:
        with psycopg.connect(url) as connection:
            rows = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    except psycopg.Error:  # an empty database, or an address with words that only Django reads
        return None
    return hashlib.sha256(repr(rows).encode()).hexdigest()


class Structure:
    """The structure of a data folder's database, as it was when `migrate` ran last."""

    def __init__(self, data: Path) -> None:
        self.file = data / "structure.json"

    def is_current(self, url: str) -> bool:
        try:
            known = json.loads(self.file.read_text())
        except (OSError, ValueError):
            return False
        return known == fingerprint(url) and known["database"] is not None

    def note(self, url: str) -> None:
        """Called after `migrate` has ended well."""
        self.file.write_text(json.dumps(fingerprint(url)))


def fingerprint(url: str) -> dict[str, str | None]:
    return {"code": fingerprint_code(), "database": fingerprint_database(url)}
