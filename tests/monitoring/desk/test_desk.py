"""The desk of a round: a timetable on working days, turns that move, invitations, and who may see what."""

from datetime import date, time, timedelta
from io import BytesIO

import pypdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from krs_portal.kit import clock
from krs_portal.meetings import services as meetings
from krs_portal.meetings.models import Invitation, Meeting
from krs_portal.offices.models import Holiday, Office
from krs_portal.outbox.models import Message
from monitoring.desk.enums import SessionState
from monitoring.desk.models import DeskSession, Unavailability
from monitoring.desk.services import planning as desk
from monitoring.desk.timetable import (
    count_sessions_per_day,
    list_desk_days,
    list_desk_sessions,
    list_free_turns,
    propose_timetable,
)
from monitoring.rounds.enums import RoundState
from monitoring.rounds.models import Round
from tests.factories import monitoring, offices

pytestmark = pytest.mark.django_db

AT = monitoring.NOON
LINK = "https://rapat.uji.krs.test/a"


@pytest.fixture
def agency():
    return monitoring.province()


@pytest.fixture
def head(agency):
    return offices.head(agency)


def round_with(agency, count: int = 3, rooms: int = 2) -> Round:
    round_ = monitoring.round_of(agency, state=RoundState.COLLECTING)
    for number in range(1, count + 1):
        local = monitoring.local(agency, f"33.{number:02}", f"Uji {number}", "KABUPATEN")
        Office.objects.filter(pk=local.pk).update(email=f"dinas{number}@uji.krs.test")
        monitoring.participant(round_, local)
    for number in range(1, rooms + 1):
        round_.rooms.create(name=f"Ruang {number}", link=LINK)
    return round_


def planned(round_, head) -> list[DeskSession]:
    desk.plan_desk(round_=round_, by=head, at=AT)
    return list_desk_sessions(round_)


def test_twenty_three_in_two_rooms_over_four_working_days_are_saved_as_6_6_6_5(agency, head):
    round_ = round_with(agency, 23)

    sessions = planned(round_, head)

    assert count_sessions_per_day(round_, [each.starts_at for each in sessions]) == [
        (date(2021, 8, 19), 6), (date(2021, 8, 20), 6), (date(2021, 8, 23), 6), (date(2021, 8, 24), 5),
    ]  # fmt: skip
    assert {each.meeting.kind for each in sessions} == {"monitoring-desk"}
    assert {each.meeting.about.key for each in sessions} == {str(each.pk) for each in sessions}
    assert {each.meeting.link for each in sessions} == {LINK}
    assert not Message.objects.exists()  # nobody is told before the invitations


def test_a_holiday_is_no_desk_day(agency, head):
    round_ = round_with(agency)
    Holiday.objects.create(day_on=date(2021, 8, 20), name="Cuti bersama")

    assert list_desk_days(round_) == [date(2021, 8, 19), date(2021, 8, 23), date(2021, 8, 24)]


def test_who_cannot_come_on_a_day_comes_on_another(agency, head):
    round_ = round_with(agency)
    first = round_.participants.order_by("pk").first()
    desk.state_unavailable_day(participant=first, day_on=date(2021, 8, 19), reason="Rapat DPRD", by=head, at=AT)

    sessions = {each.participant_id: each for each in planned(round_, head)}

    assert clock.day_of(sessions[first.pk].starts_at) > date(2021, 8, 19)


def test_who_can_come_on_no_day_is_named_and_has_no_session(agency, head):
    round_ = round_with(agency)
    first = round_.participants.order_by("pk").first()
    for day in list_desk_days(round_):
        desk.state_unavailable_day(participant=first, day_on=day, reason="Tidak ada petugas", by=head, at=AT)

    found = desk.plan_desk(round_=round_, by=head, at=AT)

    assert found.unplaced == [first]
    assert found.whys == {first.pk: "berhalangan pada semua hari desk yang tersisa"}
    assert not DeskSession.objects.filter(participant=first).exists()


def test_planning_needs_a_room_an_open_round_and_the_province(agency, head):
    round_ = round_with(agency, rooms=0)
    local = round_.participants.first().office

    with pytest.raises(ValidationError, match="satu ruang"):
        desk.plan_desk(round_=round_, by=head, at=AT)
    with pytest.raises(PermissionDenied, match="provinsi penyelenggara"):
        desk.plan_desk(round_=round_, by=offices.head(local), at=AT)
    Round.objects.filter(pk=round_.pk).update(state=RoundState.PREPARING)
    with pytest.raises(PermissionDenied, match="Buka pengisian"):
        desk.plan_desk(round_=round_, by=head, at=AT)


