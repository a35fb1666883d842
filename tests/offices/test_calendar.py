"""The working calendar of an office."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from krs_portal.kit.loading import load_references
from krs_portal.offices import reference
from krs_portal.offices.calendar import list_days_off, list_working_days
from krs_portal.offices.enums import HolidayKind
from krs_portal.offices.models import Holiday
from krs_portal.offices.reference import REFERENCE, Listed
from tests.factories import offices

pytestmark = pytest.mark.django_db


def test_a_weekend_is_no_working_day():
    days = list_working_days(None, date(2021, 8, 19), date(2021, 8, 24))

    assert [day.day for day in days] == [19, 20, 23, 24]


def test_holidays_and_joint_leave_are_seeded_once():
    call_command("load_holidays", years=[2026])
    count = Holiday.objects.count()
    call_command("load_holidays", years=[2026])

    assert Holiday.objects.count() == count
    assert list_days_off(None, date(2026, 3, 18), date(2026, 3, 19)) == {
        date(2026, 3, 18): "Cuti Bersama Hari Suci Nyepi",
        date(2026, 3, 19): "Hari Suci Nyepi",
    }


def test_a_holiday_switched_off_by_hand_is_a_working_day_and_stays_so():
    call_command("load_holidays", years=[2026])
    Holiday.objects.filter(day_on=date(2026, 3, 18)).update(is_observed=False)
    call_command("load_holidays", years=[2026])

    assert list_working_days(None, date(2026, 3, 18), date(2026, 3, 18)) == [date(2026, 3, 18)]


def load(day):
    return load_references([REFERENCE], day)["holidays"]


def test_this_year_and_the_next_are_there_and_each_new_year_brings_one_more():
    load(date(2026, 11, 28))
    years = set(Holiday.objects.values_list("day_on__year", flat=True))
    again = load(date(2026, 12, 31))
    later = load(date(2027, 1, 1))

    assert years == {2026, 2027}
    assert again == 0
    assert later > 10
    assert Holiday.objects.filter(day_on__year=2028, name="Tahun Baru Masehi").exists()


def test_a_holiday_that_was_moved_or_renamed_by_hand_stays_so():
    load(date(2026, 11, 28))
    Holiday.objects.filter(day_on=date(2027, 3, 10)).update(day_on=date(2027, 3, 9))
    Holiday.objects.filter(day_on=date(2027, 12, 25)).update(name="Natal")
    Holiday.objects.filter(day_on=date(2027, 5, 1)).delete()

    load(date(2026, 11, 28))

    assert not Holiday.objects.filter(day_on__in=[date(2027, 3, 10), date(2027, 5, 1)]).exists()
    assert Holiday.objects.get(day_on=date(2027, 12, 25)).name == "Natal"


@pytest.fixture
def listing(monkeypatch):
    """`listing(…)`: what the package lists from now on."""

    def says(*listed):
        monkeypatch.setattr(
            reference, "list_holidays", lambda years: [each for each in listed if each.day.year in years]
        )

    return says


ESTIMATE = Listed(date(2027, 3, 10), HolidayKind.NATIONAL, "Hari Raya Idul Fitri (perkiraan)")
DECREED = Listed(date(2027, 3, 11), HolidayKind.NATIONAL, "Hari Raya Idul Fitri")


def test_an_estimate_gives_way_to_the_decree(listing):
    listing(ESTIMATE)
    load(date(2026, 11, 28))
    listing(DECREED)
    load(date(2026, 11, 28))

    assert list(Holiday.objects.values_list("day_on", "name")) == [(DECREED.day, DECREED.name)]


@pytest.mark.parametrize("changed", [{"is_observed": False}, {"name": "Idul Fitri"}, {"day_on": date(2027, 3, 12)}])
def test_an_estimate_that_somebody_changed_is_left_alone(listing, changed):
    listing(ESTIMATE)
    load(date(2026, 11, 28))
    Holiday.objects.update(**changed)
    listing(DECREED)
    load(date(2026, 11, 28))

    assert Holiday.objects.filter(**changed).exists()
    assert Holiday.objects.count() == 2


def test_a_day_that_is_over_is_not_taken_back(listing):
    listing(ESTIMATE)
    load(date(2026, 11, 28))
    listing()
    load(ESTIMATE.day)

    assert Holiday.objects.count() == 1


def test_a_regional_holiday_closes_only_its_region():
    bali, java = offices.region("51"), offices.region("33")
    Holiday.objects.create(day_on=date(2026, 6, 17), name="Galungan", kind=HolidayKind.REGIONAL, region=bali)

    day = date(2026, 6, 17)
    assert list_working_days(bali, day, day) == []
    assert list_working_days(java, day, day) == [day]


def test_a_regional_holiday_names_its_region():
    with pytest.raises(IntegrityError, match="offices_regional_holiday_has_region"):
        Holiday.objects.create(day_on=date(2026, 6, 17), name="Galungan", kind=HolidayKind.REGIONAL)
