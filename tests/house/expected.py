"""What the walks still find. Each line fails strictly: one that passes breaks the suite, and is then deleted here.

An entry is the walk, the case as the walk names it, whose matter it is, and why it is so today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from tests.house.doors import Door

# The matters that mend what stands below.
OWNERS = {"counted-true", "counter", "evaluation", "citizen", "monitoring", "trust"}

Entry = tuple[str, str]  # whose matter, and why
EXPECTED: dict[str, dict[str, Entry]] = {
    "figures": {
        "monitoring:picture": ("monitoring", "a tile of the map says a percentage and opens the units it divides"),
    },
    "reached": {
        "consultations:agenda": ("trust", "an auditor may read it and finds no link to it"),
        "consultations:desk": ("trust", "an auditor may read it and finds no link to it"),
        "monitoring:desk_round_sheet": ("monitoring", "only who plans the desk is led to its timetable"),
        "monitoring:desk_session": ("monitoring", "only who plans the desk is led to its sessions"),
        "monitoring:desk_sheet": ("monitoring", "only who plans the desk is led to its sessions"),
        "monitoring:round_participant": ("monitoring", "only who plans the round is led to its participants"),
    },
}  # fmt: skip


def list_cases(walk: str, cases: Mapping[str, tuple[Any, ...]]) -> list[Any]:
    """The cases of a walk as parameters by their name, those that are expected to fail marked so."""
    expected = EXPECTED.get(walk, {})
    assert expected.keys() <= cases.keys(), f"{walk}: {expected.keys() - cases.keys()} are no cases"
    return [pytest.param(*case, id=name, marks=_mark_case(expected.get(name))) for name, case in sorted(cases.items())]


def walk_doors(walk: str, doors: Iterable[Door]) -> pytest.MarkDecorator:
    """A case for each door, in the world it stands in, which is built once: a world takes a second or two."""
    cases = list_cases(walk, {door.name: (door.world, door) for door in doors})
    return pytest.mark.parametrize(("house", "door"), cases, indirect=["house"], scope="module")


def _mark_case(found: tuple[str, str] | None) -> list[Any]:
    if found is None:
        return []
    owner, reason = found
    assert owner in OWNERS, f"{owner} is nobody's matter"
    return [pytest.mark.xfail(strict=True, reason=f"{owner}: {reason}")]
