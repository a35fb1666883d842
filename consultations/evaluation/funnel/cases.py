"""The cases of the funnel: whoever registered, by appointment or at the door, and what was recorded without either.

A case is one person or family that came together. In a group session each registration is a case: the record of the
session is its advice, and a referral or an assistance is whose name it bears. What was written down outside the
queue, as a line of a logbook, is a case of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from consultations.booking.enums import IN_LINE, AttendanceState, SlotKind
from consultations.booking.models.seats import Attendance
from consultations.counter.assistance.enums import AssistanceState
from consultations.counter.assistance.models import Assistance
from consultations.counter.enums import ConsultationState, Outcome
from consultations.counter.models import Consultation
from consultations.counter.referring import CONSULTATION
from consultations.evaluation.funnel.enums import CaseEnd
from krs_portal.kit.clock import TimeZone, get_midnight
from krs_portal.referrals.enums import AWAITING, ReferralState
from krs_portal.referrals.models import Referral

# Of several referrals of one case the one that came furthest tells.
FURTHEST = (
    ReferralState.DELIVERED, ReferralState.ACCEPTED, ReferralState.DECLINED, *AWAITING, ReferralState.CLOSED,
    ReferralState.DRAFT, ReferralState.WITHDRAWN,
)  # fmt: skip
NEVER_BOOKED = (AttendanceState.HELD, AttendanceState.EXPIRED, *IN_LINE)


@dataclass(frozen=True)
class CasePeriod:
    """The days of the visits, as each office counts them."""

    since: date
    until: date


def list_visit_cases(offices: Iterable[Any], period: CasePeriod) -> Any:
    """Those who registered for a day of the period, with where they stand as `end`."""
    place = "slot__place__office"
    days = (
        Q(**{f"{place}__time_zone": zone}, slot__starts_at__gte=get_midnight(period.since, zone),
          slot__starts_at__lt=get_midnight(period.until + timedelta(days=1), zone))
        for zone in TimeZone.values
    )  # fmt: skip
    standing = Consultation.objects.standing().order_by("pk")
    own = standing.filter(attendance=OuterRef("pk"))
    of_session = standing.filter(session=OuterRef("slot"))
    rows = Attendance.objects.filter(reduce(or_, days), **{f"{place}__in": offices}).exclude(state__in=NEVER_BOOKED)
    rows = rows.annotate(
        case_office=F(place),
        case_people=F("party_size"),
        record=Coalesce(Subquery(own.values("pk")[:1]), Subquery(of_session.values("pk")[:1])),
        record_state=Coalesce(Subquery(own.values("state")[:1]), Subquery(of_session.values("state")[:1]), Value("")),
        record_outcome=Coalesce(
            Subquery(own.values("outcome")[:1]), Subquery(of_session.values("outcome")[:1]), Value("")
        ),
        # Of a class whoever is named in a referral is referred, not everybody.
        named=Case(When(slot__kind=SlotKind.GROUP, then=F("name")), default=Value(""), output_field=CharField()),
        came_as=F("state"),
    )
    return annotate_end(rows)


def list_record_cases(offices: Iterable[Any], period: CasePeriod) -> Any:
    """What was recorded in the period without a registration, with where it stands as `end`."""
    rows: Any = Consultation.objects.standing().filter(
        office__in=offices, happened_on__range=(period.since, period.until), attendance=None, session=None
    )
    rows = rows.annotate(
        case_office=F("office"),
        case_people=F("head_count"),
        record=F("pk"),
        record_state=F("state"),
        record_outcome=F("outcome"),
        named=Value("", output_field=CharField()),
        came_as=Value(AttendanceState.DONE.value, output_field=CharField()),
    )
    return annotate_end(rows)


def annotate_end(rows: Any) -> Any:
    """Where each case stands, of what is annotated already; the first that holds."""
    rows = rows.annotate(
        referral=Coalesce(Subquery(find_furthest_referral()), Value("")),
        is_better=Exists(list_improvements()),
    )
    is_advised = Q(record_state=ConsultationState.CLOSED) & ~Q(record_outcome=Outcome.DISCONTINUED)
    answered = {
        ReferralState.DELIVERED: CaseEnd.DELIVERED,
        ReferralState.ACCEPTED: CaseEnd.ACCEPTED,
        ReferralState.DECLINED: CaseEnd.DECLINED,
    }
    is_on_paper = Q(referral="", record_outcome=Outcome.REFERRED)
    is_sent = Q(referral__in=(*AWAITING, ReferralState.CLOSED)) | is_on_paper
    early = {
        AttendanceState.CANCELLED: CaseEnd.CANCELLED,
        AttendanceState.NO_SHOW: CaseEnd.NO_SHOW,
        AttendanceState.BOOKED: CaseEnd.EXPECTED,
        AttendanceState.LEFT: CaseEnd.LEFT,
    }
    steps = [
        (Q(record_state=ConsultationState.CLOSED, record_outcome=Outcome.DISCONTINUED), CaseEnd.BROKEN_OFF),
        *((~is_advised & Q(came_as=state), end) for state, end in early.items()),
        (~is_advised, CaseEnd.IN_HAND),
        (Q(referral__in=answered, is_better=True), CaseEnd.IMPROVED),
        *((Q(referral=state), end) for state, end in answered.items()),
        (is_sent & Q(is_better=True), CaseEnd.IMPROVED_UNANSWERED),
        (Q(referral=ReferralState.CLOSED), CaseEnd.EXPIRED),
        (Q(referral__in=AWAITING), CaseEnd.UNANSWERED),
        (is_on_paper, CaseEnd.ON_PAPER),
        (Q(is_better=True), CaseEnd.IMPROVED_HERE),
        (Q(referral=ReferralState.DRAFT), CaseEnd.NOT_SENT),
        (Q(referral=ReferralState.WITHDRAWN), CaseEnd.WITHDRAWN),
    ]
    cases = [When(held, then=Value(end.value)) for held, end in steps]
    return rows.annotate(end=Case(*cases, default=Value(CaseEnd.SETTLED.value), output_field=CharField()))


def find_furthest_referral() -> Any:
    order = Case(*(When(state=state, then=Value(place)) for place, state in enumerate(FURTHEST)))
    found = Referral.objects.filter(about_kind=CONSULTATION, about_key=Cast(OuterRef("record"), TextField()))
    return bear_name(found, "name").order_by(order, "pk").values("state")[:1]


def list_improvements() -> Any:
    """Assistances that came of the case's record, and after which the house was seen to be better."""
    found = Assistance.objects.filter(consultations=OuterRef("record"), improvement__isnull=False)
    return bear_name(found.exclude(state=AssistanceState.VOIDED), "applicant")


def bear_name(rows: Any, field: str) -> Any:
    """Of a class only those that bear the name of the case."""
    wanted = ExpressionWrapper(OuterRef("named"), output_field=CharField())
    return rows.annotate(wanted=wanted).filter(Q(wanted="") | Q(**{f"{field}__iexact": F("wanted")}))