def test_invitations_leave_once_with_link_and_calendar_entry(agency, head):
    round_ = round_with(agency, 1)
    planned(round_, head)

    assert desk.invite_to_desk(round_=round_, by=head, at=AT) == 1
    assert desk.invite_to_desk(round_=round_, by=head, at=AT) == 0

    letter = Message.objects.get(recipient="dinas1@uji.krs.test")
    assert LINK in letter.body
    assert letter.attachments.get().content_type.startswith("text/calendar")


def test_a_move_takes_the_new_turn_and_tells_both_sides(agency, head):
    Office.objects.filter(pk=agency.pk).update(email="provinsi@uji.krs.test")
    round_ = round_with(agency, 2)
    session, _other = planned(round_, head)
    desk.invite_to_desk(round_=round_, by=head, at=AT)
    free = list_free_turns(session, round_, AT)[-1]

    desk.move_desk_session(session=session, to=free.key, reason="Kepala dinas bertugas", by=head, at=AT)

    session.refresh_from_db()
    assert (session.starts_at, session.room) == (free.starts_at, free.room)
    assert (session.meeting.starts_at, session.meeting.sequence) == (free.starts_at, 1)
    told = Message.objects.filter(kind="meeting-moved")
    assert {each.recipient for each in told} == {"dinas1@uji.krs.test", "provinsi@uji.krs.test"}
    assert "Kepala dinas bertugas" in told[0].body


def test_a_taken_turn_is_not_given_twice(agency, head):
    round_ = round_with(agency, 2)
    session, other = planned(round_, head)
    place = list_free_turns(session, round_, AT)[0]
    desk.move_desk_session(session=other, to=place.key, reason="", by=head, at=AT)

    with pytest.raises(ValidationError, match="baru saja terisi"):
        desk.move_desk_session(session=session, to=place.key, reason="", by=head, at=AT)


def test_the_database_refuses_two_sessions_in_a_room_at_once(agency):
    round_ = round_with(agency, 2, rooms=0)
    first, second = round_.participants.order_by("pk")
    monitoring.session(first)

    with pytest.raises(IntegrityError, match="monitoring_session_room_once"), transaction.atomic():
        monitoring.session(second)


def test_planning_again_keeps_what_began_and_what_was_promised(agency, head):
    round_ = round_with(agency, 4)
    sessions = planned(round_, head)
    desk.invite_to_desk(round_=round_, by=head, at=AT)
    DeskSession.objects.filter(pk=sessions[0].pk).update(state=SessionState.DONE)
    for participant in (sessions[0].participant, sessions[1].participant):
        day = clock.day_of(sessions[0].starts_at)
        Unavailability.objects.create(participant=participant, day_on=day, reason="Berhalangan")
    before = {each.pk: each.starts_at for each in sessions}

    desk.plan_desk(round_=round_, by=head, at=AT)

    after = {each.pk: each.starts_at for each in list_desk_sessions(round_)}
    moved = [pk for pk in before if before[pk] != after[pk]]
    assert moved == [each.pk for each in sessions if each.pk != sessions[0].pk and each.pk in moved]
    assert after[sessions[0].pk] == before[sessions[0].pk]
    assert after[sessions[3].pk] == before[sessions[3].pk]


def test_planning_again_may_let_two_change_places(agency, head):
    round_ = round_with(agency, 2, rooms=1)
    first, second = planned(round_, head)
    turns = [(each.starts_at, each.ends_at) for each in (second, first)]
    (first.starts_at, first.ends_at), (second.starts_at, second.ends_at) = turns
    DeskSession.objects.bulk_update([first, second], ["starts_at", "ends_at"])

    desk.plan_desk(round_=round_, by=head, at=AT)

    assert [each.pk for each in list_desk_sessions(round_)] == [first.pk, second.pk]


def test_who_loses_the_last_day_is_told_that_the_meeting_is_off(agency, head):
    round_ = round_with(agency, 1)
    (session,) = planned(round_, head)
    desk.invite_to_desk(round_=round_, by=head, at=AT)
    for day in list_desk_days(round_):
        Unavailability.objects.create(participant=session.participant, day_on=day, reason="Berhalangan")

    desk.plan_desk(round_=round_, by=head, at=AT)

    assert Meeting.objects.get().state == "CANCELLED"
    assert Message.objects.filter(kind="meeting-cancelled", recipient="dinas1@uji.krs.test").exists()


def test_an_agency_states_its_days_until_it_is_invited(agency, head):
    round_ = round_with(agency, 1)
    participant = round_.participants.get()
    by = monitoring.operator(participant.office)
    said = {"participant": participant, "day_on": date(2021, 8, 20), "reason": "Pelantikan", "by": by, "at": AT}
    desk.state_unavailable_day(**said)
    planned(round_, head)
    desk.invite_to_desk(round_=round_, by=head, at=AT)

    with pytest.raises(PermissionDenied, match="Undangan sesi Anda sudah dikirim"):
        desk.state_unavailable_day(**said)


