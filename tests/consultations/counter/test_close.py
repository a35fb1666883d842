"""Writing, closing, reopening and correcting in the pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from clinics.enums import Measure
from clinics.models import LedgerEntry
from consultations.booking.enums import AttendanceState
from consultations.counter.enums import ConsultationState, Outcome
from consultations.counter.models import Consultation
from consultations.people.models.house import House
from krs_portal.accounts.phones import format_phone
from krs_portal.kit.clock import day_of
from krs_portal.offices.enums import Role
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _account():
    consultations.account()


@pytest.fixture
def balai():
    return offices.balai("JAW3")


@pytest.fixture
def officer(balai):
    return offices.officer(balai)


@pytest.fixture
def counter(signed_in, officer):
    return signed_in(officer)


@pytest.fixture
def open_one(balai, officer):
    return consultations.consultation(balai, officer)


def typed(**changes):
    return {
        "client_name": "Siti Aminah",
        "kind": "INDIVIDUAL",
        "head_count": "1",
        "channel": "OFFICE",
        "happened_on": day_of(clinics.now()).isoformat(),
        "topics": [consultations.topic().pk],
        "summary": "Menanyakan desain rumah.",
        "outcome": Outcome.ADVISED,
    } | changes


def page_of(consultation):
    return reverse("consultations:consultation", args=[consultation.pk])


def close(client, consultation, **changes):
    return client.post(page_of(consultation), typed(close="1", **changes))


def counted(measure=Measure.CONSULTATION):
    return LedgerEntry.objects.filter(rule__measure=measure).total()


def test_closing_moves_the_ledger_by_one(counter, open_one):
    close(counter, open_one)

    open_one.refresh_from_db()
    assert (open_one.state, counted()) == (ConsultationState.CLOSED, 1)
    assert "+1 layanan" in counter.get(page_of(open_one)).content.decode()


def test_saving_does_not_move_the_ledger(counter, open_one):
    counter.post(page_of(open_one), typed(save="1", advice="Pakai pondasi batu kali."))

    open_one.refresh_from_db()
    assert (open_one.advice, counted()) == ("Pakai pondasi batu kali.", 0)


def test_closing_without_outcome_is_refused(counter, open_one):
    answer = close(counter, open_one, outcome="", advice="Jangan hilang")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Pilih hasil konsultasi" in page
    assert "Jangan hilang" in page
    assert counted() == 0


def test_a_date_in_the_future_is_refused_at_the_field(counter, open_one):
    tomorrow = day_of(clinics.now() + timedelta(days=1)).isoformat()

    answer = close(counter, open_one, happened_on=tomorrow)

    assert "happened_on" in answer.context["form"].errors
    assert "tidak boleh di masa depan" in answer.content.decode()
    assert counted() == 0


def test_technical_assistance_needs_a_house(counter, open_one):
    answer = close(counter, open_one, is_technical_assistance="on")

    assert "house_address" in answer.context["form"].errors


def test_the_outcome_of_technical_help_needs_the_house_that_got_it(counter, open_one):
    for half in ({}, {"house_address": "Jl. Kenanga 4"}):
        answer = close(counter, open_one, outcome="ASSISTED", **half)
        assert "memerlukan rumahnya" in str(answer.context["form"].errors["outcome"])
    close(counter, open_one, outcome="ASSISTED", house_address="Jl. Kenanga 4", is_technical_assistance="on")
    assert (counted(), counted(Measure.ASSISTED_HOUSE)) == (1, 1)

    correction = typed(outcome="ASSISTED", house_address="Jl. Kenanga 4", reason="Bukan bantuan teknis")
    answer = counter.post(reverse("consultations:correct", args=[open_one.pk]), correction)

    assert "memerlukan rumahnya" in str(answer.context["form"].errors["outcome"])
    assert counted(Measure.ASSISTED_HOUSE) == 1


def test_house_counts_once_a_year(counter, balai, officer):
    for address in ("Jl. Kenanga 4", " jl.  kenanga 4 "):
        close(counter, consultations.consultation(balai, officer), is_technical_assistance="on", house_address=address)

    assert (House.objects.count(), counted(Measure.ASSISTED_HOUSE), counted()) == (1, 1, 2)


def test_correcting_posts_reversals(counter, open_one):
    close(counter, open_one, head_count="5")

    counter.post(reverse("consultations:correct", args=[open_one.pk]), typed(head_count="4", reason="Salah hitung"))

    people = LedgerEntry.objects.filter(rule__measure=Measure.PERSON).order_by("pk")
    assert list(people.values_list("quantity", flat=True)) == [5, -5, 4]
    page = counter.get(page_of(open_one)).content.decode()
    assert all(text in page for text in ("pembalikan", "Salah hitung", "Jumlah orang: 5 → 4"))


def test_correcting_without_a_reason_is_refused(counter, open_one):
    close(counter, open_one)

    answer = counter.post(reverse("consultations:correct", args=[open_one.pk]), typed(head_count="4", reason=" "))

    assert (answer.status_code, counted(Measure.PERSON)) == (422, 1)


def test_an_officer_is_told_who_may_reopen(counter, open_one):
    close(counter, open_one)

    assert "Hanya kepala" in counter.get(page_of(open_one)).content.decode()
    assert counter.get(reverse("consultations:reopen", args=[open_one.pk])).status_code == 403


def test_a_head_reopens_with_a_reason_and_the_service_is_taken_back(counter, open_one, balai, signed_in):
    close(counter, open_one)

    signed_in(offices.head(balai)).post(reverse("consultations:reopen", args=[open_one.pk]), {"reason": "Salah orang"})

    open_one.refresh_from_db()
    assert (open_one.state, counted()) == (ConsultationState.OPEN, 0)


def test_closing_twice_counts_once(counter, open_one):
    close(counter, open_one)
    close(counter, open_one)

    assert counted() == 1


def test_what_happened_earlier_is_written_down_and_counts_on_its_day(counter):
    answer = counter.post(
        reverse("consultations:new"), typed(close="1", happened_on="2022-12-05", kind="GROUP", head_count="12")
    )

    made = Consultation.objects.get()
    assert answer.url == page_of(made)
    assert {entry.happened_on.isoformat() for entry in LedgerEntry.objects.all()} == {"2022-12-05"}
    assert counted(Measure.PERSON) == 12


def test_nobody_to_write_for_is_told(signed_in):
    answer = signed_in(offices.evaluator()).get(reverse("consultations:new"))

    assert answer.status_code == 403
    assert "Hanya petugas dan kepala klinik" in answer.content.decode()


def test_another_office_does_not_see_it(signed_in, open_one):
    stranger = signed_in(offices.officer(offices.balai("JAW2")))

    assert stranger.get(page_of(open_one)).status_code == 404


def test_the_ministry_reads_initials_and_changes_nothing(signed_in, open_one):
    ministry = signed_in(offices.evaluator())

    page = ministry.get(page_of(open_one)).content.decode()

    assert "S. A." in page
    assert "Siti Aminah" not in page
    assert ministry.post(page_of(open_one), typed(close="1")).status_code == 403


def test_phone_and_nik_are_for_the_counter_only(counter, signed_in, open_one, balai, client):
    coming = consultations.attendance(consultations.slot(clinics.place(balai)), AttendanceState.IN_SERVICE)
    coming.set_nik("9901015508900001")
    coming.save()
    Consultation.objects.filter(pk=open_one.pk).update(attendance=coming)
    close(counter, open_one)

    own = counter.get(page_of(open_one)).content.decode()
    audited = signed_in(offices.member(Role.AUDITOR, offices.directorate())).get(page_of(open_one)).content.decode()

    assert "9901********0001" in own
    assert format_phone(coming.phone) in own
    assert "9901015508900001" not in own
    assert format_phone(coming.phone) not in audited
    assert "9901****" not in audited
