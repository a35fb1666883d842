"""What files are about. The room that owns a kind of row says who may see its files and who may change them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from krs_portal.offices.models import Office


@dataclass(frozen=True)
class Owner:
    """Every function gets the key of the row, as a text. A key that names no row: `may_see` says False."""

    kind: str
    may_see: Callable[[Any, str], bool]
    why_not_change: Callable[[Any, str], str | None]
    office: Callable[[str], Office]
    url: Callable[[str], str]


_owners: dict[str, Owner] = {}


def register(
    kind: str,
    *,
    may_see: Callable[[Any, str], bool],
    why_not_change: Callable[[Any, str], str | None],
    office: Callable[[str], Office],
    url: Callable[[str], str],
) -> None:
    """In `AppConfig.ready`. `office` keeps the files of the row, `url` is the page that shows them."""
    _owners[kind] = Owner(kind, may_see, why_not_change, office, url)


def get(kind: str) -> Owner | None:
    return _owners.get(kind)
