"""How an assistance is shown: its badge, its facts, what became better, and whether the house counts through it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from clinics.enums import Measure
from clinics.models import LedgerEntry
from consultations.counter.assistance.enums import AssistanceState, list_better_parts, list_compared_parts
from consultations.counter.assistance.models import Assistance, HouseImprovement
from consultations.counter.assistance.posting import SOURCE
from consultations.counter.assistance.querysets import AssistanceQuerySet
from consultations.people.models.house import House
from krs_portal.kit import formats
from krs_portal.kit.badges import Badge, build_badge


@dataclass(frozen=True)
class AssistanceLine:
    """One line of a list. Address and applicant are empty for those who may not know them."""

    assistance: Assistance
    house: str
    applicant: str
    badge: Badge
    progress: str
    is_improved: bool
    counts: bool = False


def build_assistance_line(row: Any, day: date, *, known: bool, counts: bool = False) -> AssistanceLine:
    return AssistanceLine(
        row,
        describe_house_for(row.house, known=known),
        formats.format_person_name(row.applicant, known=known),
        build_assistance_badge(row, day),
        "" if row.progress is None else formats.format_percent(row.progress, 0),
        getattr(row, "improvement", None) is not None,
        counts,
    )


def describe_house_for(house: House, *, known: bool) -> str:
    """An address tells who lives there: those who may not know it read the region."""
    return ", ".join(str(part) for part in (house.address if known else None, house.region) if part) or formats.BLANK


def build_assistance_badge(assistance: Assistance, day: date) -> Badge:
    """Its state; of one that runs beyond its day, that it is late."""
    state = AssistanceState(assistance.state)
    if assistance.is_late(day):
        late = _("%(state)s, lewat rencana") % {"state": state.label}
        return Badge(late, "danger", "alert-circle")
    return build_badge(state)


def collect_counting(rows: AssistanceQuerySet | list[Any]) -> set[int]:
    """Through which of these the ledger counts a house."""
    live = LedgerEntry.objects.live().filter(source_kind=SOURCE, rule__measure=Measure.ASSISTED_HOUSE)
    return set(live.filter(source_key__in=[row.pk for row in rows]).values_list("source_key", flat=True))


def describe_assistance(assistance: Assistance, *, known: bool) -> list[tuple[str, Any]]:
    days = [
        (_("Rencana selesai"), assistance.due_on),
        (_("Mulai dikerjakan"), assistance.started_on),
        (_("Selesai"), assistance.finished_on),
    ]
    applicant = formats.format_person_name(assistance.applicant, known=known)
    return [
        (_("Rumah"), describe_house_for(assistance.house, known=known)),
        (_("Diminta oleh"), f"{applicant}, {formats.format_day(assistance.asked_on)}"),
        (_("Unit kerja"), assistance.office.name_on(assistance.asked_on)),
        (_("Petugas"), assistance.officer),
        *((label, formats.format_full_day(day)) for label, day in days if day),
        (_("Dicatat"), f"{formats.format_moment(assistance.recorded_at, assistance.office.time_zone)}, "
                       f"{assistance.recorded_by}"),
    ]  # fmt: skip


@dataclass(frozen=True)
class ComparedPart:
    label: Any
    before: Any
    after: Any
    is_better: bool


def list_compared(improvement: HouseImprovement) -> list[ComparedPart]:
    """Every part that somebody looked at, before and after."""
    better = list_better_parts(improvement.before, improvement.after)
    found = []
    for name, (label, states) in list_compared_parts().items():
        words = dict(states)
        before, after = improvement.before.get(name), improvement.after.get(name)
        if before or after:
            found.append(
                ComparedPart(label, words.get(before, formats.BLANK), words.get(after, formats.BLANK), name in better)
            )
    return found