def test_a_day_outside_the_desk_and_a_stranger_are_refused(agency, head):
    round_ = round_with(agency, 2)
    one, other = round_.participants.order_by("pk")

    with pytest.raises(ValidationError, match="bukan hari desk"):
        desk.state_unavailable_day(participant=one, day_on=date(2021, 8, 21), reason="Libur", by=head, at=AT)
    with pytest.raises(PermissionDenied):
        desk.state_unavailable_day(
            participant=one, day_on=date(2021, 8, 20), reason="x", by=monitoring.operator(other.office), at=AT
        )


def test_a_new_link_of_a_room_reaches_whoever_was_invited_into_it(agency, head):
    round_ = round_with(agency, 1, rooms=1)
    (session,) = planned(round_, head)
    desk.invite_to_desk(round_=round_, by=head, at=AT)
    room = round_.rooms.get()

    desk.edit_desk_room(room=room, name="Ruang 1", link="https://rapat.uji.krs.test/b", by=head, at=AT)

    session.meeting.refresh_from_db()
    assert (session.meeting.link, session.meeting.sequence) == ("https://rapat.uji.krs.test/b", 1)
    with pytest.raises(ValidationError, match="dipakai sesi"):
        desk.remove_desk_room(room=room, by=head, at=AT)


def test_hours_without_a_turn_are_refused(agency, head):
    round_ = round_with(agency, 1)
    hours = {"opens": time(9), "closes": time(10), "break_from": time(12), "break_until": time(13)}

    with pytest.raises(ValidationError, match="lebih lama daripada jam desk"):
        desk.set_desk_hours(round_=round_, minutes=90, by=head, at=AT, **hours)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"desk_opens": time(16)}, "monitoring_round_desk_hours"),
        ({"desk_break_from": time(14)}, "monitoring_round_desk_break"),
        ({"desk_minutes": 5}, "monitoring_round_desk_minutes"),
    ],
)
def test_the_database_refuses_impossible_hours(agency, changes, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        monitoring.round_of(agency, **changes)


def test_the_record_belongs_to_an_agreed_session(agency):
    session = monitoring.session(round_with(agency, 1, rooms=0).participants.get())

    with pytest.raises(IntegrityError, match="monitoring_session_record_of_agreed"), transaction.atomic():
        DeskSession.objects.filter(pk=session.pk).update(record={})


@pytest.fixture
def in_august(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


def test_the_page_proposes_saves_and_invites(agency, head, signed_in, in_august):
    round_ = round_with(agency, 23)
    browser = signed_in(head)
    url = f"/monitoring/putaran/{round_.pk}/desk/"

    proposed = browser.get(url).content.decode()
    browser.post(f"{url}simpan/")
    browser.post(f"{url}undang/")
    saved = browser.get(url).content.decode()

    assert "6 / 6 / 6 / 5" in proposed
    assert "usulan, belum disimpan" in proposed
    assert "6 / 6 / 6 / 5" in saved
    assert saved.count("Diundang") == 23
    assert Invitation.objects.exclude(office=agency).count() == 23


def test_an_agency_finds_its_own_turn_and_no_other(agency, head, signed_in, in_august):
    round_ = round_with(agency, 3)
    sessions = planned(round_, head)
    desk.invite_to_desk(round_=round_, by=head, at=AT)
    own, other = sessions[0], sessions[1]

    browser = signed_in(monitoring.operator(own.participant.office))
    page = browser.get(f"/monitoring/putaran/{round_.pk}/desk/").content.decode()

    assert "Sesi desk Anda" in page
    assert str(other.participant.office.region) not in page
    assert browser.get(f"/monitoring/desk/{own.pk}/").status_code == 200
    for path in ("", "pindah/", "berita-acara.pdf", "lembar.xlsx"):
        assert browser.get(f"/monitoring/desk/{other.pk}/{path}").status_code == 404


def test_a_plan_is_not_shown_to_the_agency_before_it_is_invited(agency, head, signed_in, in_august):
    round_ = round_with(agency, 1)
    (session,) = planned(round_, head)

    page = signed_in(monitoring.operator(session.participant.office)).get(f"/monitoring/putaran/{round_.pk}/desk/")

    assert "belum diumumkan" in page.content.decode()


def test_refused_words_stay_on_the_page(agency, head, signed_in, in_august):
    round_ = round_with(agency, 1)

    answer = signed_in(head).post(f"/monitoring/putaran/{round_.pk}/desk/ruang/", {"name": "Ruang 1", "link": ""})

    assert answer.status_code == 422
    assert "Nama ruang ini sudah ada." in answer.content.decode()


def test_the_timetable_asks_as_many_queries_for_many_as_for_few(agency, head, signed_in, in_august):
    round_ = round_with(agency, 3)
    planned(round_, head)
    browser, url = signed_in(head), f"/monitoring/putaran/{round_.pk}/desk/"
    browser.get(url)

    with CaptureQueriesContext(connection) as few:
        browser.get(url)
    for number in range(4, 20):
        monitoring.participant(round_, monitoring.local(agency, f"33.{number:02}", f"Uji {number}", "KABUPATEN"))
    planned(round_, head)
    with CaptureQueriesContext(connection) as many:
        browser.get(url)

    assert len(few) == len(many)


def test_proposing_changes_nothing(agency):
    round_ = round_with(agency, 3)

    propose_timetable(round_, AT)

    assert not DeskSession.objects.exists()


def test_the_meeting_of_a_session_is_moved_with_its_session_only(agency, head, signed_in, in_august):
    (session,) = planned(round_with(agency, 1), head)
    browser = signed_in(head)

    for path in ("pindah", "batal"):
        answer = browser.get(f"/rapat/{session.meeting_id}/{path}/")
        assert (answer.status_code, answer.url) == (302, f"/monitoring/desk/{session.pk}/pindah/")


def test_planning_again_begins_anew_what_was_called_off(agency, head):
    round_ = round_with(agency, 1)
    (session,) = planned(round_, head)
    meetings.cancel_meeting(meeting=session.meeting, reason="Gedung tutup", by=head, at=AT)

    desk.plan_desk(round_=round_, by=head, at=AT)

    session.refresh_from_db()
    assert session.meeting.state == "PLANNED"
    assert Meeting.objects.count() == 2


def test_the_timetable_says_who_will_come(agency, head, signed_in, in_august):
    round_ = round_with(agency, 2)
    planned(round_, head)
    desk.invite_to_desk(round_=round_, by=head, at=AT)
    first = Invitation.objects.exclude(office=agency).order_by("pk").first()
    meetings.answer_invitation(invitation=first, answer="NO", by=head, at=AT)

    page = signed_in(head).get(f"/monitoring/putaran/{round_.pk}/desk/").content.decode()

    assert page.count("Tidak dapat hadir") == 1


def test_the_ministry_reads_the_timetable_and_changes_nothing(agency, head, signed_in, in_august):
    round_ = round_with(agency, 2)
    planned(round_, head)
    first = round_.participants.order_by("pk").first()
    desk.state_unavailable_day(participant=first, day_on=date(2021, 8, 24), reason="Pelantikan", by=head, at=AT)
    ministry = offices.evaluator(agency.parent or offices.directorate())
    browser, url = signed_in(ministry), f"/monitoring/putaran/{round_.pk}/desk/"

    page = browser.get(url).content.decode()

    assert "Kab. Uji 1" in page
    assert "Pelantikan" in page
    assert "Hapus" not in page
    assert "Susun ulang" not in page
    for path in ("simpan/", "undang/"):
        assert browser.post(url + path).status_code == 403
    assert browser.post(f"{url}ruang/", {"name": "Ruang 9"}).status_code == 403


def test_the_planner_says_why_nobody_has_a_turn(signed_in, agency, head):
    round_ = round_with(agency)
    desk.plan_desk(round_=round_, by=head, at=AT)
    late = propose_timetable(round_, AT + timedelta(days=60))
    page = signed_in(head).get(f"/monitoring/putaran/{round_.pk}/desk/?susun=1").content.decode()

    assert set(late.whys.values()) == {"semua hari desk sudah lewat"}
    assert len(late.whys) == 3
    assert page.count("semua hari desk sudah lewat") == 3


def test_the_letters_and_attendance_sheets_of_a_round_are_one_paper(signed_in, agency, head):
    round_ = round_with(agency)
    address = f"/monitoring/putaran/{round_.pk}/desk/surat.pdf"
    desk.plan_desk(round_=round_, by=head, at=AT)
    browser = signed_in(head)
    before = browser.get(address)
    desk.invite_to_desk(round_=round_, by=head, at=AT)
    guest = round_.participants.order_by("pk").first().office

    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(browser.get(address).content)).pages]
    own = pypdf.PdfReader(BytesIO(signed_in(monitoring.operator(guest)).get(address).content)).pages

    assert before.status_code == 404
    assert [sum(word in page.lower() for page in pages) for word in ("demikian disampaikan", "daftar hadir")] == [3, 3]
    assert len(own) == 2
