"""A desk session: remarks, problems, decisions, minutes; agreed by both sides it freezes the profiles."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pypdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from python_calamine import CalamineWorkbook

from krs_portal.kit import clock
from krs_portal.meetings import codes
from krs_portal.meetings import services as meetings
from krs_portal.meetings.models import Minutes
from monitoring.desk import letters
from monitoring.desk import sheet as desk_sheet
from monitoring.desk.enums import SessionState
from monitoring.desk.models import DeskSession, Remark
from monitoring.desk.services import planning as desk
from monitoring.desk.services import sessions as desk_sessions
from monitoring.desk.spelled import spell_day, spell_number
from monitoring.problems.models import Problem
from monitoring.rounds import policies
from monitoring.rounds.enums import ProfileState, RoundState
from monitoring.rounds.models import Profile
from monitoring.rounds.services import profiles
from tests.factories import monitoring, offices

pytestmark = pytest.mark.django_db

AT = monitoring.NOON
DESK = datetime(2021, 8, 19, 2, tzinfo=UTC)  # 09.00 WIB on the first desk day


@pytest.fixture
def agency():
    return monitoring.province()


@pytest.fixture
def semarang(agency):
    return monitoring.local(agency)


@pytest.fixture
def head(agency):
    return offices.head(agency)


@pytest.fixture
def operator(semarang):
    return monitoring.operator(semarang)


@pytest.fixture
def session(agency, semarang, head, operator) -> DeskSession:
    """At its desk, nothing begun: one estate whose figures changed since the last round."""
    estate = monitoring.estate(semarang, name="Rusunawa Kaligawe")
    before = monitoring.round_of(agency, data_as_at=date(2019, 12, 31), state=RoundState.PREPARING)
    last = monitoring.profile(before, estate, units=96, occupied=70)
    round_ = monitoring.round_of(agency, name="Monitoring 2021", state=RoundState.DESK)
    monitoring.participant(round_, semarang)
    monitoring.profile(
        round_, estate, previous=last, occupied=80, residents=240, broken_units=2, version=1,
        state=ProfileState.SUBMITTED, submitted_at=AT, submitted_by=operator,
    )  # fmt: skip
    round_.rooms.create(name="Ruang Virtual 1", link="https://rapat.uji.krs.test/a")
    desk.plan_desk(round_=round_, by=head, at=AT)
    desk.invite_to_desk(round_=round_, by=head, at=AT)
    return DeskSession.objects.get()


def running(session, head) -> DeskSession:
    session = desk_sessions.start_desk_session(session=session, by=head, at=DESK)
    desk_sessions.record_presence(
        session=session,
        office=session.participant.office,
        name="Sri Wahyuni",
        position="Kepala Bidang",
        by=head,
        at=DESK,
    )
    return session


def proposed(session, head) -> Minutes:
    session = running(session, head)
    minutes = desk_sessions.write_session_minutes(
        session=session, text=desk_sessions.compose_session_minutes(session), by=head, at=DESK
    )
    desk_sessions.propose_session_minutes(session=session, by=head, at=DESK)
    minutes.refresh_from_db()
    return minutes


def agree(minutes, office, by) -> Minutes:
    code = codes.compute_agreement_code(minutes.agreements.current().get(office=office))
    return meetings.agree_minutes(minutes=minutes, office=office, code=code, by=by, at=DESK + timedelta(hours=1))


def agreed(session, head, operator) -> DeskSession:
    minutes = proposed(session, head)
    agree(minutes, session.participant.round.office, head)
    agree(minutes, session.participant.office, operator)
    session.refresh_from_db()
    return session


def problem(**changes):
    return {
        "title": "Air PDAM mati",
        "category": "WATER",
        "section": "EXECUTION",
        "found_on": date(2021, 8, 19),
    } | changes


def rows_of(answer):
    """Of a workbook's first sheet, from its heads on."""
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()[2:]


def test_a_session_starts_at_its_hour_by_the_province_while_the_round_is_at_its_desk(session, head, operator):
    with pytest.raises(PermissionDenied, match="satu jam sebelumnya"):
        desk_sessions.start_desk_session(session=session, by=head, at=AT)
    with pytest.raises(PermissionDenied, match="provinsi penyelenggara"):
        desk_sessions.start_desk_session(session=session, by=operator, at=DESK)

    started = desk_sessions.start_desk_session(session=session, by=head, at=DESK)

    assert (started.state, started.meeting.held_by) == (SessionState.RUNNING, None)
    started.meeting.refresh_from_db()
    assert started.meeting.held_by == head


