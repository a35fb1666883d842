"""Planning the meeting at which a year is evaluated, with its guests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from clinics.models import ReportingPeriod
from consultations.evaluation.meetings import policies
from consultations.evaluation.meetings.kind import ABOUT, EVALUATION
from consultations.evaluation.meetings.models import EvaluationMeeting
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if
from krs_portal.meetings import services as meetings
from krs_portal.meetings.enums import MeetingState
from krs_portal.offices.models import Office


@transaction.atomic
def plan_evaluation_meeting(
    *, period: ReportingPeriod, as_at: date, guests: Iterable[Office], by: Any, at: datetime, **planned: Any
) -> EvaluationMeeting:
    """Plan the meeting about the figures of the year as at the day, and invite the offices.

    Planned twice for the same hour, from two windows, it is one meeting and nobody is invited twice.
    """
    refuse_if(policies.why_not_plan_evaluation(by))
    lock_row(planned["office"], no_key=True)
    same = {"meeting__office": planned["office"], "meeting__starts_at": planned["starts_at"], "period": period}
    known = EvaluationMeeting.objects.filter(**same, meeting__state=MeetingState.PLANNED).order_by("pk").first()
    if known:
        return known
    meeting = meetings.plan_meeting(kind=EVALUATION, about=ABOUT, by=by, at=at, **planned)
    others = [office for office in guests if office.pk != meeting.office_id]
    if others:
        meetings.invite_guests(meeting=meeting, offices=others, by=by, at=at)
    return EvaluationMeeting.objects.create(meeting=meeting, period=period, as_at=as_at)
