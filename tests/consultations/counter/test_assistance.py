"""An assistance to a house: planned, done, finished, taken back; its house counts once a year whatever happens."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from clinics.enums import Cause, Measure
from clinics.models import LedgerEntry
from consultations.counter import services as counter
from consultations.counter.assistance import services
from consultations.counter.assistance.attachments import build_about_stage
from consultations.counter.assistance.enums import AssistanceState, PhotoStage, list_better_parts
from consultations.counter.assistance.models import Assistance
from consultations.counter.assistance.posting import SOURCE
from consultations.counter.enums import Outcome
from consultations.people.models.house import House
from krs_portal.kit.clock import today
from tests.factories import clinics, consultations, files, offices
from tests.house.doors import open_browser

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def balai():
    consultations.account()
    return offices.balai("JAW3")


@pytest.fixture
def officer(balai):
    return offices.officer(balai)


@pytest.fixture
def head(balai):
    return offices.head(balai)


@pytest.fixture
def house():
    return consultations.house()


@pytest.fixture
def spoken(balai, officer, house):
    """The open consultation in which the house was asked for help."""
    return consultations.consultation(balai, officer, house=house)


@pytest.fixture
def planned(spoken, officer):
    return consultations.assistance(spoken, officer)


def count_houses():
    return LedgerEntry.objects.filter(rule__measure=Measure.ASSISTED_HOUSE).total()


def list_counting():
    """Through which sources houses count now."""
    live = LedgerEntry.objects.live().filter(rule__measure=Measure.ASSISTED_HOUSE)
    return sorted(live.values_list("source_kind", "source_key"))


def finish(assistance, by, day=None):
    """Begun and finished on the day."""
    day = day or today(assistance.office.time_zone)
    at = timezone.now()
    if assistance.state == AssistanceState.PLANNED:
        assistance = services.start_assistance(assistance=assistance, started_on=day, by=by, at=at)
    return services.finish_assistance(assistance=assistance, finished_on=day, result="Gambar denah", by=by, at=at)


def close_with_help(consultation, by):
    return counter.close_consultation(
        consultation=consultation,
        outcome=Outcome.ASSISTED,
        by=by,
        at=timezone.now(),
        values={"is_technical_assistance": True},
    )


def test_it_counts_once_it_is_finished_and_each_step_has_its_way_back(planned, officer, head):
    at, day = timezone.now(), today(planned.office.time_zone)
    step = {"by": officer, "at": at}

    begun = services.start_assistance(assistance=planned, started_on=day, **step)
    assert count_houses() == 0
    back = services.step_back(assistance=begun, reason="Belum mulai", **step)
    assert (back.state, back.started_on) == (AssistanceState.PLANNED, None)
    stopped = services.give_up_assistance(assistance=back, reason="Pemohon pindah", **step)
    again = services.step_back(assistance=stopped, reason="Ternyata jadi", **step)
    assert again.state == AssistanceState.PLANNED
    done = finish(again, officer)
    assert (done.state, count_houses()) == (AssistanceState.FINISHED, 1)
    with pytest.raises(PermissionDenied):
        services.step_back(assistance=done, reason="Salah", **step)
    reopened = services.step_back(assistance=done, reason="Salah", by=head, at=at)
    assert (reopened.state, reopened.finished_on, count_houses()) == (AssistanceState.UNDER_WAY, None, 0)
    assert LedgerEntry.objects.get(quantity=-1).cause == Cause.REOPENED
    stopped = services.give_up_assistance(assistance=reopened, reason="Bahan habis", **step)
    assert services.step_back(assistance=stopped, reason="Ada lagi", **step).state == AssistanceState.UNDER_WAY
    assert [row.reason for row in stopped.steps.order_by("pk")] == [
        "", "", "Belum mulai", "Pemohon pindah", "Ternyata jadi", "", "", "Salah", "Bahan habis", "Ada lagi",
    ]  # fmt: skip
    call_command("verify_ledger")


def test_a_consultation_and_an_assistance_of_one_house_count_it_once(planned, spoken, officer, head):
    done = finish(planned, officer)
    assert list_counting() == [(SOURCE, done.pk)]

    closed = close_with_help(spoken, officer)  # of the same day: what was said first counts
    assert list_counting() == [("consultation", closed.pk)]
    counter.void_consultation(consultation=closed, reason="Salah orang", by=head, at=timezone.now())
    assert list_counting() == [(SOURCE, done.pk)]
    services.void_assistance(assistance=done, reason="Salah rumah", by=head, at=timezone.now())

    assert (list_counting(), count_houses()) == ([], 0)
    call_command("verify_ledger")


def test_two_of_one_house_count_once_and_the_other_takes_over(planned, spoken, officer, head):
    first = finish(planned, officer)
    second = finish(consultations.assistance(spoken, officer, kind="COST_PLAN"), officer)
    assert list_counting() == [(SOURCE, first.pk)]

    services.void_assistance(assistance=first, reason="Tidak pernah ada", by=head, at=timezone.now())

    assert list_counting() == [(SOURCE, second.pk)]
    assert Assistance.objects.standing().count() == 1
    call_command("verify_ledger")


def test_a_corrected_day_moves_the_house_to_another_year_and_only_a_head_does_that(balai, officer, head, spoken):
    clinics.place(balai)
    day = today(balai.time_zone)
    before = date(day.year - 1, 12, 20)
    asked = consultations.assistance(spoken, officer, asked_on=before - 9 * DAY)
    begun = services.start_assistance(assistance=asked, started_on=before - DAY, by=officer, at=timezone.now())
    done = finish(begun, officer, day)
    words = {"result": "Gambar denah", "reason": "Salah tanggal", "at": timezone.now()}

    with pytest.raises(ValidationError, match="hanya kepala unit"):
        services.correct_assistance(assistance=done, finished_on=before, by=officer, **words)
    services.correct_assistance(assistance=done, finished_on=before, by=head, **words)

    live = LedgerEntry.objects.live().get(rule__measure=Measure.ASSISTED_HOUSE)
    assert (live.happened_on, live.cause, count_houses()) == (before, Cause.CORRECTED, 1)
    with pytest.raises(ValidationError, match="tidak ada yang dikoreksi"):
        services.correct_assistance(assistance=done, finished_on=before, by=head, **words)
    call_command("verify_ledger")


def test_a_corrected_day_of_the_same_year_is_posted_anew(planned, officer, head):
    done = finish(planned, officer)
    later = services.correct_assistance(
        assistance=done, finished_on=done.finished_on, result="Gambar dan RAB", reason="Lengkap", by=officer,
        at=timezone.now(),
    )  # fmt: skip
    assert LedgerEntry.objects.filter(source_kind=SOURCE).count() == 1  # words post nothing

    earlier = done.finished_on - DAY
    Assistance.objects.update(started_on=earlier)
    services.correct_assistance(
        assistance=later, finished_on=earlier, result="Gambar dan RAB", reason="Kemarin", by=head, at=timezone.now()
    )

    found = LedgerEntry.objects.filter(source_kind=SOURCE, happened_on__in=[earlier, done.finished_on])
    assert sorted(found.values_list("happened_on", "quantity")) == [
        (earlier, 1), (done.finished_on, -1), (done.finished_on, 1),
    ]  # fmt: skip
    call_command("verify_ledger")


def test_merged_houses_count_once_and_parted_ones_twice_again(planned, spoken, balai, officer, head):
    other = consultations.consultation(balai, officer, house=consultations.house("Jl. Kenanga 1a"))
    done, also = finish(planned, officer), finish(consultations.assistance(other, officer), officer)
    assert count_houses() == 2

    at = timezone.now()
    gone = counter.merge_houses(kept=spoken.house, other=other.house, by=head, at=at)
    assert list_counting() == [(SOURCE, done.pk)]
    call_command("verify_ledger")
    counter.separate_house(house=gone, by=head, at=at)

    assert list_counting() == sorted([(SOURCE, done.pk), (SOURCE, also.pk)])
    call_command("verify_ledger")


def test_verifying_finds_a_finished_assistance_that_is_not_posted(planned, officer):
    done = finish(planned, officer)
    Assistance.objects.filter(pk=done.pk).update(state=AssistanceState.UNDER_WAY, finished_on=None, result="")

    with pytest.raises(Exception, match="differences"):
        call_command("verify_ledger")


def test_a_house_is_better_when_a_part_is_and_what_is_known_of_it_follows(planned, officer, house):
    House.objects.filter(pk=house.pk).update(toilet="PIT", components={"ROOF": "STRUCTURE"})
    at = timezone.now()
    services.record_visit(
        assistance=planned, visited_on=today(planned.office.time_zone), officer=officer, finding="Pondasi selesai",
        progress=40, by=officer, at=at,
    )  # fmt: skip
    said = {"seen_on": today(planned.office.time_zone), "witness": officer, "note": "", "by": officer, "at": at}

    with pytest.raises(ValidationError, match="lebih baik"):
        services.record_improvement(assistance=planned, before={"ROOF": "GOOD"}, after={"ROOF": "SURFACE"}, **said)
    better = {"toilet": "WATER_SEAL", "ROOF": "GOOD"}
    services.record_improvement(assistance=planned, before={"toilet": "PIT", "ROOF": "STRUCTURE"}, after=better, **said)

    house.refresh_from_db()
    assert (house.toilet, house.components) == ("WATER_SEAL", {"ROOF": "GOOD"})
    found = Assistance.objects.with_progress().improved().get()
    assert (found.progress, found.improvement.seen_on, found.state) == (40, said["seen_on"], AssistanceState.UNDER_WAY)
    House.objects.filter(pk=house.pk).update(components={"ROOF": "SURFACE"})  # somebody looked again
    services.take_back_improvement(assistance=planned, by=officer, at=at)
    house.refresh_from_db()
    assert (house.toilet, house.components) == ("PIT", {"ROOF": "SURFACE"})
    assert not Assistance.objects.improved().exists()


def test_what_is_better_follows_the_order_of_each_list():
    before = {"sewage": "SEPTIC_TANK", "power": "NONE", "WALLS": "GOOD", "FLOOR": "MATERIAL"}
    after = {"sewage": "TREATMENT", "power": "METERED", "WALLS": "MATERIAL", "FLOOR": "SURFACE", "ROOF": "GOOD"}

    assert list_better_parts(before, after) == ["power", "FLOOR"]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("finished_on", "2999-01-01", "masa depan"),
        ("finished_on", "2001-01-01", "baru dimulai"),
        ("result", "-", "Tuliskan apa"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(signed_in, officer, planned, field, typed, said):
    services.start_assistance(
        assistance=planned, started_on=today(planned.office.time_zone), by=officer, at=timezone.now()
    )
    words = {"finished_on": today(planned.office.time_zone), "result": "Gambar"} | {field: typed}

    answer = signed_in(officer).post(reverse("consultations:assistance_finish", args=[planned.pk]), words)

    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors[field])
    planned.refresh_from_db()
    assert (planned.state, count_houses()) == (AssistanceState.UNDER_WAY, 0)


def test_from_the_consultation_to_the_better_house_by_its_pages(signed_in, officer, spoken):
    client, day = signed_in(officer), today(spoken.office.time_zone)
    page = client.get(reverse("consultations:consultation", args=[spoken.pk]))
    [new] = page.context["help"]["actions"]
    form = client.get(new.url).context["form"]
    assert (form["applicant"].value(), form["consultations"].value()) == (spoken.client_name, [spoken.pk])
    words = {
        "kind": "DESIGN", "applicant": spoken.client_name, "asked_on": day, "plan": "Gambar denah",
        "officer": officer.pk, "consultations": [spoken.pk],
    }  # fmt: skip
    assert client.post(new.url, words).status_code == 302
    made = spoken.assistances.get()

    def send(name, words):
        answer = client.post(reverse(f"consultations:assistance_{name}", args=[made.pk]), words)
        assert (answer.status_code, answer.url) == (302, reverse("consultations:assistance", args=[made.pk]))

    send("visit", {"visited_on": day, "officer": officer.pk, "progress": 60, "finding": "Atap terpasang"})
    send("finish", {"finished_on": day, "result": "Gambar dan dua kunjungan"})
    send("improve", {"seen_on": day, "witness": officer.pk, "before_ROOF": "STRUCTURE", "after_ROOF": "GOOD"})

    shown = client.get(reverse("consultations:assistance", args=[made.pk]))
    assert shown.context["compared"][0].is_better
    assert "lewat bantuan ini" in shown.context["counted"][0]
    of_house = client.get(reverse("consultations:house", args=[spoken.house_id])).context["help"]["lines"]
    assert [(line.assistance, line.counts, line.is_improved, line.progress) for line in of_house] == [
        (made, True, True, "60\u00a0%"),
    ]  # fmt: skip
    entry = LedgerEntry.objects.get(source_kind=SOURCE)
    clinics.year(entry.happened_on.year)
    opened = client.get(reverse("clinics:rows"), {"indicator": "rumah-dibantu", "year": entry.happened_on.year})
    assert reverse("consultations:assistance", args=[made.pk]) in opened.content.decode()


def test_the_list_is_narrowed_added_up_and_downloaded(signed_in, officer, spoken, balai):
    finish(consultations.assistance(spoken, officer), officer)
    late = consultations.assistance(
        spoken,
        officer,
        kind="STRUCTURE",
        due_on=today(balai.time_zone) - DAY,
        asked_on=today(balai.time_zone) - 9 * DAY,
    )
    other = consultations.consultation(balai, officer, house=consultations.house("Jl. Anggrek 7"))
    consultations.assistance(other, officer, applicant="Budi")
    client, page = signed_in(officer), reverse("consultations:assistances")

    def narrow(**asked):
        found = client.get(page, asked).context
        return [line.assistance.kind for line, _office in found["rows"]], found["sum"]

    kinds, total = narrow()
    assert (len(kinds), total.assistances, total.houses, total.finished) == (3, 3, 2, 1)
    assert narrow(state="LATE")[0] == [late.kind]
    assert narrow(q="anggrek 7")[1].houses == narrow(q="budi")[1].assistances == 1
    assert narrow(state="RUNNING", kind="DESIGN")[1].assistances == 1
    answer = client.get(reverse("consultations:assistances_csv"), {"state": "LATE"})
    lines = answer.getvalue().decode().splitlines()
    assert len(lines) == 2
    assert "Jl. Kenanga 1" in lines[1]
    sheet = client.get(reverse("consultations:assistances_xlsx")).getvalue()
    assert sheet.startswith(b"PK")


def test_whoever_does_not_serve_the_office_reads_no_name_and_no_address(officer, planned):
    page, api = reverse("consultations:assistance", args=[planned.pk]), f"/api/v1/assistances/{planned.pk}/"
    own, others = open_browser(officer), open_browser(offices.evaluator())

    for secret in (planned.applicant, planned.house.address):
        assert secret in own.get(page).content.decode()
        assert secret not in others.get(page).content.decode()
        assert secret in str(own.get(api).json())
        assert secret not in str(others.get(api).json())
    assert open_browser(offices.officer(offices.balai("JAW4"))).get(page).status_code == 404


def test_photos_lie_by_their_stage_and_are_for_those_who_serve_the_house(officer, planned):
    own, page = open_browser(officer), reverse("consultations:assistance", args=[planned.pk])

    for stage in PhotoStage:
        about = build_about_stage(planned, stage)
        sent = {"file": files.upload(files.telephone_photo(300, 200 + len(stage))), "title": f"Foto {stage.label}"}
        answer = own.post(reverse("files:attach", args=about), sent)
        assert (answer.status_code, answer.url) == (302, f"{page}#foto-{stage.value}")

    shelves = dict(own.get(page).context["shelves"])
    assert [str(shelves[stage].photos[0]) for stage in PhotoStage] == [f"Foto {stage.label}" for stage in PhotoStage]
    photo = shelves[PhotoStage.BEFORE].photos[0].url
    shown = own.get(photo)
    assert b"rahasia" not in shown.getvalue()
    assert open_browser(offices.evaluator()).get(photo).status_code == 404