def test_both_sides_write_remarks_and_nobody_else(session, head, operator, agency):
    session = running(session, head)
    profile = Profile.objects.get(round=session.participant.round)
    said = {"session": session, "profile": profile, "at": DESK}

    desk_sessions.add_remark(**said, field="occupied", text="Sepuluh unit baru dihuni.", by=operator)
    desk_sessions.add_remark(**said, text="Foto menyusul.", by=head)

    assert Remark.objects.count() == 2
    with pytest.raises(PermissionDenied):
        desk_sessions.add_remark(**said, text="x", by=offices.evaluator())
    other = monitoring.operator(monitoring.local(agency, "33.72", "Surakarta"))
    with pytest.raises(PermissionDenied):
        desk_sessions.add_remark(**said, text="x", by=other)


def test_a_remark_names_a_field_that_is_asked_and_a_profile_of_the_session(session, head, semarang):
    session = running(session, head)
    profile = Profile.objects.get(round=session.participant.round)
    stranger = monitoring.profile(monitoring.round_of(semarang.parent), monitoring.estate(semarang))

    with pytest.raises(ValidationError, match="tidak dikenal"):
        desk_sessions.add_remark(session=session, profile=profile, field="rahasia", text="x", by=head, at=DESK)
    with pytest.raises(ValidationError, match="bukan bagian"):
        desk_sessions.add_remark(session=session, profile=stranger, text="x", by=head, at=DESK)


def test_a_remark_is_taken_back_by_whoever_wrote_it(session, head, operator):
    session = running(session, head)
    profile = Profile.objects.get(round=session.participant.round)
    remark = desk_sessions.add_remark(session=session, profile=profile, text="Keliru", by=operator, at=DESK)

    with pytest.raises(PermissionDenied, match="yang menulisnya"):
        desk_sessions.remove_remark(remark=remark, by=head, at=DESK)
    desk_sessions.remove_remark(remark=remark, by=operator, at=DESK)

    assert not Remark.objects.exists()


def test_a_problem_raised_in_the_session_lives_on_the_estate(session, head):
    session = running(session, head)
    profile = Profile.objects.get(round=session.participant.round)

    made = desk_sessions.raise_problem(session=session, profile=profile, by=head, at=DESK, **problem())

    assert (made.estate, made.found_in) == (profile.estate, session.participant.round)
    assert Problem.objects.visible_to(head).unresolved().get() == made


def test_minutes_write_themselves_from_figures_differences_remarks_problems_and_decisions(session, head):
    session = running(session, head)
    profile = Profile.objects.get(round=session.participant.round)
    said = {"session": session, "profile": profile, "by": head, "at": DESK}
    desk_sessions.add_remark(**said, field="occupied", text="Penghuni baru.")
    desk_sessions.raise_problem(**said, **problem(plan="Menyurati PDAM."))
    desk_sessions.record_session_decision(
        session=session, text="Melengkapi foto", owner_office=session.participant.office, owner_name="",
        due_on=date(2021, 9, 10), by=head, at=DESK,
    )  # fmt: skip

    with translation.override("en"):
        text = desk_sessions.compose_session_minutes(session)

    assert "1 lokasi, 1 tower, 96 unit; terhuni 80 (83,33\xa0%), kosong 16." in text
    assert "Putaran lalu: terhuni 70 dari 96 unit" in text
    assert "- Rusunawa Kaligawe: Unit terhuni 70 → 80; " in text
    assert "- Rusunawa Kaligawe: Unit terhuni: Penghuni baru." in text
    assert "- Rusunawa Kaligawe: Air PDAM mati (Air bersih). Menyurati PDAM." in text
    assert "- Melengkapi foto (Dinas Perumahan Kota Semarang, paling lambat 10 September 2021)." in text


def test_minutes_wait_for_profiles_and_for_somebody_of_the_other_side(session, head):
    session = desk_sessions.start_desk_session(session=session, by=head, at=DESK)
    desk_sessions.write_session_minutes(session=session, text="Dibahas.", by=head, at=DESK)

    with pytest.raises(PermissionDenied, match="Catat siapa yang hadir"):
        desk_sessions.propose_session_minutes(session=session, by=head, at=DESK)
    desk_sessions.record_presence(
        session=session, office=session.participant.office, name="Sri", position="", by=head, at=DESK
    )
    Profile.objects.filter(round=session.participant.round).update(state=ProfileState.DRAFT)
    with pytest.raises(PermissionDenied, match="belum disampaikan: Rusunawa Kaligawe"):
        desk_sessions.propose_session_minutes(session=session, by=head, at=DESK)


