"""What stands behind a posting. The app that posts registers its kind, so that an entry can lead to its row."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SourceKind:
    """A kind of source: its name for people and the URL name that shows one by its key."""

    code: str
    label: Any
    url_name: str


_kinds: dict[str, SourceKind] = {}


def register(kind: SourceKind) -> None:
    _kinds[kind.code] = kind


def get(code: str) -> SourceKind | None:
    return _kinds.get(code)
