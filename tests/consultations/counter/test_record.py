"""Closing, reopening, correcting: the ledger always follows."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError

from clinics.enums import Measure
from clinics.models import LedgerEntry, ReportingPeriod
from consultations.counter import services
from consultations.counter.enums import ConsultationState, Outcome
from consultations.counter.models import Consultation
from krs_portal.kit.clock import day_of
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _account():
    consultations.account()


@pytest.fixture
def balai():
    return offices.balai()


@pytest.fixture
def officer(balai):
    return offices.officer(balai)


def close(consultation, by, outcome=Outcome.ADVISED):
    return services.close_consultation(consultation=consultation, outcome=outcome, by=by, at=clinics.now())


def counted(measure):
    return LedgerEntry.objects.filter(rule__measure=measure).total()


def test_closing_posts_each_measure(balai, officer):
    close(consultations.consultation(balai, officer, kind="GROUP", head_count=12), officer)

    assert [counted(m) for m in (Measure.CONSULTATION, Measure.PERSON, Measure.GROUP)] == [1, 12, 1]


def test_closing_twice_posts_once(balai, officer):
    consultation = consultations.consultation(balai, officer)
    close(consultation, officer)

    with pytest.raises(PermissionDenied, match="sudah ditutup"):
        close(consultation, officer)

    assert counted(Measure.CONSULTATION) == 1


def test_closing_without_an_outcome_is_refused_and_nothing_is_posted(balai, officer):
    with pytest.raises(ValidationError, match="hasil konsultasi"):
        close(consultations.consultation(balai, officer), officer, outcome="")

    assert not LedgerEntry.objects.exists()


def test_an_officer_of_another_office_cannot_close(balai, officer):
    with pytest.raises(PermissionDenied, match="di unit ini"):
        close(consultations.consultation(balai, officer), offices.officer(offices.balai()))


def test_reopening_needs_a_reason_and_takes_the_service_back(balai, officer):
    consultation, head = close(consultations.consultation(balai, officer), officer), offices.head(balai)

    with pytest.raises(ValidationError, match="alasannya"):
        services.reopen_consultation(consultation=consultation, reason=" ", by=head, at=clinics.now())
    services.reopen_consultation(consultation=consultation, reason="Salah orang", by=head, at=clinics.now())

    assert (counted(Measure.CONSULTATION), LedgerEntry.objects.count()) == (0, 2 * 3)
    assert consultation.amendments.get().reason == "Salah orang"


def test_a_correction_reverses_the_old_entries_and_posts_the_new(balai, officer):
    consultation = close(consultations.consultation(balai, officer, head_count=5), officer)

    services.correct_consultation(
        consultation=consultation,
        values={"head_count": 4},
        topics=None,
        reason="Salah hitung",
        by=officer,
        at=clinics.now(),
    )

    people = LedgerEntry.objects.filter(rule__measure=Measure.PERSON).order_by("pk")
    assert list(people.values_list("quantity", flat=True)) == [5, -5, 4]


def test_a_house_counts_once_a_year(balai, officer):
    house = consultations.house()
    for _ in range(2):
        close(consultations.consultation(balai, officer, house=house, is_technical_assistance=True), officer)

    assert counted(Measure.ASSISTED_HOUSE) == 1


def test_another_consultation_takes_over_when_the_one_that_counted_is_reopened(balai, officer):
    house = consultations.house()
    first, second = (
        close(consultations.consultation(balai, officer, house=house, is_technical_assistance=True), officer)
        for _ in range(2)
    )

    services.reopen_consultation(consultation=first, reason="Salah", by=offices.head(balai), at=clinics.now())

    live = LedgerEntry.objects.live().get(rule__measure=Measure.ASSISTED_HOUSE)
    assert live.source_key == second.pk


def test_moving_the_assistance_to_another_house_moves_the_count(balai, officer):
    consultation = close(
        consultations.consultation(balai, officer, house=consultations.house(), is_technical_assistance=True), officer
    )

    services.correct_consultation(
        consultation=consultation,
        values={"house": None, "is_technical_assistance": False},
        topics=None,
        reason="Bukan rumah ini",
        by=officer,
        at=clinics.now(),
    )

    assert counted(Measure.ASSISTED_HOUSE) == 0


def test_a_consultation_of_tomorrow_is_refused_at_its_field(balai, officer):
    tomorrow = day_of(clinics.now(), balai.time_zone) + timedelta(days=1)

    with pytest.raises(ValidationError) as refused:
        services.record_consultation(
            office=balai, by=officer, at=clinics.now(), topics=[], client_name="Siti", happened_on=tomorrow
        )

    assert refused.value.message_dict == {"happened_on": ["Tanggal layanan tidak boleh di masa depan."]}
    assert not Consultation.objects.exists()


def lock_running_year(consultation):
    """As no service would: the period is still running."""
    period = clinics.year(consultation.happened_on.year)
    period.locked_at, period.locked_by = clinics.now(), offices.evaluator()
    period.save()


def test_a_locked_period_is_said_at_the_date_and_nothing_changes(balai, officer):
    consultation = consultations.consultation(balai, officer)
    lock_running_year(consultation)

    with pytest.raises(ValidationError, match="dikunci"):
        close(consultation, officer)

    consultation.refresh_from_db()
    assert consultation.state == ConsultationState.OPEN
    assert ReportingPeriod.objects.get().locked_at


def test_the_database_refuses_a_closed_consultation_without_an_outcome(balai, officer):
    consultation = consultations.consultation(balai, officer)

    with pytest.raises(IntegrityError, match="consultations_closed_has_outcome"):
        Consultation.objects.filter(pk=consultation.pk).update(
            state="CLOSED", closed_at=clinics.now(), closed_by=officer, outcome=""
        )
