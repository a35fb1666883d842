"""The kinds of rows that ledger entries come from. A room that posts registers its kind, so that an entry can lead to
its source without the ledger knowing that room.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from krs_portal.kit.registry import Registry


@dataclass(frozen=True)
class SourceKind:
    """A kind of source: its name for people and the URL name that shows one by its key."""

    code: str
    label: Any
    url_name: str


SOURCE_KINDS: Registry[SourceKind] = Registry(lambda kind: kind.code)


def build_source_url(code: str, key: int) -> str:
    """The page of an entry's source; empty where its room, or its page, is gone."""
    kind = SOURCE_KINDS.find(code)
    try:
        return reverse(kind.url_name, args=[key]) if kind else ""
    except NoReverseMatch:
        return ""
