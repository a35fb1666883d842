"""docs/howto.md, walked: what an administrator enters at /admin/ is what citizens, officers and the board find."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from clinics.enums import CountUnit, Direction, IndicatorKind, Measure, PlaceKind
from clinics.models import CountingRule, Indicator, LedgerEntry, Place
from consultations.booking.enums import Pillar
from consultations.booking.models.seats import Slot
from consultations.booking.models.topics import Topic
from consultations.counter.enums import Outcome
from consultations.counter.services import close_consultation
from krs_portal.accounts.models import User
from krs_portal.kit.clock import TimeZone, now, today
from krs_portal.offices.enums import OfficeKind, RegionKind, Role
from krs_portal.offices.models import Membership, Office
from tests.factories import clinics, consultations, offices, referrals

pytestmark = pytest.mark.django_db
PAGE = (Path(settings.BASE_DIR) / "docs" / "howto.md").read_text()


@pytest.fixture
def administrator(signed_in):
    return signed_in(User.objects.create_superuser(email="admin@krs.test", password="not-used-1234", name="Admin"))


def add(browser, model, fields, **inlines):
    """Fill in the page of /admin/ that adds a row, with the rows that stand on the same page."""
    posted = dict(fields)
    for prefix, rows in inlines.items():
        posted |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
        posted |= {f"{prefix}-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}
    answer = browser.post(reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_add"), posted)
    assert answer.status_code == 302, answer.content.decode()
    return model.objects.latest("pk")


def test_an_office_is_found_by_its_region_and_opens_times(administrator, signed_in):
    region = offices.region("35.78", RegionKind.KOTA, offices.region("35", name="Jawa Timur"), "Surabaya")
    day = today().isoformat()

    office = add(
        administrator,
        Office,
        {"code": "JAW9", "kind": OfficeKind.BALAI, "time_zone": TimeZone.WIB, "opened_on": day, "phone": "031-1234567"},
        names=[{"name": "Balai Jawa IX", "short_name": "BP2P Jawa IX", "valid_from": day}],
        coverage=[{"region": region.pk, "valid_from": day}],
        successions=[],
    )
    place = add(
        administrator,
        Place,
        {"office": office.pk, "name": "Pojok KRS", "kind": PlaceKind.OFFICE, "opened_on": day},
        hours=[{"weekday": 1, "opens_at": "08:00", "closes_at": "15:00"}],
        closures=[],
    )
    person = User.objects.create_user(email="officer@krs.test", password="not-used-1234", name="Officer")
    add(administrator, Membership, {"user": person.pk, "office": office.pk, "role": Role.OFFICER, "started_on": day})
    hours = {"form": "hours", "hours-weekday": "1", "hours-opens_at": "08:00", "hours-closes_at": "12:00"}
    hours |= {"hours-slot_minutes": "60", "hours-desks": "1", "hours-channel": "OFFICE", "hours-valid_from": day}
    answer = signed_in(person).post(reverse("consultations:hours", args=[place.pk]), hours)

    assert answer.status_code == 302, answer.content.decode()
    assert "Balai Jawa IX" in signed_in(person).get("/", {"region": "surabaya"}).content.decode()
    assert Slot.objects.filter(place=place, starts_at__lt=now() + timedelta(days=14)).count() >= 4


def test_a_topic_stands_on_the_first_page_of_booking(administrator, client):
    add(
        administrator,
        Topic,
        {
            "code": "sumur", "name": "Sumur resapan", "name_en": "Soakaways", "explanation": "Air hujan di lahan.",
            "pillar": Pillar.TECHNICAL, "icon": "droplet", "position": 9, "is_offered": "on",
        },
    )  # fmt: skip

    assert "Sumur resapan" in client.get("/janji/").content.decode()


def test_the_icons_are_those_that_the_page_names():
    named = re.search(r"`(static/\S+)`", PAGE)[1]

    assert " droplet " in (Path(settings.BASE_DIR) / named).read_text()


def test_an_indicator_counts_what_is_closed_from_its_day_on(administrator, signed_in):
    balai = offices.balai()
    indicator = add(
        administrator,
        Indicator,
        {
            "code": "kepala", "name": "Kepala yang hadir", "unit": CountUnit.PERSON, "definition": "Orang yang hadir.",
            "kind": IndicatorKind.COUNT, "direction": Direction.UP,
        },
        rules=[],
    )  # fmt: skip
    rule = {"indicator": indicator.pk, "measure": Measure.PERSON, "statement": "Satu per orang.", "valid_from": today()}
    add(administrator, CountingRule, rule | {"outcomes": Outcome.ADVISED})
    clinics.year(today().year)
    clinics.all_indicators()
    officer = offices.officer(balai)
    for head_count, days_ago, outcome in ((3, 0, Outcome.ADVISED), (4, 0, Outcome.REFERRED), (5, 1, Outcome.ADVISED)):
        day = today() - timedelta(days=days_ago)
        made = consultations.consultation(balai, officer, kind="GROUP", head_count=head_count, happened_on=day)
        if outcome == Outcome.REFERRED:
            referrals.refer_consultation(made, officer)
        close_consultation(consultation=made, outcome=outcome, by=officer, at=now())

    page = signed_in(offices.evaluator()).get("/dasbor/", {"indicator": "kepala"}).content.decode()
    assert indicator.name in page
    assert [entry.quantity for entry in LedgerEntry.objects.filter(indicator=indicator)] == [3]