def test_agreed_by_both_sides_the_profiles_are_frozen_and_the_session_is_done(session, head, operator):
    session = agreed(session, head, operator)

    profile = Profile.objects.get(round=session.participant.round)
    assert (session.state, profile.state, profile.frozen_by) == (SessionState.DONE, ProfileState.FROZEN, operator)
    with pytest.raises(PermissionDenied, match="dibekukan"):
        profiles.save_profile(profile=profile, values={"occupied": 1}, base_version=1, by=head, at=DESK)


def test_one_side_alone_freezes_nothing(session, head):
    minutes = proposed(session, head)

    agree(minutes, session.participant.round.office, head)

    session.refresh_from_db()
    assert session.state == SessionState.RUNNING
    assert Profile.objects.get(round=session.participant.round).state == ProfileState.SUBMITTED


def test_what_is_put_to_both_sides_does_not_change_meanwhile(session, head):
    proposed(session, head)
    profile = Profile.objects.get(round=session.participant.round)

    with pytest.raises(PermissionDenied, match="menunggu persetujuan"):
        profiles.save_profile(profile=profile, values={"occupied": 1}, base_version=1, by=head, at=DESK)
    assert "menunggu persetujuan" in str(policies.why_not_return_profile(head, profile))
    with pytest.raises(PermissionDenied, match="catatan tidak ditambah"):
        desk_sessions.add_remark(session=session, profile=profile, text="x", by=head, at=DESK)


def test_the_berita_acara_stays_as_it_was_agreed(session, head, operator):
    session = running(session, head)
    profile = Profile.objects.get(round=session.participant.round)
    made = desk_sessions.raise_problem(session=session, profile=profile, by=head, at=DESK, **problem())
    minutes = desk_sessions.write_session_minutes(session=session, text="Dibahas.", by=head, at=DESK)
    desk_sessions.propose_session_minutes(session=session, by=head, at=DESK)
    agree(minutes, session.participant.round.office, head)
    agree(minutes, session.participant.office, operator)
    Problem.objects.filter(pk=made.pk).update(title="Judul lain")

    session = DeskSession.objects.get()

    assert [each.title for each in letters.get_berita_acara(session).problems] == ["Air PDAM mati"]
    assert letters.get_berita_acara(session).is_agreed


@pytest.fixture
def at_the_desk(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: DESK)


def test_the_page_shows_last_round_beside_this_one_with_differences_marked(session, head, signed_in, at_the_desk):
    running(session, head)

    page = signed_in(head).get(f"/monitoring/desk/{session.pk}/").content.decode()

    assert page.count("talk-changed") == 3  # occupied; broken units and residents were unknown
    assert "Rusunawa Kaligawe" in page
    assert "Simpan sebagai notulen" in page


def test_a_remark_comes_back_as_a_part_for_htmx_and_as_a_page_without(session, head, signed_in, at_the_desk):
    running(session, head)
    profile = Profile.objects.get(round=session.participant.round)
    browser, url = signed_in(head), f"/monitoring/desk/{session.pk}/profil/{profile.pk}/catatan/"

    part = browser.post(url, {"field": "occupied", "text": "Naik sepuluh"}, headers={"HX-Request": "true"})
    page = browser.post(url, {"field": "", "text": "Foto menyusul"})
    refused = browser.post(url, {"field": "", "text": ""})

    assert "<html" not in part.content.decode()
    assert part.content.decode().count("Naik sepuluh") == 3  # in its row, to take it back, and in the minutes
    assert (page.status_code, page.url) == (302, f"/monitoring/desk/{session.pk}/#profil-{profile.pk}")
    assert refused.status_code == 422


def test_a_whole_session_over_its_pages(session, head, operator, signed_in, at_the_desk, client):
    profile = Profile.objects.get(round=session.participant.round)
    url = f"/monitoring/desk/{session.pk}/"
    browser = signed_in(head)

    browser.post(f"{url}mulai/")
    browser.post(f"{url}hadir/", {"office": session.participant.office_id, "name": "Sri Wahyuni", "position": ""})
    browser.post(f"{url}profil/{profile.pk}/masalah/", problem(severity="HEAVY", found_on=""))
    browser.post(f"{url}keputusan/", {"text": "Melengkapi foto", "owner_name": "Sri Wahyuni"})
    browser.post(f"{url}notulen/", {"then": "compose"})
    browser.post(f"{url}ajukan/")
    minutes = Minutes.objects.get()
    for office, user in ((session.participant.round.office, head), (session.participant.office, operator)):
        code = codes.compute_agreement_code(minutes.agreements.current().get(office=office))
        browser = signed_in(user)
        assert code in browser.get(url).content.decode()
        browser.post(f"{url}setujui/", {"office": office.pk, "code": code})

    session.refresh_from_db()
    assert session.state == SessionState.DONE
    assert "Air PDAM mati" in Minutes.objects.get().text
    assert "Disepakati" in browser.get(url).content.decode()


