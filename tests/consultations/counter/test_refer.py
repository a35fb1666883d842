"""Referring somebody from the page of a consultation, and what citizen, officer and head read of it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from consultations.booking.enums import AttendanceState
from consultations.counter import services
from consultations.counter.enums import ConsultationState, Outcome
from consultations.counter.referring import list_referrals_of
from krs_portal.referrals.enums import ReferralState
from krs_portal.referrals.models import Referral
from krs_portal.referrals.services import answer_referral, withdraw_referral
from tests.factories import clinics, consultations, offices, referrals

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
def programme(balai):
    return referrals.programme(referrals.partner(balai))


@pytest.fixture
def open_one(balai, officer):
    coming = consultations.attendance(
        consultations.slot(clinics.place(balai)), AttendanceState.IN_SERVICE, arrived_at=timezone.now()
    )
    someone = consultations.person(balai, address="Jl. Mawar 2", nik="9999990101800001")
    return consultations.consultation(balai, officer, attendance=coming, person=someone)


def typed(programme, **changes):
    return {
        "programme": programme.pk, "name": "Siti Aminah", "note": "Membangun rumah.", "shared": ["PHONE", "ADDRESS"],
        "consents": "on",
    } | changes  # fmt: skip


def page_of(consultation):
    return reverse("referrals:new", args=["consultation", consultation.pk])


def close(consultation, officer, outcome=Outcome.REFERRED):
    return services.close_consultation(consultation=consultation, outcome=outcome, by=officer, at=timezone.now())


def test_the_button_leads_to_a_form_that_knows_the_person(signed_in, officer, open_one, programme):
    counter = signed_in(officer)
    assert page_of(open_one) in counter.get(f"/konsultasi/{open_one.pk}/").text

    counter.post(page_of(open_one), typed(programme))

    made = Referral.objects.get()
    assert (made.state, made.about) == (ReferralState.SENT, ("consultation", str(open_one.pk)))
    assert (made.phone, made.address, made.nik_ciphertext) == ("+6281234567890", "Jl. Mawar 2", None)
    assert f"/rujukan/{made.pk}/" in counter.get(f"/konsultasi/{open_one.pk}/").text


def test_a_draft_is_kept_without_a_letter(signed_in, officer, open_one, programme):
    signed_in(officer).post(page_of(open_one), typed(programme, draft="1"))

    assert Referral.objects.get().state == ReferralState.DRAFT


def test_without_consent_the_form_says_so_and_keeps_what_was_typed(signed_in, officer, open_one, programme):
    answer = signed_in(officer).post(page_of(open_one), typed(programme, consents=""))

    assert answer.status_code == 422
    assert "Tanpa persetujuan pemohon" in answer.text
    assert "Membangun rumah." in answer.text
    assert not Referral.objects.exists()


def test_closing_as_referred_needs_a_referral(officer, open_one, balai, programme):
    with pytest.raises(ValidationError, match="Belum ada rujukan"):
        close(open_one, officer)

    referrals.referral(balai, officer, programme, key=open_one.pk)

    assert close(open_one, officer).state == ConsultationState.CLOSED


def test_a_referral_that_was_withdrawn_does_not_count(officer, open_one, balai, programme):
    made = referrals.referral(balai, officer, programme, key=open_one.pk)
    withdraw_referral(referral=made, reason="Tidak jadi.", by=officer, at=timezone.now())

    with pytest.raises(ValidationError, match="Belum ada rujukan"):
        close(open_one, officer)


def test_a_correction_to_referred_needs_one_too_and_old_records_stay(officer, open_one):
    closed = close(open_one, officer, Outcome.ADVISED)

    def correct(**values):
        return services.correct_consultation(
            consultation=closed, values=values, topics=None, reason="Salah", by=officer, at=timezone.now()
        )

    with pytest.raises(ValidationError, match="Belum ada rujukan"):
        correct(outcome=Outcome.REFERRED)
    type(closed).objects.filter(pk=closed.pk).update(outcome=Outcome.REFERRED)  # as old records came in
    assert correct(summary="Bertanya", outcome=Outcome.REFERRED).outcome == Outcome.REFERRED


def test_the_citizen_reads_the_state_under_the_reference(client, officer, open_one, balai, programme):
    made = referrals.referral(balai, officer, programme, key=open_one.pk)
    referrals.referral(balai, officer, referrals.programme(programme.partner, "Draf"), key=open_one.pk, sends=False)
    reference = open_one.attendance.reference
    client.post(reverse("consultations:manage", args=[reference]), {"reference": reference, "phone": "081234567890"})

    page = client.get(reverse("consultations:manage", args=[reference])).text
    assert "Rujukan Anda" in page
    assert "KPR Uji" in page
    assert "Draf" not in page

    answer_referral(referral=made, answer=ReferralState.DECLINED, reason="Kuota habis.", by=None, at=timezone.now())
    page = client.get(reverse("consultations:manage", args=[reference])).text
    assert "Kuota habis." in page
    assert "jalan lain" in page


def test_a_voided_consultation_refers_nobody(signed_in, officer, open_one, programme):
    services.void_consultation(consultation=open_one, reason="Keliru", by=officer, at=timezone.now())

    assert signed_in(officer).get(page_of(open_one)).status_code == 403


def test_a_referral_is_an_errand_of_the_person(officer, open_one, balai, programme):
    referrals.referral(balai, officer, programme, key=open_one.pk)

    (errand,) = list_referrals_of([open_one.person_id])[open_one.person_id]

    assert errand.is_open
    assert "KPR Uji" in errand.title
