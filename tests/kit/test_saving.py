"""A row of any model is saved by one way in; here an office, which has fields and constraints to break."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from krs_portal.kit.clock import add_years, count_years_between
from krs_portal.kit.formats import format_initials, format_person_name, format_yes_no
from krs_portal.kit.refusals import reject_future_day
from krs_portal.kit.saving import save_checked_row, set_fields
from krs_portal.offices.models import Office
from tests.factories import offices


@pytest.mark.django_db
def test_a_row_with_a_wrong_value_is_not_saved():
    office = offices.balai()
    set_fields(office, {"kind": "CASTLE"})

    with pytest.raises(ValidationError) as refused:
        save_checked_row(office)

    assert "kind" in refused.value.error_dict
    assert Office.objects.get(pk=office.pk).kind != "CASTLE"


@pytest.mark.django_db
def test_a_row_whose_fields_are_not_asked_still_keeps_its_constraints():
    office, other = offices.balai(), offices.balai()
    set_fields(office, {"code": other.code})

    with pytest.raises(ValidationError):
        save_checked_row(office, checks_fields=False)


def test_what_is_to_come_is_not_reported():
    reject_future_day("found_on", date(2026, 11, 27), date(2026, 11, 27))

    with pytest.raises(ValidationError) as refused:
        reject_future_day("found_on", date(2026, 11, 28), date(2026, 11, 27))

    assert refused.value.message_dict == {"found_on": ["Tanggal ini belum tiba."]}


def test_years_are_counted_whole():
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert add_years(date(2021, 8, 19), 5) == date(2026, 8, 19)
    assert count_years_between(date(2008, 11, 28), date(2026, 11, 27)) == 17
    assert count_years_between(date(2008, 11, 27), date(2026, 11, 27)) == 18


def test_a_person_is_named_to_those_who_know_them():
    assert format_person_name("Siti Aminah", known=True) == "Siti Aminah"
    assert format_person_name("Siti Aminah", known=False) == "S. A."
    assert format_initials("") == ""
    assert [format_yes_no(each) for each in (True, False, None)] == ["Ya", "Tidak", "–"]