def test_a_wrong_code_is_refused_in_words(session, head, signed_in, at_the_desk):
    proposed(session, head)

    answer = signed_in(head).post(
        f"/monitoring/desk/{session.pk}/setujui/", {"office": session.participant.round.office_id, "code": "XXXX-XXXX"}
    )

    assert answer.status_code == 422
    assert "bukan kode pihak tersebut" in answer.content.decode()


def test_the_berita_acara_says_who_met_what_changed_and_who_agreed(session, head, operator, signed_in):
    agreed(session, head, operator)

    answer = signed_in(operator).get(f"/monitoring/desk/{session.pk}/berita-acara.pdf")

    text = " ".join("\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(answer.content)).pages).split())
    codes_given = [each.code for each in Minutes.objects.get().agreements.current()]
    assert answer["Content-Type"] == "application/pdf"
    assert "Kamis tanggal sembilan belas bulan Agustus tahun dua ribu dua puluh satu" in text
    assert "Rusunawa Kaligawe 96 96 70 80 26 16 Baik" in text
    assert all(code in text for code in codes_given)
    assert "bukan tanda tangan elektronik tersertifikasi" in text
    assert "BSrE" not in text
    assert "DRAF" not in text


def test_a_berita_acara_that_is_not_agreed_is_a_draft(session, head, signed_in, at_the_desk):
    url = f"/monitoring/desk/{session.pk}/berita-acara.pdf"
    browser = signed_in(head)

    assert browser.get(url).status_code == 404
    running(session, head)
    text = pypdf.PdfReader(BytesIO(browser.get(url).content)).pages[0].extract_text()

    assert "DRAF" in text


def test_the_desk_form_has_the_columns_of_the_ministry(session, head, signed_in, at_the_desk):
    session = running(session, head)
    profile = Profile.objects.get(round=session.participant.round)
    for changes in (
        {"title": "=HYPERLINK(1)", "section": "PLANNING", "plan": "+62 dihubungi"},
        {"title": "Tunggakan", "category": "ARREARS", "section": "OCCUPANCY", "due_on": date(2021, 9, 1)},
    ):
        desk_sessions.raise_problem(session=session, profile=profile, by=head, at=DESK, **problem(**changes))

    answer = signed_in(head).get(f"/monitoring/desk/{session.pk}/lembar.xlsx")

    rows = rows_of(answer)
    assert tuple(rows[0]) == tuple(column.title for column in desk_sheet.COLUMNS)
    assert len(rows[0]) == 14
    row = next(row for row in rows if row[7] == "1 September 2021")
    assert (row[2], row[3]) == ("Rusunawa Kaligawe", 2)
    assert (row[8], row[10], row[11]) == ("=HYPERLINK(1)", "Tunggakan", "+62 dihubungi")
    with ZipFile(BytesIO(answer.content)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
        assert b"quotePrefix" in packed.read("xl/styles.xml")
    assert ("Sudah dihuni (unit)", 80) in [(row[2], row[3]) for row in rows]


def test_the_desk_form_of_the_round_holds_every_session_in_sight(session, head, operator, signed_in):
    url = f"/monitoring/putaran/{session.participant.round_id}/desk/lembar.xlsx"

    answer = signed_in(operator).get(url)

    assert {row[1] for row in rows_of(answer)[1:] if row[1]} == {"Dinas Perumahan Kota Semarang"}


def test_nobody_outside_finds_the_session(session, agency, signed_in):
    other = monitoring.operator(monitoring.local(agency, "33.72", "Surakarta"))
    stranger = offices.head(monitoring.province("34", "DI Yogyakarta"))
    profile = Profile.objects.get(round=session.participant.round)

    for user in (other, stranger):
        browser = signed_in(user)
        for path in (
            "mulai/",
            f"profil/{profile.pk}/catatan/",
            "hadir/",
            "keputusan/",
            "notulen/",
            "ajukan/",
            "setujui/",
        ):
            assert browser.post(f"/monitoring/desk/{session.pk}/{path}").status_code == 404


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"), (11, "sebelas"), (19, "sembilan belas"), (21, "dua puluh satu"), (100, "seratus"),
        (110, "seratus sepuluh"), (1000, "seribu"), (1999, "seribu sembilan ratus sembilan puluh sembilan"),
        (2021, "dua ribu dua puluh satu"),
    ],
)  # fmt: skip
def test_numbers_in_words(number, words):
    assert spell_number(number) == words


