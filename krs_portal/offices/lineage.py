"""What an office was called, whose work it took over and in which office its own goes on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.kit.clock import today
from krs_portal.offices.models import Office, Succession

LONGEST = 20  # steps from an office to those it goes on in; more would be a circle


@dataclass(frozen=True)
class LineageEvent:
    """Something that happened to an office: when, what, and the office it leads to, if any."""

    day: date
    text: str
    office: Any = None
    name: str = ""


def list_lineage(office: Office) -> list[LineageEvent]:
    """The office's life in order: founding and whose work it took over, names, end and who goes on."""
    origins = office.origins.select_related("predecessor").order_by("predecessor__closed_on", "pk")
    events = [LineageEvent(office.opened_on, _("Berdiri"))]
    events += [LineageEvent(name.valid_from, _("Bernama"), name=name.name) for name in office.names.all()]
    events += [
        LineageEvent(each.predecessor.closed_on, describe_share(each, _("Meneruskan")), each.predecessor)
        for each in origins
        if each.predecessor.closed_on
    ]
    if office.closed_on:
        events.append(LineageEvent(office.closed_on, _("Ditutup")))
        events += [
            LineageEvent(office.closed_on, describe_share(each, _("Diteruskan oleh")), each.successor)
            for each in office.successions.select_related("successor").order_by("-share", "pk")
        ]
    return sorted(events, key=lambda event: event.day)


def describe_share(succession: Succession, word: str) -> str:
    share = f" {succession.share} %" if succession.share is not None and succession.share < 100 else ""
    return f"{word}{share}"


def find_heirs(offices: Iterable[Any]) -> dict[int, Any]:
    """By office, the one that stands for it today: itself while it exists, else whoever all of its work went to.

    An office that was split stands for itself, also after its end: nothing says which of its work went where.
    """
    heirs = {office.pk: office for office in Office.objects.filter(pk__in=[office.pk for office in offices])}
    successors: dict[int, list[Office]] = {}
    for each in Succession.objects.select_related("successor").order_by("pk"):
        successors.setdefault(each.predecessor_id, []).append(each.successor)
    now = today()
    found = {}
    for pk, office in heirs.items():
        for _step in range(LONGEST):
            after = successors.get(office.pk, [])
            if office.closed_on is None or office.closed_on >= now or len(after) != 1:
                break
            office = after[0]
        found[pk] = office
    return found


def find_forebears(office: Office) -> list[Office]:
    """Ended offices all of whose work went to this one, also through others: their past is part of its own."""
    by_heir: dict[int, list[Office]] = {}
    heirs: dict[int, int] = {}
    for each in Succession.objects.select_related("predecessor").order_by("pk"):
        heirs[each.predecessor_id] = heirs.get(each.predecessor_id, 0) + 1
        by_heir.setdefault(each.successor_id, []).append(each.predecessor)
    found: dict[int, Office] = {}
    asked = [office.pk]
    while asked:
        whole = [each for each in by_heir.get(asked.pop(), ()) if heirs[each.pk] == 1 and each.pk not in found]
        found |= {each.pk: each for each in whole if each.closed_on and each.pk != office.pk}
        asked += [each.pk for each in whole if each.pk in found]
    return list(found.values())
