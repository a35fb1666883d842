"""Programmes, limits and the first profile form of a new portal: put in once, and then the administrators'."""

from datetime import date

import pytest

from krs_portal.kit.loading import load_references
from monitoring.occupants.readiness import reference as programmes
from monitoring.occupants.readiness.models import Criterion, IncomeLimit, Programme
from monitoring.rounds import reference as profile_form
from monitoring.rounds.models import ProfileForm

pytestmark = pytest.mark.django_db


def load():
    return dict(load_references([programmes.REFERENCE, profile_form.REFERENCE], date(2026, 11, 28)))


def test_programmes_limits_and_form_are_there_once():
    assert load() == {"income limits": 6, "programmes": 2, "criteria": 15, "profile forms": 1}
    assert load() == {}


def test_what_an_agency_changed_stays():
    load()
    IncomeLimit.objects.filter(zone=4).update(married=15_000_000)
    Criterion.objects.filter(kind="SAVINGS_AT_LEAST").update(parameters={"amount": 2_000_000})
    Criterion.objects.filter(kind="STAY_AT_LEAST").delete()

    load()

    assert IncomeLimit.objects.get(zone=4).married == 15_000_000
    assert Criterion.objects.get(kind="SAVINGS_AT_LEAST").parameters == {"amount": 2_000_000}
    assert not Criterion.objects.filter(kind="STAY_AT_LEAST").exists()


def test_a_programme_that_was_deleted_does_not_come_back_with_its_criteria():
    load()
    Criterion.objects.filter(programme__code="kpr-flpp").delete()
    Programme.objects.filter(code="kpr-flpp").delete()

    load()

    assert list(Programme.objects.values_list("code", flat=True)) == ["tuku-lemah-oleh-omah"]


def test_where_a_form_was_written_no_other_is_added():
    ProfileForm.objects.create(version=1, questions=[], valid_from=date(2026, 1, 1))

    load()

    assert ProfileForm.objects.get().questions == []


def test_the_form_is_right_in_its_own_eyes():
    load()

    ProfileForm.objects.get().full_clean()
