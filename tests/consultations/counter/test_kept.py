"""What an officer wrote into a consultation is shown back, whatever became of it meanwhile."""

import pytest
from django.test import Client
from django.urls import reverse

from consultations.counter import services
from consultations.counter.enums import Outcome
from krs_portal.kit.clock import now
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db

TEXT = "Ditulis panjang lebar oleh petugas"
FROM_US = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def office():
    made = offices.balai()
    clinics.place(made)
    consultations.account()
    return made


@pytest.fixture
def officer(office):
    return offices.officer(office)


@pytest.fixture
def consultation(office, officer):
    return consultations.consultation(office, officer)


@pytest.fixture
def address(consultation):
    return reverse("consultations:consultation", args=[consultation.pk])


def open_browser(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def test_saving_what_a_colleague_closed_meanwhile_keeps_the_text(client, officer, office, consultation, address):
    services.close_consultation(consultation=consultation, outcome=Outcome.ADVISED, by=officer, at=now())
    client.force_login(offices.officer(office))

    answer = client.post(address, {"summary": TEXT}, **FROM_US)

    assert answer.status_code == 403
    assert TEXT in answer.content.decode()
    assert "Ringkasan" in answer.content.decode()
    assert "ditutup" in answer.content.decode()


def test_a_form_of_before_the_sign_in_is_sent_once_more(officer, consultation, address):
    """Its token is an old one. The page has all that was sent and a new token; nobody is told to load anything anew."""
    browser = open_browser(officer)
    browser.cookies["csrftoken"] = "a" * 32

    answer = browser.post(address, {"summary": TEXT, "csrfmiddlewaretoken": "b" * 32}, **FROM_US)

    page = answer.content.decode()
    assert (answer.status_code, TEXT in page, "muat ulang" in page) == (403, True, False)
    assert f'<form method="post" action="{address}">' in page


def test_a_password_is_never_written_into_a_page():
    browser = Client(enforce_csrf_checks=True)

    answer = browser.post(reverse("account_login"), {"login": "a@uji.test", "password": "rahasia sekali"}, **FROM_US)

    assert (answer.status_code, b"rahasia" in answer.content) == (403, False)


def test_signing_in_never_leads_to_an_address_that_only_takes_forms(client, officer):
    officer.set_password("sandi yang panjang")
    officer.save()
    button = reverse("consultations:call", args=[1])
    sent = {"login": officer.email, "password": "sandi yang panjang"}

    assert client.post(f"{reverse('account_login')}?next={button}", sent | {"next": button}).url != button
    client.logout()
    page = reverse("consultations:list")
    assert client.post(f"{reverse('account_login')}?next={page}", sent | {"next": page}).url == page
