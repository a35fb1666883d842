"""Where the bytes are: below KRS_DATA_DIR, under names nobody can guess and no URL leads to. docs/decisions/0008."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from os.path import abspath
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible
class Vault(FileSystemStorage):
    """Files that only the portal's own system user can read."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> Any:
        return settings.FILES_DIR

    @property
    def location(self) -> str:
        return abspath(settings.FILES_DIR)

    def url(self, name: str | None) -> str:
        raise ValueError("bytes in the vault have no address; files:open serves them through permission")

    def names_before(self, at: datetime) -> Iterator[str]:
        """Yield the names of all files that were stored before the moment."""
        root = Path(self.location)
        for path in root.glob("??/*"):
            if path.is_file() and path.stat().st_mtime < at.timestamp():
                yield str(path.relative_to(root))


def new_name(*_: Any) -> str:
    """A random name. Its first two letters are the folder, so that no folder gets too many files."""
    name = secrets.token_hex(24)
    return f"{name[:2]}/{name[2:]}"
