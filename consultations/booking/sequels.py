"""What came of a visit, as the wings above tell it, on the page that its reference opens.

This wing knows no consultation. Whoever keeps something that the citizen may read registers a source here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from consultations.booking.models.seats import Attendance
from krs_portal.kit.registry import Registry


@dataclass(frozen=True)
class Sequel:
    """A part of the page: its template gets `sequel`, what is told, and `attendance`."""

    template: str
    told: Mapping[str, Any]


@dataclass(frozen=True)
class SequelSource:
    code: str
    build: Callable[[Attendance], Sequel | None]


SEQUEL_SOURCES: Registry[SequelSource] = Registry(lambda source: source.code)


def list_sequels(attendance: Attendance) -> list[Sequel]:
    return [sequel for source in SEQUEL_SOURCES if (sequel := source.build(attendance))]
