"""The papers of a meeting from the evaluation, the offices' sheets and the meetings about the year."""

from __future__ import annotations

from datetime import datetime

from clinics.models import ReportingPeriod
from consultations.evaluation.build import build_follow_up_line, compute_evaluation, get_report_period
from consultations.evaluation.meetings.models import EvaluationMeeting
from consultations.evaluation.office.build import build_office_sheets
from consultations.evaluation.pack.document import MeetingPack, MeetingRecord
from consultations.evaluation.traces import reconcile_evaluation, trace_evaluation_figures
from krs_portal.meetings.documents import list_present_people
from krs_portal.meetings.enums import MeetingState
from krs_portal.meetings.policies import find_minutes
from krs_portal.reports.kinds import BuiltReport, Params


def build_pack(params: Params, known_at: datetime) -> BuiltReport:
    report, found = compute_evaluation(params, known_at)
    pack = MeetingPack(
        **vars(report),
        sheets=tuple(build_office_sheets(report.offices, report, found)),
        meetings=tuple(list_meeting_records(get_report_period(params), known_at)),
    )
    return BuiltReport(pack, trace_evaluation_figures(report, found), reconcile_evaluation(report, found))


def list_meeting_records(period: ReportingPeriod, known_at: datetime) -> list[MeetingRecord]:
    """Every meeting about the year that was planned by the moment and not called off."""
    planned = EvaluationMeeting.objects.filter(period=period, meeting__planned_at__lte=known_at).exclude(
        meeting__state=MeetingState.CANCELLED
    )
    shown = planned.select_related("meeting__office__parent", "meeting__minutes")
    return [build_meeting_record(each, known_at) for each in shown.order_by("meeting__starts_at", "pk")]


def build_meeting_record(evaluation: EvaluationMeeting, known_at: datetime) -> MeetingRecord:
    meeting = evaluation.meeting
    minutes = find_minutes(meeting)
    decided = meeting.decisions.filter(decided_at__lte=known_at).select_related("meeting", "owner_office")
    return MeetingRecord(
        title=meeting.title,
        when=meeting.when,
        where=meeting.where,
        agenda=tuple(meeting.agenda_items),
        present=tuple(
            ", ".join(filter(None, (each.name, each.position, each.office))) for each in list_present_people(meeting)
        ),
        minutes=minutes.text if minutes else "",
        is_agreed=bool(minutes and minutes.is_agreed),
        decisions=tuple(build_follow_up_line(decision, known_at) for decision in decided.order_by("pk")),
    )
