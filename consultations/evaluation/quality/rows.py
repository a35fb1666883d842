"""The consultations behind each number of quality: what is counted and what is opened is one queryset."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from statistics import median
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Cast, TruncDate, Upper

from clinics.models import LedgerEntry, MonthRemark
from clinics.months.enums import MonthState
from clinics.querysets import add_days
from clinics.sums import LATE_AFTER
from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Attendance
from consultations.counter.assistance.models import SiteVisit
from consultations.counter.attachments import CONSULTATION
from consultations.counter.enums import ConsultationKind
from consultations.counter.facts.models import FactForm, TopicFacts
from consultations.counter.models import Consultation
from consultations.counter.posting import SOURCE
from consultations.counter.review.enums import ReviewVerdict
from consultations.counter.review.waiting import list_holding_reviews
from consultations.evaluation.funnel.cases import CasePeriod
from consultations.evaluation.quality.enums import ALL, DISPUTED, QualityKind
from krs_portal.files.models import Attachment
from krs_portal.kit.clock import TimeZone

OUTLIER_TIMES, FEWEST = 5, 10  # so many times an office's usual day, and never fewer services than this
CAME = (AttendanceState.DONE, AttendanceState.IN_SERVICE)
SETTLED = (MonthState.ACCEPTED, MonthState.LOCKED)


def list_counted(offices: Iterable[Any], period: CasePeriod) -> Any:
    """The closed consultations of the days: what the numbers are numbers of."""
    days = (period.since, period.until)
    return Consultation.objects.closed().filter(office__in=offices, happened_on__range=days)


def choose_rows(rows: Any, part: str) -> Any:
    """Of the counted ones those that a number is about; `rows` must be of whole offices and days."""
    if part == ALL:
        return rows
    if part == DISPUTED:
        return choose_disputed(rows)
    choose = {
        QualityKind.LATE: choose_late,
        QualityKind.INEXACT: choose_inexact,
        QualityKind.FACTS: choose_without_facts,
        QualityKind.DOUBLE: choose_doubles,
        QualityKind.OUTLIER: choose_outliers,
        QualityKind.UNATTENDED: choose_unattended,
        QualityKind.UNSEEN: choose_unseen,
    }[QualityKind(part)]
    return choose(rows)


def choose_late(rows: Any) -> Any:
    closed = rows.annotate(closed_on=TruncDate("closed_at", tzinfo=TimeZone.WIB.info))
    return closed.filter(closed_on__gt=add_days("happened_on", LATE_AFTER))


def choose_inexact(rows: Any) -> Any:
    return rows.filter(attendance__is_time_inexact=True)


def choose_without_facts(rows: Any) -> Any:
    """A topic that asks for facts was talked about, and nothing of it was answered."""
    asking = [form.topic_id for form in FactForm.objects.newest() if form.asked]
    chosen = Consultation.topics.through.objects.filter(consultation=OuterRef("pk"), topic__in=asking)
    answered = TopicFacts.objects.filter(consultation=OuterRef("consultation"), topic=OuterRef("topic"))
    return rows.filter(Exists(chosen.filter(~Exists(answered))))


def choose_doubles(rows: Any) -> Any:
    """Another one of the office on the same day, of the same person or under the same name; groups by name alone."""
    others = Consultation.objects.standing().filter(office=OuterRef("office"), happened_on=OuterRef("happened_on"))
    others = others.exclude(pk=OuterRef("pk"))
    named = others.annotate(called=Upper("client_name")).filter(called=OuterRef("called"))
    same = others.filter(person=OuterRef("person"))
    return rows.annotate(called=Upper("client_name")).filter(Exists(named) | Exists(same))


def choose_outliers(rows: Any) -> Any:
    days = find_outlier_days(rows)
    if not days:
        return rows.none()
    chosen = Q()
    for office, found in days.items():
        chosen |= Q(office=office, happened_on__in=found)
    return rows.filter(chosen)


def find_outlier_days(rows: Any) -> dict[int, list[date]]:
    """Days of an office with five times its usual services or more: its median over the days with any."""
    by_office: dict[int, dict[date, int]] = defaultdict(dict)
    for office, day, number in rows.order_by().values_list("office", "happened_on").annotate(Count("pk")):
        by_office[office][day] = number
    found = {}
    for office, days in by_office.items():
        least = max(FEWEST, OUTLIER_TIMES * median(days.values()))
        if chosen := sorted(day for day, number in days.items() if number >= least):
            found[office] = chosen
    return found


def choose_unattended(rows: Any) -> Any:
    """A class of which neither a participant nor a signed sheet is known."""
    came = Attendance.objects.filter(slot=OuterRef("session"), state__in=CAME)
    return rows.filter(~Exists(came), ~Exists(list_attachments()), kind=ConsultationKind.GROUP)


def list_attachments() -> Any:
    """Those of the consultation in an outer query that nobody removed."""
    return Attachment.objects.filter(
        about_kind=CONSULTATION, about_key=Cast(OuterRef("pk"), CharField()), removed_at=None
    )


def choose_unseen(rows: Any) -> Any:
    visited = SiteVisit.objects.filter(assistance__house=OuterRef("house"))
    helped = rows.filter(is_technical_assistance=True, house__latitude=None, house__merged_into__latitude=None)
    return helped.filter(~Exists(visited))


def choose_disputed(rows: Any) -> Any:
    """What the ministry asked about in a month that is not settled, and what the head returned."""
    asked = MonthRemark.objects.exclude(month__state__in=SETTLED).filter(
        entry__in=LedgerEntry.objects.filter(source_kind=SOURCE, source_key=OuterRef(OuterRef("pk"))).values("pk")
    )
    verdict = Subquery(list_holding_reviews(OuterRef("pk"), OuterRef("closed_at")).values("verdict")[:1])
    return rows.annotate(held=verdict).filter(Exists(asked) | Q(held=ReviewVerdict.RETURNED))
