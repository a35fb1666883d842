"""Planning, inviting, answering, moving and cancelling: calendars follow and everybody is told once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from icalendar import Calendar

from krs_portal.meetings import messages, services
from krs_portal.meetings.enums import Answer, MeetingState
from krs_portal.meetings.models import Attendance, Invitation, Meeting
from krs_portal.outbox.enums import Channel, MessageState
from krs_portal.outbox.models import Message
from tests.factories import meetings, offices
from tests.factories.meetings import PLANNED_AT, STARTS_AT

pytestmark = pytest.mark.django_db


def told(kind, **which):
    return list(Message.objects.filter(kind=kind, **which).order_by("pk"))


def entry_of(message):
    (attached,) = message.attachments.all()
    read = Calendar.from_ical(bytes(attached.content))
    return read["METHOD"], read.walk("VEVENT")[0]


def invite(meeting, host, **whom):
    return services.invite_guest(meeting=meeting, by=host, at=PLANNED_AT, **whom)


def test_an_invited_office_gets_a_letter_with_an_entry_for_the_calendar(meeting, host, guest, operator):
    invitation = invite(meeting, host, office=guest)

    (letter,) = told(messages.INVITED)
    method, event = entry_of(letter)
    assert (letter.recipient, letter.office, invitation.message) == (operator.email, meeting.office, letter)
    assert "Kamis, 19 Agustus 2021, 09.00-11.00 WIB" in letter.body.replace("\xa0", " ")
    assert "2. Pengisian profil" in letter.body
    assert (method, event["UID"], event["SEQUENCE"]) == ("REQUEST", f"rapat-{meeting.pk}@krs", 0)
    assert str(event["ATTENDEE"]) == f"mailto:{operator.email}"


def test_the_offices_own_address_goes_before_its_people(meeting, host, guest, operator):
    guest.email = "perumahan@kab.example.go.id"
    guest.save()

    invite(meeting, host, office=guest)

    assert [letter.recipient for letter in told(messages.INVITED)] == [guest.email]


def test_a_person_is_invited_by_mail_and_by_phone(meeting, host):
    invite(meeting, host, name="Camat Banyumanik", email="camat@uji.krs.test", phone="0812 3456 7890")

    assert [letter.channel for letter in told(messages.INVITED)] == [Channel.EMAIL, Channel.WHATSAPP]


def test_a_person_without_any_address_is_refused(meeting, host):
    with pytest.raises(ValidationError, match="surel atau nomor"):
        invite(meeting, host, name="Camat Banyumanik")


def test_nobody_is_invited_twice(meeting, host, guest, operator):
    first, second = (invite(meeting, host, office=guest) for _ in range(2))

    assert first == second
    assert len(told(messages.INVITED)) == 1


def test_an_office_without_address_stays_invited_on_paper(meeting, host, guest):
    assert invite(meeting, host, office=guest).message is None


def test_moving_raises_the_sequence_and_asks_everybody_again(meeting, host, guest, operator):
    invitation = invite(meeting, host, office=guest)
    services.answer_invitation(invitation=invitation, answer=Answer.YES, by=operator, at=PLANNED_AT)

    moved = services.move_meeting(
        meeting=meeting, starts_at=STARTS_AT + timedelta(days=1), ends_at=STARTS_AT + timedelta(days=1, hours=1),
        reason="Ruang dipakai.", by=host, at=PLANNED_AT,
    )  # fmt: skip

    invitation.refresh_from_db()
    (letter,) = told(messages.MOVED)
    method, event = entry_of(letter)
    assert (moved.sequence, event["SEQUENCE"], method) == (1, 1, "REQUEST")
    assert "Jumat, 20 Agustus 2021" in letter.body
    assert "Ruang dipakai." in letter.body
    assert (invitation.answer, invitation.answered_at) == (Answer.NONE, None)
    assert told(messages.INVITED, state=MessageState.QUEUED) == []


def test_moving_to_where_it_is_tells_nobody(meeting, host, guest, operator):
    invite(meeting, host, office=guest)

    services.move_meeting(meeting=meeting, starts_at=meeting.starts_at, ends_at=meeting.ends_at, by=host, at=PLANNED_AT)

    assert told(messages.MOVED) == []


def test_cancelling_needs_a_reason_and_takes_the_entry_back(meeting, host, guest, operator):
    invite(meeting, host, office=guest)
    with pytest.raises(ValidationError, match="alasan"):
        services.cancel_meeting(meeting=meeting, reason=" ", by=host, at=PLANNED_AT)

    services.cancel_meeting(meeting=meeting, reason="Banjir.", by=host, at=PLANNED_AT)

    (letter,) = told(messages.CANCELLED)
    method, event = entry_of(letter)
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert "Banjir." in letter.body


def test_a_cancelled_meeting_changes_no_more(meeting, host, guest):
    services.cancel_meeting(meeting=meeting, reason="Banjir.", by=host, at=PLANNED_AT)

    with pytest.raises(PermissionDenied, match="dibatalkan"):
        invite(meeting, host, office=guest)


def test_the_invited_office_answers_for_itself_and_the_host_for_anybody(meeting, host, guest, operator, stranger):
    invitation = invite(meeting, host, office=guest)

    for by in (operator, host):
        services.answer_invitation(invitation=invitation, answer=Answer.NO, by=by, at=PLANNED_AT, note="Rapat lain")
    with pytest.raises(PermissionDenied, match="unit yang diundang"):
        services.answer_invitation(invitation=invitation, answer=Answer.YES, by=stranger, at=PLANNED_AT)

    invitation.refresh_from_db()
    assert (invitation.answer, invitation.answered_by, invitation.note) == (Answer.NO, host, "Rapat lain")


def test_after_the_meeting_nobody_answers(meeting, host, guest, operator):
    invitation = invite(meeting, host, office=guest)

    with pytest.raises(PermissionDenied, match="sudah lewat"):
        services.answer_invitation(invitation=invitation, answer=Answer.YES, by=operator, at=meeting.ends_at)


def test_only_the_host_and_those_above_run_a_meeting(province, operator):
    with pytest.raises(PermissionDenied, match="penyelenggara"):
        meetings.meeting(province, operator)


def test_the_first_who_is_there_opens_the_meeting(meeting, host, guest):
    meetings.held(meeting, guest, host)

    (present,) = meeting.attendances.all()
    assert (meeting.state, meeting.held_by, present.office) == (MeetingState.HELD, host, guest)


def test_told_twice_a_person_is_there_once(meeting, host, guest):
    for _ in range(2):
        meetings.held(meeting, guest, host)

    assert meeting.attendances.count() == 1


def test_nobody_is_there_the_day_before(meeting, host):
    with pytest.raises(PermissionDenied, match="belum mulai"):
        services.record_attendance(meeting=meeting, name="Sri", by=host, at=PLANNED_AT)


def test_host_guest_and_those_above_see_a_meeting_and_nobody_else(meeting, host, guest, operator, stranger):
    invite(meeting, host, office=guest)
    above = offices.evaluator()

    seen = {user for user in (host, operator, stranger, above) if Meeting.objects.visible_to(user).exists()}

    assert seen == {host, operator, above}


@pytest.mark.parametrize(
    ("model", "values", "constraint"),
    [
        (Meeting, {"ends_at": STARTS_AT}, "meetings_time_order"),
        (Meeting, {"place": ""}, "meetings_somewhere"),
        (Meeting, {"title": ""}, "meetings_titled"),
        (Meeting, {"held_at": None}, "meetings_held_signed"),
        (Meeting, {"cancelled_at": STARTS_AT}, "meetings_cancel_signed"),
        (Meeting, {"state": MeetingState.CANCELLED}, "meetings_state_has_its_moment"),
        (Invitation, {"office": None}, "meetings_somebody_invited"),
        (Invitation, {"answer": Answer.YES}, "meetings_answer_dated"),
        (Attendance, {"name": ""}, "meetings_present_named"),
    ],
)
def test_a_constraint_bites(meeting, host, guest, model, values, constraint):
    meetings.held(meeting, guest, host)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**values)


@pytest.mark.parametrize(
    ("model", "constraint"), [(Invitation, "meetings_invited_once"), (Attendance, "meetings_present_once")]
)
def test_the_database_keeps_each_once(meeting, host, guest, model, constraint):
    meetings.held(meeting, guest, host)
    again = model.objects.get()
    again.pk = None

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        again.save()


def test_several_are_invited_together_or_nobody_is(meeting, host, guest):
    with pytest.raises(ValidationError):
        services.invite_guests(
            meeting=meeting, offices=[guest, None], name="Camat Banyumanik", email="camat@uji.krs.test", by=host,
            at=PLANNED_AT,
        )  # fmt: skip

    assert not meeting.invitations.exists()
    assert not told(messages.INVITED)
