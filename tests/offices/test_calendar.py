"""The working calendar of an office."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from krs_portal.offices.calendar import days_off, working_days
from krs_portal.offices.enums import HolidayKind
from krs_portal.offices.models import Holiday
from tests.factories import offices

pytestmark = pytest.mark.django_db


def test_a_weekend_is_no_working_day():
    days = working_days(None, date(2021, 8, 19), date(2021, 8, 24))

    assert [day.day for day in days] == [19, 20, 23, 24]


def test_holidays_and_joint_leave_are_seeded_once():
    call_command("load_holidays", years=[2026])
    count = Holiday.objects.count()
    call_command("load_holidays", years=[2026])

    assert Holiday.objects.count() == count
    assert days_off(None, date(2026, 3, 18), date(2026, 3, 19)) == {
        date(2026, 3, 18): "Cuti Bersama Hari Suci Nyepi",
        date(2026, 3, 19): "Hari Suci Nyepi",
    }


def test_a_holiday_switched_off_by_hand_is_a_working_day_and_stays_so():
    call_command("load_holidays", years=[2026])
    Holiday.objects.filter(day_on=date(2026, 3, 18)).update(is_observed=False)
    call_command("load_holidays", years=[2026])

    assert working_days(None, date(2026, 3, 18), date(2026, 3, 18)) == [date(2026, 3, 18)]


def test_a_regional_holiday_closes_only_its_region():
    bali, java = offices.region("51"), offices.region("33")
    Holiday.objects.create(day_on=date(2026, 6, 17), name="Galungan", kind=HolidayKind.REGIONAL, region=bali)

    day = date(2026, 6, 17)
    assert working_days(bali, day, day) == []
    assert working_days(java, day, day) == [day]


def test_a_regional_holiday_names_its_region():
    with pytest.raises(IntegrityError, match="offices_regional_holiday_has_region"):
        Holiday.objects.create(day_on=date(2026, 6, 17), name="Galungan", kind=HolidayKind.REGIONAL)
