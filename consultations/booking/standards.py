"""The service standard of a topic: what the institution has written, and what the portal's own data say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Max, Min
from django.utils.translation import gettext as _

from consultations.booking import catalogue, nearest, owners
from consultations.booking.enums import EnquiryKind, StandardComponent, StandardPart
from consultations.booking.models.seats import Slot
from consultations.booking.models.standards import ServiceStandard
from consultations.booking.models.topics import Topic
from consultations.booking.policies import ANSWERED_WITHIN
from krs_portal.kit import formats
from krs_portal.kit.clock import day_of
from krs_portal.offices.models import Membership


@dataclass(frozen=True)
class DescribedComponent:
    """A component with its sentences; none where nobody has decided it."""

    label: str
    sentences: list[str]


def describe_standard(topic: Topic, at: datetime) -> list[tuple[str, list[DescribedComponent]]]:
    """The fourteen components in their two parts."""
    rows = ServiceStandard.objects.filter(topic=None) | ServiceStandard.objects.filter(topic=topic)
    written = {row.component: row.words for row in sorted(rows, key=lambda row: row.topic_id is not None)}
    computed = compute_components(topic, at)
    return [
        (
            str(part.label),
            [
                DescribedComponent(
                    str(component.label),
                    [text for text in (written.get(component, ""), *computed.get(component, [])) if text],
                )
                for component in StandardComponent
                if component.part == part
            ],
        )
        for part in StandardPart
    ]


def compute_components(topic: Topic, at: datetime) -> dict[StandardComponent, list[str]]:
    """What needs nobody to write it down: it follows from topics, slots, clinics and memberships."""
    day = day_of(at)
    clinics = nearest.list_open_clinics(catalogue.get_catalogue().offices.values())
    places = sum(len(clinic.places) for clinic in clinics)
    people = Membership.objects.filter(
        office__in=owners.list_staffed_offices(), role__in=owners.ANSWERING, ended_on__isnull=True, user__is_active=True
    )
    number, offices = people.values("user").distinct().count(), people.values("office").distinct().count()
    written = _(
        "Pertanyaan tertulis dijawab paling lama %(days)d hari kerja; panggilan balik paling lama %(calls)d."
    ) % {
        "days": ANSWERED_WITHIN[EnquiryKind.QUESTION],
        "calls": ANSWERED_WITHIN[EnquiryKind.CALL_BACK],
    }
    words = {"people": formats.format_number(number), "offices": formats.format_number(offices)}
    staff = _("%(people)s petugas dan kepala di %(offices)s klinik memakai portal ini") % words
    doors = _("%(places)s tempat layanan terbuka di %(clinics)s klinik") % {
        "places": formats.format_number(places),
        "clinics": formats.format_number(len(clinics)),
    }
    per_day = _("menurut data portal per %(day)s.") % {"day": formats.format_day(day)}
    return {
        StandardComponent.DURATION: [*describe_length(topic, at), written],
        StandardComponent.PRODUCT: [f"{topic.get_pillar_display()}: {topic.explanation or topic}"],
        StandardComponent.STAFF: [f"{staff}, {per_day}"],
        StandardComponent.FACILITIES: [f"{doors}, {per_day}"],
    }


def describe_length(topic: Topic, at: datetime) -> list[str]:
    """How long a talk lasts, by the times that can be booked."""
    coming = Slot.objects.offered(at).about(topic)
    found = coming.aggregate(least=Min(F("ends_at") - F("starts_at")), most=Max(F("ends_at") - F("starts_at")))
    if found["least"] is None:
        return []
    least, most = (found[name] // timedelta(minutes=1) for name in ("least", "most"))
    if least == most:
        return [_("Satu pertemuan berlangsung %(most)d menit.") % {"most": most}]
    return [_("Satu pertemuan berlangsung %(least)d sampai %(most)d menit.") % {"least": least, "most": most}]
