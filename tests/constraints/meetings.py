from django.db.models import F

from krs_portal.meetings.enums import Answer, DecisionState, MeetingState, MinutesState
from krs_portal.meetings.models import Agreement, Attendance, Decision, Invitation, Meeting, Minutes
from tests.constraints.breaches import MOMENT, Breach, changed, repeated
from tests.factories import meetings


def meeting() -> Meeting:
    return meetings.meeting(meetings.province())


def invitation() -> Invitation:
    of = meeting()
    return Invitation.objects.create(
        meeting=of, office=meetings.local_agency(of.office), invited_at=MOMENT, invited_by=of.planned_by
    )


def attendance() -> Attendance:
    of = meeting()
    return Attendance.objects.create(meeting=of, name="Sri Wahyuni", present_at=MOMENT, recorded_by=of.planned_by)


def minutes() -> Minutes:
    of = meeting()
    return Minutes.objects.create(meeting=of, text="Disepakati.", written_at=MOMENT, written_by=of.planned_by)


def agreement() -> Agreement:
    of = minutes()
    return Agreement.objects.create(minutes=of, office=of.meeting.office, version=1, asked_at=MOMENT)


def decision() -> Decision:
    of = meeting()
    return Decision.objects.create(
        meeting=of, text="Profil dilengkapi.", owner_name="Sri Wahyuni", decided_at=MOMENT, decided_by=of.planned_by
    )


def agreed_decision() -> Decision:
    made = decision()
    by = made.decided_by
    Minutes.objects.create(
        meeting=made.meeting, text="Disepakati.", state=MinutesState.AGREED,
        written_at=MOMENT, written_by=by, proposed_at=MOMENT, proposed_by=by,
    )  # fmt: skip
    return made


ROWS: dict[str, Breach] = {
    "meetings_agreed_is_frozen": changed(agreed_decision, text="Tidak jadi."),
    "meetings_agreed_with_code": changed(agreement, agreed_at=MOMENT, code="ABCD-2345"),
    "meetings_answer_dated": changed(invitation, answer=Answer.YES),
    "meetings_cancel_signed": changed(
        meeting, state=MeetingState.CANCELLED, cancelled_at=MOMENT, cancel_reason="Banjir."
    ),
    "meetings_decision_owned": changed(decision, owner_name=""),
    "meetings_decision_said": changed(decision, text=""),
    "meetings_done_signed": changed(decision, state=DecisionState.DONE, done_at=MOMENT, proof="Selesai."),
    "meetings_done_with_proof": changed(decision, state=DecisionState.DONE, done_at=MOMENT, done_by=F("decided_by")),
    "meetings_held_signed": changed(meeting, state=MeetingState.HELD, held_at=MOMENT),
    "meetings_invited_once": repeated(invitation),
    "meetings_minutes_written": changed(minutes, text=""),
    "meetings_present_named": changed(attendance, name=""),
    "meetings_present_once": repeated(attendance),
    "meetings_proposal_signed": changed(minutes, state=MinutesState.PROPOSED, proposed_at=MOMENT),
    "meetings_proposed_has_moment": changed(minutes, state=MinutesState.PROPOSED),
    "meetings_returned_with_remark": changed(agreement, returned_at=MOMENT, remark="Salah tanggal."),
    "meetings_side_asked_once": repeated(agreement),
    "meetings_somebody_invited": changed(invitation, office=None),
    "meetings_somewhere": changed(meeting, place=""),
    "meetings_state_has_its_moment": changed(meeting, state=MeetingState.HELD),
    "meetings_time_order": changed(meeting, ends_at=F("starts_at")),
    "meetings_titled": changed(meeting, title=""),
}
