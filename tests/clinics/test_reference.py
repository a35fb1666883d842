"""What a new portal counts: put in once, and then the administrators'."""

from datetime import date

import pytest

from clinics.enums import Measure
from clinics.models import CountingRule, Indicator, ReportingPeriod
from clinics.reference import REFERENCES, RULES, years_on
from krs_portal.kit.loading import load_references

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 28)


def load(day=DAY):
    return dict(load_references(REFERENCES, day))


def test_indicators_rules_and_years_are_made():
    made = load()

    assert made == {"indicators": 12, "counting rules": 10, "periods": 5}
    assert set(CountingRule.objects.values_list("indicator__code", flat=True)) == set(RULES)
    assert load() == {}


def test_a_text_that_was_changed_stays():
    load()
    Indicator.objects.filter(code="layanan").update(definition="Layanan menurut kami.")

    load()

    assert Indicator.objects.get(code="layanan").definition == "Layanan menurut kami."


def test_an_indicator_with_a_rule_of_its_own_gets_no_second_one():
    indicator = Indicator.objects.create(code="layanan", name="Layanan", unit="layanan", definition="-")
    CountingRule.objects.create(indicator=indicator, measure=Measure.PERSON, statement="-", valid_from=DAY)

    load()

    assert indicator.rules.get().measure == Measure.PERSON


def test_a_rule_that_was_ended_does_not_come_back():
    load()
    CountingRule.objects.filter(indicator__code="sesi").update(valid_until=DAY)

    load()

    assert CountingRule.objects.get(indicator__code="sesi").valid_until == DAY


def test_the_next_year_is_opened_in_december():
    assert list(years_on(date(2026, 11, 30)))[-1] == 2026
    assert list(years_on(date(2026, 12, 1)))[-1] == 2027
    assert list(years_on(date(2027, 1, 1)))[-1] == 2027


def test_a_new_year_brings_its_period():
    load()

    assert load(date(2027, 1, 1)) == {"periods": 1}
    assert ReportingPeriod.objects.get(starts_on=date(2027, 1, 1)).ends_on == date(2027, 12, 31)
