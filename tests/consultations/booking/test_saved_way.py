"""A link to go on with later: the answers come along, a seat and a name do not."""

from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from django.urls import reverse

from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    consultations.topic()
    return clinics.place(offices.balai("JAW3"))


def test_the_link_leads_on_where_it_was_saved(client, place):
    slot = consultations.slot(place)
    asked = {"topic": "desain", "place": place.pk, "channel": "OFFICE", "day": slot.day.isoformat()}
    page = lxml.html.fromstring(client.get(reverse("consultations:book"), asked | {"draft": "x"}).content)
    (door,) = page.xpath(f"//aside//a[starts-with(@href, '{reverse('consultations:save_way')}')]/@href")

    saved = lxml.html.fromstring(client.get(door).content)

    (path,) = saved.xpath("//p[@class='long-code']/a/@href")
    assert "draft" not in path
    assert slot.day.isoformat() in client.get(path).content.decode()
    (mail,) = saved.xpath("//a[starts-with(@href, 'mailto:')]/@href")
    assert path in parse_qs(urlsplit(mail).query)["body"][0]


@pytest.mark.parametrize("asked", [{}, {"topic": "naga"}, {"topic": "desain", "region": "x" * 900}])
def test_what_cannot_be_gone_on_with_begins_anew(client, place, asked):
    assert client.get(reverse("consultations:save_way"), asked).url == reverse("consultations:book")
