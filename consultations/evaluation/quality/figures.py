"""The numbers of quality by office: one query for each kind, however many offices and rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import MD5, Cast, Coalesce, Concat

from consultations.booking.models.seats import Attendance
from consultations.counter.facts.models import TopicFacts
from consultations.evaluation.funnel.cases import CasePeriod
from consultations.evaluation.quality.enums import ALL, DISPUTED, QualityKind
from consultations.evaluation.quality.rows import CAME, choose_rows, list_attachments, list_counted

SAMPLED = 10


@dataclass(frozen=True)
class QualityRow:
    """Of an office, or of all: how many were closed, and of each kind how many."""

    office: Any
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def closed(self) -> int:
        return self.counts.get(ALL, 0)

    @property
    def undisputed(self) -> int:
        return self.closed - self.counts.get(DISPUTED, 0)


def compute_quality(offices: Sequence[Any], period: CasePeriod) -> tuple[list[QualityRow], QualityRow]:
    """Offices with any closed consultation, and their sum."""
    rows = list_counted([office.pk for office in offices], period)
    parts = {part: count_by_office(choose_rows(rows, part)) for part in (ALL, DISPUTED, *QualityKind.values)}
    by_office = [
        QualityRow(office, {part: found.get(office.pk, 0) for part, found in parts.items()})
        for office in offices
        if office.pk in parts[ALL]
    ]
    return by_office, QualityRow(None, {part: sum(found.values()) for part, found in parts.items()})


def count_by_office(rows: Any) -> dict[int, int]:
    return dict(rows.order_by().values_list("office").annotate(Count("pk")))


def draw_sample(offices: Iterable[Any], period: CasePeriod, number: int = SAMPLED) -> Any:
    """So many closed consultations as by lot, the same for whoever looks: nobody chooses which are looked at.

    The lot is the hash of the row's key and the days; each comes with how much evidence is kept with it.
    """
    seed = Value(f" {period.since} {period.until}")
    drawn: Any = list_counted(offices, period).annotate(lot=MD5(Concat(Cast("pk", CharField()), seed)))
    came = Attendance.objects.filter(slot=OuterRef("session"), state__in=CAME).order_by().values("slot")
    facts = TopicFacts.objects.filter(consultation=OuterRef("pk")).order_by().values("consultation")
    files = list_attachments().order_by().values("about_key")
    return drawn.annotate(
        came=count_related(came), facts_told=count_related(facts), files=count_related(files)
    ).order_by("lot", "pk")[:number]


def count_related(rows: Any) -> Any:
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0, output_field=IntegerField())
