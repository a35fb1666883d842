"""What people came for and what of it is still open, as the wings above tell it.

This wing knows no booking and no consultation. Whoever keeps something about people registers a source here, and it
shows wherever people are found: beside the form of a walk-in, on their page, before a merge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from consultations.people.models.house import House
from consultations.people.models.person import Person
from krs_portal.kit.badges import Badge
from krs_portal.kit.registry import Registry


@dataclass(frozen=True)
class Errand:
    """One thing that a person came for."""

    on: date
    title: Any
    badge: Badge
    url: str | None
    is_open: bool  # somebody still has to do something
    house: House | None = None


@dataclass(frozen=True)
class ErrandSource:
    """`list_errands` answers for the keys of many people at once, with a query or two."""

    code: str
    list_errands: Callable[[Iterable[int]], Mapping[int, list[Errand]]]


ERRAND_SOURCES: Registry[ErrandSource] = Registry(lambda source: source.code)


def list_errands(people: Iterable[Person]) -> dict[int, list[Errand]]:
    """For each of these kept people, with what hangs on those merged into them; open ones first, then the newest."""
    kept = [person.pk for person in people]
    owners = dict(Person.objects.of_family(kept).values_list("pk", "merged_into")) if kept else {}
    found: defaultdict[int, list[Errand]] = defaultdict(list)
    for source in ERRAND_SOURCES if owners else ():
        for key, errands in source.list_errands(owners).items():
            found[owners[key] or key] += errands
    for errands in found.values():
        errands.sort(key=lambda errand: (errand.is_open, errand.on), reverse=True)
    return found
