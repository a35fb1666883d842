"""Twenty households an hour are work; whoever wants more needs a head, and the heads are told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from krs_portal.outbox.models import Message
from monitoring.occupants.models import Disclosure, Household
from tests.factories import monitoring, offices

pytestmark = pytest.mark.django_db
PAGE = "/monitoring/penghuni/pembukaan/"
CASE = {"purpose": "LOAN", "case": "Berkas 12/KPR"}


@pytest.fixture
def agency():
    province = monitoring.province()
    local = monitoring.local(province)
    return province, local, monitoring.operator(local), monitoring.estate(local)


def open_data(client, home):
    return client.post(f"/monitoring/penghuni/{home.pk}/buka/", CASE)


def open_twenty(operator, estate, *, ago=timedelta(0)):
    homes = [monitoring.household(estate) for _each in range(20)]
    at = timezone.now() - ago
    Disclosure.objects.bulk_create(
        Disclosure(household=home, seen_at=at, seen_by=operator, purpose="Berkas") for home in homes[:19]
    )
    return homes[19]


def test_the_twenty_first_household_waits_for_a_head(agency, signed_in):
    province, _local, operator, estate = agency
    last = open_twenty(operator, estate)
    twenty_first = monitoring.household(estate)
    head = offices.head(province)
    client = signed_in(operator)

    assert open_data(client, last).status_code == 200
    refused = open_data(client, twenty_first)
    by_api = client.post(f"/api/v1/households/{twenty_first.pk}/disclose/", CASE)

    assert (refused.status_code, by_api.status_code) == (403, 403)
    assert "20 rumah tangga" in refused.content.decode()
    assert "20 rumah tangga" in client.get(f"/monitoring/penghuni/{twenty_first.pk}/").content.decode()
    assert open_data(client, last).status_code == 200  # what was opened this hour is no other household
    alarm = Message.objects.get(kind="disclosure-alarm")
    assert (alarm.recipient, "20 rumah tangga" in alarm.subject) == (head.email, True)


def test_a_head_releases_it_for_an_hour(agency, client):
    province, _local, operator, estate = agency
    open_data_of = open_twenty(operator, estate)
    twenty_first = monitoring.household(estate)
    head = offices.head(province)
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(operator, backend=backend)
    open_data(client, open_data_of)

    client.force_login(head, backend=backend)
    page = client.get(PAGE).content.decode()
    assert operator.name in page
    assert client.post(PAGE, {"user": operator.pk, "reason": "Surat tugas 7/2026"}).status_code == 302

    client.force_login(operator, backend=backend)
    assert open_data(client, twenty_first).status_code == 200
    operator.disclosure_releases.update(
        granted_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now() - timedelta(seconds=1)
    )
    assert open_data(client, monitoring.household(estate)).status_code == 403


def test_an_hour_later_twenty_more_are_work(agency, signed_in):
    _province, _local, operator, estate = agency
    open_twenty(operator, estate, ago=timedelta(minutes=61))

    assert open_data(signed_in(operator), monitoring.household(estate)).status_code == 200


def test_nobody_releases_themselves_or_people_of_other_agencies(agency, signed_in):
    province, _local, operator, _estate = agency
    stranger = monitoring.operator(monitoring.local(monitoring.province("35", "Jawa Timur"), "35.78", "Surabaya"))
    head = offices.head(province)
    client = signed_in(head)

    answers = [client.post(PAGE, {"user": user.pk, "reason": "Surat tugas"}) for user in (head, stranger)]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert signed_in(operator).get(PAGE).status_code == 403


@pytest.mark.parametrize("asked", [
    {"purpose": "LOAN", "case": "xxxxx"}, {"purpose": "LOAN", "case": "a"}, {"purpose": "CURIOUS", "case": "Berkas 1"},
    {"purpose": "LOAN"}, {"case": "Berkas 12/KPR"},
])  # fmt: skip
def test_a_purpose_is_listed_and_has_a_case(agency, signed_in, asked):
    _province, _local, operator, estate = agency
    home = monitoring.household(estate)
    client = signed_in(operator)

    page = client.post(f"/monitoring/penghuni/{home.pk}/buka/", asked)
    api = client.post(f"/api/v1/households/{home.pk}/disclose/", asked)

    assert (page.status_code, api.status_code) == (422, 400)
    assert not Disclosure.objects.exists()
    assert Household.objects.exists()