def test_a_day_in_words():
    assert spell_day(date(2021, 8, 20)) == (
        "Jumat tanggal dua puluh bulan Agustus tahun dua ribu dua puluh satu (20-08-2021)"
    )


def test_a_session_asks_as_many_queries_for_many_estates_as_for_few(session, head, semarang, signed_in, at_the_desk):
    session = running(session, head)
    browser, url = signed_in(head), f"/monitoring/desk/{session.pk}/"
    browser.get(url)

    with CaptureQueriesContext(connection) as few:
        browser.get(url)
    for number in range(6):
        estate = monitoring.estate(semarang, name=f"Rusunawa {number}")
        profile = monitoring.profile(session.participant.round, estate)
        desk_sessions.add_remark(session=session, profile=profile, text="Diperiksa.", by=head, at=DESK)
        monitoring.problem(estate)
    with CaptureQueriesContext(connection) as many:
        browser.get(url)

    assert len(few) == len(many)


def agree_problem(session, problem, by, **changes):
    agreed = {"plan": "Pompa diganti", "owner": "PDAM", "due_on": date(2021, 9, 30), "cost_estimate": 25_000_000}
    return desk_sessions.agree_on_problem(session=session, problem=problem, by=by, at=DESK, **agreed | changes)


def test_what_is_agreed_about_a_problem_changes_it_and_stands_first_in_the_minutes(session, head, operator):
    session = running(session, head)
    estate = Profile.objects.get(round=session.participant.round).estate
    pump, roof = (
        monitoring.problem(estate, title=title, due_on=date(2021, 8, 9), owner="UPTD", plan="Menunggu anggaran")
        for title in ("Pompa mati", "Atap bocor")
    )

    agree_problem(session, pump, operator)

    pump.refresh_from_db()
    minutes = desk_sessions.compose_session_minutes(session)
    assert (pump.owner, pump.plan, pump.due_on, pump.cost_estimate) == (
        "PDAM", "Pompa diganti", date(2021, 9, 30), 25_000_000,
    )  # fmt: skip
    agreed, others = minutes.split("Permasalahan lain, seperti tercatat sebelumnya:")
    assert "Tindak lanjut yang disepakati hari ini:\n- Rusunawa Kaligawe: Pompa mati" in agreed
    assert "Tenggat: 9 Agustus 2021, terlambat 10 hari." in others
    assert "terlambat" not in agreed
    agree_problem(session, pump, head, owner="DPU")
    assert session.agreements.get().owner == "DPU"
    assert roof.log.count() == 0


def test_an_agreement_names_who_does_what_until_a_day_to_come(session, head, operator, agency):
    session = running(session, head)
    estate = Profile.objects.get(round=session.participant.round).estate
    problem = monitoring.problem(estate)
    elsewhere = monitoring.problem(monitoring.estate(monitoring.local(agency, "33.72", "Surakarta")))

    for changes, words in (
        ({"due_on": date(2021, 8, 1)}, "sudah lewat"),
        ({"owner": " "}, "siapa yang mengerjakan"),
        ({"plan": ""}, "siapa yang mengerjakan"),
    ):
        with pytest.raises(ValidationError, match=words):
            agree_problem(session, problem, operator, **changes)
    with pytest.raises(ValidationError, match="bukan bagian"):
        agree_problem(session, elsewhere, head)
    with pytest.raises(PermissionDenied):
        agree_problem(session, problem, offices.evaluator())


def test_a_problem_is_agreed_on_from_the_page_of_its_session(signed_in, session, head, operator):
    session = running(session, head)
    problem = monitoring.problem(Profile.objects.get(round=session.participant.round).estate)
    address = f"/monitoring/desk/{session.pk}/masalah/{problem.pk}/"
    browser = signed_in(operator)

    assert address in browser.get(f"/monitoring/desk/{session.pk}/").content.decode()
    answer = browser.post(address, {"plan": "Genteng diganti", "owner": "UPTD", "due_on": "2999-01-01"})

    assert answer.status_code == 302
    assert session.agreements.get().plan == "Genteng diganti"
    assert "Disepakati" in browser.get(f"/monitoring/desk/{session.pk}/").content.decode()
