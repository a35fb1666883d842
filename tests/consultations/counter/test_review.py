"""The supervisor's review, where an office wants it: agreed or returned, and the ledger stays as it is."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from clinics.models import LedgerEntry
from consultations.counter import services
from consultations.counter.enums import Outcome
from consultations.counter.review.services import review_consultation, set_review
from krs_portal.kit.clock import now
from tests.factories import consultations, offices

pytestmark = pytest.mark.django_db
LIST = "/meja/tinjauan/"


@pytest.fixture
def balai():
    consultations.account()
    return offices.balai("JAW3")


@pytest.fixture
def head(balai):
    return offices.head(balai)


@pytest.fixture
def officer(balai):
    return offices.officer(balai)


def close(balai, by, name="Dewi Lestari", at=None):
    consultation = consultations.consultation(balai, by, client_name=name)
    return services.close_consultation(consultation=consultation, outcome=Outcome.ADVISED, by=by, at=at or now())


def correct(consultation, by, text):
    services.correct_consultation(
        consultation=consultation, values={"advice": text}, topics=None, reason="Catatan kepala", by=by, at=now()
    )


def test_what_is_closed_waits_is_returned_corrected_and_agreed(signed_in, balai, head, officer):
    before = close(balai, officer, "Sebelum Aturan", at=now() - timedelta(minutes=1))
    browser = signed_in(head)
    browser.post(reverse("consultations:review_setting", args=[balai.code]), {"is_wanted": "on"})
    waiting = close(balai, officer)
    counted = list(LedgerEntry.objects.order_by("pk").values_list("pk", "quantity"))
    page = browser.get(LIST).content.decode()
    assert waiting.client_name in page
    assert before.client_name not in page
    assert "menunggu tinjauan" in browser.get(reverse("consultations:overview")).content.decode()

    url = reverse("consultations:review", args=[waiting.pk])
    assert browser.post(url, {"verdict": "RETURNED", "remark": " "}).status_code == 422
    browser.post(url, {"verdict": "RETURNED", "remark": "Sarannya belum ditulis."})
    of_officer = signed_in(officer).get(f"{LIST}?tab=returned").content.decode()
    assert "Sarannya belum ditulis." in of_officer
    correct(waiting, officer, "Pakai pondasi batu kali.")
    assert waiting.client_name in signed_in(head).get(LIST).content.decode()
    browser = signed_in(head)
    browser.post(url, {"verdict": "AGREED"})

    assert waiting.client_name not in browser.get(LIST).content.decode()
    assert waiting.client_name in browser.get(f"{LIST}?tab=agreed").content.decode()
    shown = browser.get(reverse("consultations:consultation", args=[waiting.pk])).content.decode()
    assert "Sarannya belum ditulis." in shown
    assert list(LedgerEntry.objects.order_by("pk").values_list("pk", "quantity")) == counted
    correct(waiting, officer, "Pakai pondasi lajur.")
    assert waiting.client_name in browser.get(LIST).content.decode()


def test_only_the_head_reviews_and_only_what_is_closed_and_wanted(balai, head, officer):
    closed, fresh = close(balai, officer), consultations.consultation(balai, officer)
    agree = {"verdict": "AGREED", "remark": "", "at": now()}
    with pytest.raises(PermissionDenied, match="tidak memakai"):
        review_consultation(consultation=closed, by=head, **agree)
    set_review(office=balai, is_wanted=True, by=head, at=now())

    for consultation, by, said in (
        (fresh, head, "sudah ditutup"),
        (closed, officer, "epala"),
        (closed, head, "sebelum"),
    ):
        with pytest.raises(PermissionDenied, match=said):
            review_consultation(consultation=consultation, by=by, **agree)
    with pytest.raises(PermissionDenied):
        set_review(office=balai, is_wanted=False, by=officer, at=now())
    with pytest.raises(ValidationError, match="diperbaiki"):
        review_consultation(consultation=close(balai, officer), verdict="RETURNED", remark="", by=head, at=now())


def test_an_office_that_wants_none_any_more_is_asked_about_nothing(signed_in, balai, head, officer):
    set_review(office=balai, is_wanted=True, by=head, at=now())
    closed = close(balai, officer)
    set_review(office=balai, is_wanted=False, by=head, at=now())

    assert closed.client_name not in signed_in(head).get(LIST).content.decode()
    assert "menunggu tinjauan" not in signed_in(head).get(reverse("consultations:overview")).content.decode()
