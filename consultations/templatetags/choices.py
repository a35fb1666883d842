"""`{% choices query=request.GET way=way topic=topic %}`: what was answered so far, each with a way back."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django import template
from django.http import QueryDict
from django.utils.safestring import SafeString

from clinics.enums import PlaceKind
from consultations.enums import Channel, SlotKind
from krs_portal.kit import formats
from krs_portal.kit.templatetags.parts import part

register = template.Library()


class Made(NamedTuple):
    """The answers as words: who chose the same sees the same, so it is drawn once."""

    topic: str
    told: tuple[str, ...]
    place: str
    office: str
    address: str
    code: str
    manner: str
    day: date | None
    clock: str
    people: int | None
    query: str

    @property
    def asked(self) -> QueryDict:
        """The answers as they stand in the address."""
        return QueryDict(self.query)


@register.simple_tag
def choices(
    *,
    query: QueryDict,
    way: Any,
    topic: Any = None,
    place: Any = None,
    office_name: str = "",
    slot: Any = None,
    zone: str = "",
    party_size: int | None = None,
    manner: str = "",
) -> SafeString:
    """`place` and `office_name` may be missing; `manner` is said where no slot says it.

    Without a zone only the day of the slot is told: many of its times then share what is drawn.
    """
    made = Made(
        topic=str(topic or ""),
        told=tuple(answer for _question, answer in way.triage.told) if way.triage else (),
        place=str(place or ""),
        office=office_name,
        address="" if not place or place.kind == PlaceKind.ONLINE else place.address or place.office.address,
        code=place.office.code if place else "",
        manner=str(Channel(slot.channel).label if slot else manner),
        day=slot.day if slot else None,
        clock=formats.clock_range(slot.starts_at, slot.ends_at, zone) if slot and zone else "",
        people=party_size if slot and slot.kind == SlotKind.GROUP else None,
        query=query.urlencode(),
    )
    return part("consultations/choices.html", made=made)
