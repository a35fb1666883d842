"""The pages work without JavaScript, show each person what is theirs, and print official paper."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from krs_portal.kit import clock
from krs_portal.meetings import codes, documents, links, services
from krs_portal.meetings.enums import Answer, DecisionState, MeetingState, MinutesState
from krs_portal.meetings.models import Decision, Meeting
from krs_portal.offices.enums import Role
from tests.factories import files, meetings, offices

pytestmark = pytest.mark.django_db


@pytest.fixture
def ahead(province, host):
    """A meeting in a week."""
    return meetings.meeting(province, host, starts_at=timezone.now() + timedelta(days=7))


@pytest.fixture
def invitation(ahead, host, guest, operator):
    return services.invite_guest(meeting=ahead, office=guest, by=host, at=timezone.now())


@pytest.fixture
def waiting(meeting, guest, host, operator):
    """Minutes that both sides are asked to agree to."""
    return meetings.proposed(meeting, guest, host)


def url(name, *arguments):
    return reverse(f"meetings:{name}", args=arguments)


def read(answer):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).replace("\xa0", " ")


def test_a_meeting_is_planned_and_its_guests_asked(signed_in, host, province, guest, operator):
    browser = signed_in(host)
    typed = {
        "office": province.pk, "title": "Rapat koordinasi", "day": "2031-08-19", "starts": "09:00", "ends": "11:00",
        "link": "https://rapat.example.go.id/a", "agenda": "Pembukaan",
    }  # fmt: skip

    planned = browser.post(url("plan"), typed)
    made = Meeting.objects.get()
    invited = browser.post(url("invite", made.pk), {"offices": [guest.pk]})

    assert planned["Location"] == url("invite", made.pk)
    assert invited["Location"] == url("meeting", made.pk)
    assert made.invitations.get().office == guest


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"ends": "08:00"}, "sesudah dimulai"), ({"link": ""}, "tempat atau tautan"), ({"title": ""}, "Belum tersimpan")],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(signed_in, host, province, typed, said):
    filled = {
        "office": province.pk, "title": "Rapat koordinasi", "day": "2031-08-19", "starts": "09:00", "ends": "11:00",
        "link": "https://rapat.example.go.id/a", "agenda": "Pembukaan bersama",
    }  # fmt: skip

    answer = signed_in(host).post(url("plan"), filled | typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Pembukaan bersama" in answer.content.decode()


def test_the_list_shows_what_is_ahead_and_what_is_still_to_be_done(
    signed_in, invitation, ahead, province, host, operator
):
    services.record_decision(
        meeting=ahead, text="Melengkapi profil", owner_name="Sekretariat", by=host, at=timezone.now(),
        due_on=clock.today(province.time_zone) - timedelta(days=3),
    )  # fmt: skip

    page = signed_in(operator).get(url("list")).content.decode()

    assert ahead.title in page
    assert "Terlambat 3 hari" in page


def test_a_list_asks_as_many_queries_for_twelve_meetings_as_for_two(
    signed_in, province, host, django_assert_max_num_queries
):
    browser = signed_in(host)
    for number in range(12):
        made = meetings.meeting(province, host, starts_at=timezone.now() + timedelta(days=number + 1))
        services.record_decision(meeting=made, text="Kirim", owner_office=province, by=host, at=timezone.now())
    browser.get(url("list"))

    with django_assert_max_num_queries(20):
        browser.get(url("list"))


@pytest.mark.parametrize("reader", ["host", "operator"])
def test_a_meeting_of_twelve_guests_asks_as_many_queries_as_one_of_two(
    signed_in, request, province, host, guest, operator, reader, django_assert_num_queries
):
    few, many = (meetings.meeting(province, host) for _ in range(2))
    asked = {few: [guest], many: [guest, *(meetings.local_agency(province, f"DINAS-{n}") for n in range(9))]}
    for meeting, offices_asked in asked.items():
        services.invite_guests(meeting=meeting, offices=offices_asked, by=host, at=meetings.PLANNED_AT)
        for office in offices_asked:
            meetings.held(meeting, office, host)
        minutes = services.write_minutes(meeting=meeting, text="Isi.", by=host, at=meetings.STARTS_AT)
        services.propose_minutes(minutes=minutes, by=host, at=meetings.STARTS_AT, sides=offices_asked)
    browser = signed_in(request.getfixturevalue(reader))
    browser.get(url("meeting", few.pk))
    with CaptureQueriesContext(connection) as first:
        browser.get(url("meeting", few.pk))

    with django_assert_num_queries(len(first)):
        browser.get(url("meeting", many.pk))


def test_the_guest_answers_and_the_host_reads_it(signed_in, invitation, ahead, host, operator):
    answer = signed_in(operator).post(url("answer", invitation.pk), {"answer": Answer.YES, "note": "Diwakili Sekdin"})

    page = signed_in(host).get(url("meeting", ahead.pk)).content.decode()
    assert answer["Location"] == url("meeting", ahead.pk)
    assert "Diwakili Sekdin" in page


def test_the_link_of_a_letter_answers_without_an_account(client, invitation):
    address = links.build_answer_url(invitation).removeprefix("http://127.0.0.1:8000")
    address = address[address.index("/rapat/") :]

    shown, answered = client.get(address), client.post(address, {"answer": Answer.NO})

    invitation.refresh_from_db()
    assert (shown.status_code, answered.status_code) == (200, 302)
    assert (invitation.answer, invitation.answered_by) == (Answer.NO, None)
    assert client.get(f"{address}surat.pdf")["Content-Type"] == "application/pdf"


def test_another_link_finds_nothing(client, invitation):
    assert client.get(url("answer_by_link", "bukan-token")).status_code == 404


def test_a_stranger_finds_no_meeting(signed_in, stranger, invitation, ahead):
    browser = signed_in(stranger)

    assert browser.get(url("meeting", ahead.pk)).status_code == 404
    assert browser.get(url("own_letter", invitation.pk)).status_code == 404


@pytest.mark.parametrize("name", ["edit", "move", "cancel", "invite", "attendance", "write", "decide"])
def test_a_guest_runs_nothing(signed_in, operator, invitation, ahead, name):
    answer = signed_in(operator).get(url(name, ahead.pk))

    assert answer.status_code == 403
    assert "penyelenggara" in answer.content.decode()


def test_moving_and_cancelling_from_their_pages(signed_in, host, invitation, ahead):
    browser = signed_in(host)
    shown = browser.get(url("move", ahead.pk)).content.decode()
    assert 'value="Ruang rapat lantai 2"' in shown

    day = (timezone.now() + timedelta(days=9)).date().isoformat()
    browser.post(url("move", ahead.pk), {"day": day, "starts": "13:00", "ends": "14:00", "place": "Aula"})
    ahead.refresh_from_db()
    assert (ahead.place, ahead.sequence) == ("Aula", 1)

    browser.post(url("cancel", ahead.pk), {"reason": "Banjir."})
    ahead.refresh_from_db()
    assert ahead.state == MeetingState.CANCELLED
    assert "Banjir." in browser.get(url("meeting", ahead.pk)).content.decode()


def test_from_attendance_to_frozen_minutes(signed_in, host, operator, province, guest, meeting):
    browser = signed_in(host)
    invitation = services.invite_guest(meeting=meeting, office=guest, by=host, at=meetings.PLANNED_AT)
    browser.post(url("attendance", meeting.pk), {"invitation": invitation.pk, "name": "Sri", "position": "Kabid"})
    browser.post(url("decide", meeting.pk), {"text": "Lengkapi profil", "owner_office": guest.pk})
    browser.post(url("write", meeting.pk), {"text": "Profil dibahas."})
    browser.post(url("propose", meeting.pk))
    minutes = Meeting.objects.get(pk=meeting.pk).minutes

    page = signed_in(operator).get(url("meeting", meeting.pk)).content.decode()
    assert "menunggu persetujuan unit Anda" in page
    for user, office in ((operator, guest), (host, province)):
        agreement = minutes.agreements.get(office=office)
        form = signed_in(user).get(url("agree", meeting.pk)).content.decode()
        assert codes.compute_agreement_code(agreement) in form
        signed_in(user).post(
            url("agree", meeting.pk), {"office": office.pk, "code": codes.compute_agreement_code(agreement)}
        )

    minutes.refresh_from_db()
    assert minutes.state == MinutesState.AGREED
    assert signed_in(host).get(url("write", meeting.pk)).status_code == 403


def test_the_host_never_sees_the_code_of_the_other_side(signed_in, waiting, host, guest):
    code = codes.compute_agreement_code(waiting.agreements.get(office=guest))

    pages = [signed_in(host).get(url(name, waiting.meeting_id)).content.decode() for name in ("meeting", "agree")]

    assert all(code not in page for page in pages)


def test_a_wrong_code_is_said_at_its_field(signed_in, waiting, operator, guest):
    answer = signed_in(operator).post(url("agree", waiting.meeting_id), {"office": guest.pk, "code": "AAAA-2222"})

    assert answer.status_code == 422
    assert "bukan kode pihak" in answer.content.decode()


def test_a_side_gives_the_minutes_back(signed_in, waiting, operator, guest, host):
    typed = {"office": guest.pk, "remark": "Tanggalnya keliru."}

    signed_in(operator).post(url("give_back", waiting.meeting_id), typed)

    assert "Tanggalnya keliru." in signed_in(host).get(url("meeting", waiting.meeting_id)).content.decode()


@pytest.mark.parametrize(("pressed", "state"), [({}, DecisionState.DONE), ({"drop": "1"}, DecisionState.DROPPED)])
def test_the_owner_closes_a_decision(signed_in, meeting, host, guest, operator, pressed, state):
    made = services.record_decision(
        meeting=meeting, text="Lengkapi", owner_office=guest, by=host, at=meetings.STARTS_AT
    )

    signed_in(operator).post(url("decision", made.pk), {"proof": "Surat 12/2021"} | pressed)

    made.refresh_from_db()
    assert (made.state, made.proof) == (state, "Surat 12/2021")


def test_only_the_host_gives_another_due_day(signed_in, meeting, host, guest, operator):
    made = services.record_decision(
        meeting=meeting, text="Lengkapi", owner_office=guest, by=host, at=meetings.STARTS_AT
    )

    answers = [signed_in(user).post(url("carry", made.pk), {"due_on": "2031-09-01"}) for user in (operator, host)]

    assert [answer.status_code for answer in answers] == [403, 302]
    assert Decision.objects.get().carried == 1


def test_proof_is_handed_in_by_the_owner(signed_in, settings, tmp_path, meeting, host, guest, operator, stranger):
    settings.FILES_DIR = tmp_path
    made = services.record_decision(
        meeting=meeting, text="Lengkapi", owner_office=guest, by=host, at=meetings.STARTS_AT
    )
    address = reverse("files:attach", args=["meetings.decision", made.pk])

    answers = [
        signed_in(user).post(address, {"file": files.upload(files.picture()), "title": "Atap"}).status_code
        for user in (operator, stranger)
    ]

    assert answers == [302, 404]
    assert 'alt="Atap"' in signed_in(host).get(url("decision", made.pk)).content.decode()


def test_the_letter_is_official_and_invents_no_number(signed_in, host, meeting, guest, operator, province):
    services.invite_guest(meeting=meeting, office=guest, by=host, at=meetings.PLANNED_AT)
    services.edit_meeting(
        meeting=meeting, copies_to="Gubernur Jawa Tengah", by=host, at=meetings.PLANNED_AT, title=meeting.title
    )

    text = read(signed_in(host).get(url("letter", meeting.pk)))

    assert "……" in text
    assert "Undangan Rapat koordinasi" in text
    assert "Yth." in text
    assert "Kamis, 19 Agustus 2021" in text
    assert "Gubernur Jawa Tengah" in text
    assert "elektronik" not in text


def test_many_guests_stand_in_an_annex(meeting, host, province):
    for number in range(4):
        office = meetings.local_agency(province, f"DINAS-33-{number}")
        services.invite_guest(meeting=meeting, office=office, by=host, at=meetings.PLANNED_AT)

    letter = documents.build_invitation_letter(meeting)

    assert (len(letter.annex), len(letter.addressees)) == (4, 1)
    assert documents.build_invitation_letter(meeting, meeting.invitations.first()).annex == ()


def test_the_attendance_sheet_has_room_to_sign_and_later_the_names(signed_in, host, meeting, guest):
    empty = documents.build_attendance_sheet(meeting)
    meetings.held(meeting, guest, host)

    text = read(signed_in(host).get(url("attendance_sheet", meeting.pk)))

    assert len(empty.rows) == documents.LINES_TO_SIGN
    assert "Sri Wahyuni" in text


def test_the_minutes_on_paper_say_who_agreed_with_which_code(signed_in, operator, guest, waiting):
    agreement = waiting.agreements.get(office=guest)
    code = codes.compute_agreement_code(agreement)
    services.agree_minutes(minutes=waiting, office=guest, code=code, by=operator, at=meetings.STARTS_AT)

    text = read(signed_in(operator).get(url("minutes_paper", waiting.meeting_id)))

    assert code in text
    assert "belum disepakati semua pihak" in text
    assert "Profil diisi sampai 30 Agustus." in text


def test_a_nip_is_grouped():
    assert documents.format_nip("197004301991031001") == "19700430 199103 1 001"


def test_the_calendar_file_of_a_meeting(signed_in, host, ahead):
    answer = signed_in(host).get(url("calendar", ahead.pk))

    assert b"BEGIN:VEVENT" in answer.content
    assert answer["Content-Type"].startswith("text/calendar")


def test_nobody_plans_without_an_office(signed_in):
    user = offices.member(Role.AUDITOR, offices.directorate())

    assert signed_in(user).get(url("plan")).status_code == 403
