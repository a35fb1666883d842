"""What came of a visit, as the wings above tell it on the citizen's own page.

This wing knows no consultation. Whoever keeps something that a citizen may read under their reference registers a
source here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from consultations.booking.models.seats import Attendance
from krs_portal.kit.badges import Badge
from krs_portal.kit.registry import Registry


@dataclass(frozen=True)
class Sequel:
    """One thing that came of the visit, in plain words."""

    title: Any
    badge: Badge
    facts: Sequence[tuple[Any, Any]] = ()


@dataclass(frozen=True)
class SequelSource:
    """`label` is the heading above what `list_sequels` finds."""

    code: str
    label: Any
    list_sequels: Callable[[Attendance], list[Sequel]]


SEQUEL_SOURCES: Registry[SequelSource] = Registry(lambda source: source.code)


def list_sequels(attendance: Attendance) -> list[tuple[Any, list[Sequel]]]:
    """Each heading with what stands under it; a heading with nothing is left out."""
    found = ((source.label, source.list_sequels(attendance)) for source in SEQUEL_SOURCES)
    return [(label, sequels) for label, sequels in found if sequels]
