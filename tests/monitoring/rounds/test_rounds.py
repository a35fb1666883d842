"""A round: who takes part, what profiles begin with, how far everybody is, reminders, closing."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from krs_portal.meetings.models import Invitation
from krs_portal.outbox.models import Message
from monitoring.rounds import progress
from monitoring.rounds.enums import ProfileState, RoundState
from monitoring.rounds.models import Profile, Round
from monitoring.rounds.services import rounds
from tests.factories import monitoring, offices

pytestmark = pytest.mark.django_db

AT = monitoring.NOON
MEETING = rounds.CoordinationPlan(
    starts_at=datetime(2021, 8, 12, 2, tzinfo=UTC),
    ends_at=datetime(2021, 8, 12, 4, tzinfo=UTC),
    link="https://rapat.uji.krs.test/r1",
    agenda="Pembukaan\nCara mengisi profil",
)


@pytest.fixture
def agency():
    return monitoring.province()


@pytest.fixture
def semarang(agency):
    return monitoring.local(agency)


@pytest.fixture
def head(agency):
    return offices.head(agency)


def start(agency, by, **changes) -> Round:
    given = {
        "name": "Monitoring 2021",
        "data_as_at": date(2020, 12, 31),
        "desk_starts_on": date(2021, 8, 19),
        "desk_ends_on": date(2021, 8, 24),
        "fill_until_on": date(2021, 8, 16),
        "form": monitoring.form(),
    }
    return rounds.start_round(office=agency, by=by, at=AT, **given | changes)


def test_agencies_with_estates_a_round_asks_for_are_suggested(agency, semarang, head):
    monitoring.estate(semarang)
    campus = monitoring.local(agency, "33.72", "Surakarta")
    monitoring.estate(campus, beneficiary="STUDENTS_CAMPUS")
    monitoring.local(agency, "33.01", "Cilacap", "KABUPATEN")

    made = start(agency, head)

    assert [participant.office for participant in made.participants.all()] == [semarang]


def test_only_the_province_starts_a_round(agency, semarang):
    with pytest.raises(PermissionDenied, match="dinas provinsi penyelenggara"):
        start(agency, offices.head(semarang))
    with pytest.raises(PermissionDenied):
        start(agency, offices.evaluator())


def test_filling_that_ends_after_the_desk_is_refused_in_words(agency, head):
    with pytest.raises(ValidationError, match="paling lambat pada hari desk terakhir"):
        start(agency, head, fill_until_on=date(2021, 8, 25))


def test_opening_makes_a_profile_for_each_estate_from_the_register(agency, semarang, head):
    monitoring.estate(semarang, units=96, occupied=80, towers=2, condition="LIGHT")
    monitoring.estate(semarang, beneficiary="MILITARY")
    unknown = monitoring.estate(semarang, units=None)
    round_ = rounds.open_round(round_=start(agency, head), coordination=None, by=head, at=AT)

    known, blank = Profile.objects.filter(round=round_).order_by("pk")

    assert (known.towers, known.units, known.occupied, known.condition) == (2, 96, 80, "LIGHT")
    assert (known.broken_units, known.version) == (None, 0)
    assert (blank.estate, blank.units, blank.occupied) == (unknown, None, None)


def test_units_listed_one_by_one_say_how_many_are_broken_and_why_others_are_empty(agency, semarang, head):
    estate = monitoring.estate(semarang, units=None)
    block = monitoring.listed_block(estate, units=4)
    first, second, *_rest = block.units.order_by("number")
    monitoring.tenancy(first)
    block.units.filter(pk=second.pk).update(state="BROKEN", empty_reason="BROKEN")

    rounds.open_round(round_=start(agency, head), coordination=None, by=head, at=AT)

    profile = Profile.objects.get()
    assert (profile.units, profile.occupied, profile.broken_units) == (4, 1, 1)
    assert profile.empty_reasons == {"BROKEN": 1}


def test_a_profile_begins_with_what_the_round_before_said(agency, semarang, head):
    estate = monitoring.estate(semarang, units=100, occupied=1)
    estate.blocks.update(declared_on=date(2018, 6, 1))
    before = monitoring.round_of(agency, data_as_at=date(2019, 12, 31))
    last = monitoring.profile(before, estate, units=96, occupied=70, empty_reasons={"BROKEN": 3}, residents=200)

    round_ = rounds.open_round(round_=start(agency, head), coordination=None, by=head, at=AT)

    made = Profile.objects.get(round=round_)
    assert (made.previous, made.units, made.occupied, made.residents) == (last, 96, 70, 200)
    assert made.empty_reasons == {"BROKEN": 3}


def test_opening_invites_every_participant_to_the_coordination_meeting(agency, semarang, head):
    monitoring.estate(semarang)
    type(semarang).objects.filter(pk=semarang.pk).update(email="dinas@semarang.test")

    round_ = rounds.open_round(round_=start(agency, head), coordination=MEETING, by=head, at=AT)

    invitation = Invitation.objects.get(meeting=round_.coordination)
    letter = Message.objects.get(kind="meeting-invitation")
    assert (invitation.office, letter.recipient) == (semarang, "dinas@semarang.test")
    assert letter.attachments.get().content_type.startswith("text/calendar")
    assert "Cara mengisi profil" in letter.body
    assert round_.participants.get().invited_by == head


def test_a_round_is_opened_once(agency, semarang, head):
    monitoring.estate(semarang)
    round_ = rounds.open_round(round_=start(agency, head), coordination=None, by=head, at=AT)

    with pytest.raises(PermissionDenied, match="pengisian profil"):
        rounds.open_round(round_=round_, coordination=None, by=head, at=AT)


def test_a_round_without_participants_is_not_opened(agency, head):
    with pytest.raises(ValidationError, match="Pilih peserta"):
        rounds.open_round(round_=start(agency, head), coordination=None, by=head, at=AT)


def test_somebody_added_later_gets_profiles_and_an_invitation(agency, semarang, head):
    monitoring.estate(semarang)
    late = monitoring.local(agency, "33.72", "Surakarta")
    round_ = rounds.open_round(round_=start(agency, head), coordination=MEETING, by=head, at=AT)
    monitoring.estate(late)

    rounds.choose_participants(round_=round_, offices=[semarang, late], by=head, at=AT)

    assert Profile.objects.filter(round=round_, estate__office=late).count() == 1
    assert Invitation.objects.filter(meeting=round_.coordination, office=late).exists()


def test_nobody_leaves_a_round_that_is_open(agency, semarang, head):
    monitoring.estate(semarang)
    round_ = rounds.open_round(round_=start(agency, head), coordination=None, by=head, at=AT)

    with pytest.raises(ValidationError, match="tidak dikeluarkan lagi"):
        rounds.choose_participants(round_=round_, offices=[], by=head, at=AT)


def test_an_agency_of_another_province_cannot_take_part(agency, head):
    stranger = monitoring.local(monitoring.province("34", "DI Yogyakarta"), "34.71", "Yogyakarta")

    with pytest.raises(ValidationError, match="Bukan dinas di provinsi ini"):
        rounds.choose_participants(round_=start(agency, head), offices=[stranger], by=head, at=AT)


def test_what_is_filled_in_beforehand_counts_only_once_somebody_has_saved_it(agency, semarang):
    round_ = monitoring.round_of(agency, state=RoundState.COLLECTING)
    monitoring.participant(round_, semarang)
    profile = monitoring.profile(round_, monitoring.estate(semarang), residents=200, broken_units=0)

    assert progress.list_participant_progress(round_)[0].percent == 0

    Profile.objects.filter(pk=profile.pk).update(version=1, edited_at=AT, edited_by=monitoring.operator(semarang))
    standing = progress.list_participant_progress(round_)[0]
    assert (standing.percent, standing.is_enough, standing.is_complete) == (85, True, False)  # the photo is missing
    assert [str(label) for label in standing.sheets[0].filling.missing] == ["Foto"]


@pytest.fixture
def collecting(agency, semarang):
    type(semarang).objects.filter(pk=semarang.pk).update(email="dinas@semarang.test")
    round_ = monitoring.round_of(agency, state=RoundState.COLLECTING, fill_until_on=date(2021, 8, 16))
    monitoring.participant(round_, semarang)
    monitoring.profile(round_, monitoring.estate(semarang))
    return round_


def day(number: int) -> datetime:
    return datetime(2021, 8, number, 1, tzinfo=UTC)


@pytest.mark.parametrize(("number", "written"), [(8, 0), (9, 1), (13, 1), (15, 1), (16, 1), (17, 0)])
def test_reminders_leave_seven_three_and_one_day_before(collecting, number, written):
    assert rounds.remind_participants(at=day(number)) == written


def test_a_reminder_is_said_once_however_often_the_job_runs(collecting):
    for number in (9, 9, 10, 13, 14, 15, 16):
        rounds.remind_participants(at=day(number))

    written = Message.objects.filter(kind="round-reminder").order_by("pk")
    assert [message.created_at.day for message in written] == [9, 13, 15]
    assert "Foto" in written[0].body


def test_a_round_closes_when_every_profile_is_frozen_or_explained(agency, semarang, head):
    round_ = monitoring.round_of(agency, state=RoundState.DESK)
    monitoring.profile(round_, monitoring.estate(semarang), state=ProfileState.FROZEN, frozen_at=AT, frozen_by=head)
    loose = monitoring.profile(round_, monitoring.estate(semarang, name="Rusunawa Kaligawe"))

    with pytest.raises(ValidationError, match="Rusunawa Kaligawe"):
        rounds.close_round(round_=round_, reasons={}, by=head, at=AT)
    closed = rounds.close_round(round_=round_, reasons={loose.pk: "Gedung dibongkar"}, by=head, at=AT)

    loose.refresh_from_db()
    assert (closed.state, closed.closed_by, loose.unfrozen_reason) == (RoundState.CLOSED, head, "Gedung dibongkar")


def test_the_database_refuses_filling_after_the_desk(agency):
    with pytest.raises(IntegrityError, match="monitoring_round_filled_before_the_end"), transaction.atomic():
        monitoring.round_of(agency, fill_until_on=date(2021, 9, 1))


def test_the_province_sees_every_participant_and_an_agency_itself(signed_in, agency, semarang, head):
    round_ = monitoring.round_of(agency, state=RoundState.COLLECTING)
    other = monitoring.local(agency, "33.72", "Surakarta")
    for office in (semarang, other):
        monitoring.participant(round_, office)
        monitoring.profile(round_, monitoring.estate(office, name=f"Rusunawa {office.region.name}"))
    page = f"/monitoring/putaran/{round_.pk}/"

    whole = signed_in(head).get(page).content.decode()
    own = signed_in(monitoring.operator(semarang)).get(page).content.decode()

    assert "Kota Semarang" in whole
    assert "Kota Surakarta" in whole
    assert "Rusunawa Semarang" in own
    assert "Surakarta" not in own


def test_one_agency_cannot_open_what_is_another_s(signed_in, agency, semarang):
    round_ = monitoring.round_of(agency, state=RoundState.COLLECTING)
    other = monitoring.local(agency, "33.72", "Surakarta")
    participant = monitoring.participant(round_, other)
    profile = monitoring.profile(round_, monitoring.estate(other))
    problem = monitoring.problem(profile.estate)
    monitoring.participant(round_, semarang)
    browser = signed_in(monitoring.operator(semarang))

    for path in (
        f"/monitoring/putaran/{round_.pk}/peserta/{participant.pk}/",
        f"/monitoring/profil/{profile.pk}/",
        f"/monitoring/masalah/{problem.pk}/",
        f"/api/v1/profiles/{profile.pk}/",
        f"/api/v1/problems/{problem.pk}/",
    ):
        assert browser.get(path).status_code == 404, path
    standings = browser.get(f"/api/v1/rounds/{round_.pk}/").json()["participants"]
    assert [each["office"] for each in standings] == [semarang.code]
    assert browser.get("/api/v1/problems/").json()["results"] == []


def test_a_round_goes_from_new_to_open_on_the_web(signed_in, agency, semarang, head):
    monitoring.estate(semarang)
    browser, form = signed_in(head), monitoring.form()
    days = {
        "data_as_at": "2020-12-31", "fill_until_on": "2021-08-16", "desk_starts_on": "2021-08-19",
        "desk_ends_on": "2021-08-24",
    }  # fmt: skip
    given = {"office": agency.pk, "name": "Monitoring 2021", "form": form.pk, **days}

    past = browser.post("/monitoring/putaran/baru/", given)
    made = browser.post("/monitoring/putaran/baru/", given | {"is_back_entry": "on"})
    round_ = Round.objects.get()
    chosen = browser.post(made.url, {"offices": [semarang.pk]})
    refused = browser.post(f"/monitoring/putaran/{round_.pk}/buka/", {"day": "2021-08-12", "starts": "09:00"})
    meeting = {"day": "2021-08-12", "starts": "09:00", "ends": "12:00", "link": "https://rapat.uji.krs.test/r1"}
    opened = browser.post(f"/monitoring/putaran/{round_.pk}/buka/", meeting)

    round_.refresh_from_db()
    assert (past.status_code, "Hari desk sudah lewat." in past.content.decode()) == (422, True)
    assert [made.status_code, chosen.status_code, refused.status_code, opened.status_code] == [302, 302, 422, 302]
    assert (round_.state, round_.coordination.starts_at) == ("COLLECTING", datetime(2021, 8, 12, 2, tzinfo=UTC))
    assert browser.get(opened.url).status_code == 200


@pytest.mark.parametrize("step", ["baru/", "{}/ubah/", "{}/peserta/", "{}/buka/", "{}/tutup/"])
def test_running_a_round_is_the_province_s(signed_in, agency, semarang, step):
    round_ = monitoring.round_of(agency)
    monitoring.participant(round_, semarang)

    assert (
        signed_in(monitoring.operator(semarang)).get(f"/monitoring/putaran/{step.format(round_.pk)}").status_code == 403
    )


def test_the_round_page_asks_as_many_queries_for_thirty_participants_as_for_three(
    signed_in, agency, head, django_assert_max_num_queries
):
    def page_with(number, code):
        round_ = monitoring.round_of(agency, state=RoundState.COLLECTING)
        for each in range(number):
            office = monitoring.local(agency, f"33.{code + each}", f"Wilayah {code + each}")
            monitoring.participant(round_, office)
            monitoring.profile(round_, monitoring.estate(office))
        return f"/monitoring/putaran/{round_.pk}/"

    few, many = page_with(3, 100), page_with(30, 200)
    browser = signed_in(head)
    browser.get(few)

    with CaptureQueriesContext(connection) as asked:
        browser.get(few)
    with django_assert_max_num_queries(len(asked)):
        browser.get(many)


def test_a_round_whose_days_or_whose_meeting_are_past_is_not_opened(agency, semarang, head):
    monitoring.estate(semarang)
    round_ = start(agency, head)
    opening = {"round_": round_, "by": head}

    with pytest.raises(ValidationError, match="Hari desk sudah lewat"):
        rounds.open_round(**opening, coordination=None, at=datetime(2021, 8, 25, 5, tzinfo=UTC))
    with pytest.raises(ValidationError, match="rapat koordinasi sudah lewat"):
        rounds.open_round(**opening, coordination=MEETING, at=datetime(2021, 8, 13, 5, tzinfo=UTC))
    rounds.edit_round(round_=round_, is_back_entry=True, by=head, at=AT)
    opened = rounds.open_round(**opening, coordination=MEETING, at=datetime(2021, 8, 25, 5, tzinfo=UTC))

    assert opened.state == RoundState.COLLECTING
