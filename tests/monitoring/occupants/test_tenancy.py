"""Who lives where: one household a unit, one home a household, and stays that are counted in days that are possible."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from monitoring.occupants.models import Household, Tenancy
from monitoring.occupants.services import people, stays
from monitoring.register.enums import UnitState
from monitoring.register.models import Unit
from tests.factories import monitoring, offices
from tests.factories.people import AT, agency, changed, family

pytestmark = pytest.mark.django_db


@pytest.fixture
def local():
    return agency()


def test_a_unit_is_home_to_one_household(local):
    _office, operator, estate = local
    family(estate, operator)

    with pytest.raises(ValidationError, match="Unit ini sudah dihuni rumah tangga lain"):
        family(estate, operator)
    assert Household.objects.count() == 1  # nothing half-made stays


def test_a_household_has_one_home(local):
    _office, operator, estate = local
    household = family(estate, operator).household
    free = Unit.objects.filter(tenancies=None).first()

    with pytest.raises(IntegrityError, match="monitoring_one_home_per_household"), transaction.atomic():
        Tenancy.objects.create(unit=free, household=household, started_on=date(2025, 1, 1))


def test_a_lease_that_ends_before_it_begins_is_refused(local):
    _office, operator, estate = local

    with pytest.raises(ValidationError, match="Perjanjian berakhir sebelum dimulai"):
        family(estate, operator, terms={"started_on": date(2025, 1, 1), "ends_on": date(2024, 1, 1)})


def test_a_broken_unit_is_not_let(local):
    _office, operator, estate = local
    Unit.objects.update(state=UnitState.BROKEN)

    with pytest.raises(ValidationError, match="Unit ini rusak"):
        family(estate, operator)


def test_extending_counts_up_and_ends_later(local):
    _office, operator, estate = local
    tenancy = family(estate, operator)

    with pytest.raises(ValidationError, match="sesudah perjanjian yang sekarang"):
        stays.extend_stay(tenancy=tenancy, ends_on=date(2026, 1, 1), by=operator, at=AT)
    tenancy = stays.extend_stay(tenancy=tenancy, ends_on=date(2028, 1, 1), by=operator, at=AT)

    assert (tenancy.extension, tenancy.ends_on) == (1, date(2028, 1, 1))


def test_who_has_left_is_neither_extended_nor_moved_out_again(local):
    _office, operator, estate = local
    tenancy = stays.end_stay(tenancy=family(estate, operator), ended_on=date(2025, 5, 30), by=operator, at=AT)

    with pytest.raises(PermissionDenied, match="sudah keluar"):
        stays.extend_stay(tenancy=tenancy, ends_on=date(2030, 1, 1), by=operator, at=AT)
    assert family(estate, operator).unit == tenancy.unit  # the unit is free again


def test_moving_to_another_unit_is_the_same_stay(local):
    _office, operator, estate = local
    tenancy = family(estate, operator, terms={"started_on": date(2019, 1, 1)})
    other = Unit.objects.filter(tenancies=None).first()

    stays.move_stay(tenancy=tenancy, unit=other, moved_on=date(2025, 5, 1), by=operator, at=AT)

    assert list(Tenancy.objects.beyond_limit(date(2025, 6, 2)).values_list("unit", flat=True)) == [other.pk]
    assert not Tenancy.objects.beyond_limit(date(2025, 1, 1)).exists()  # six years to the day


def test_leases_that_end_within_90_days_and_those_that_ended_are_listed(local):
    _office, operator, estate = local
    day = date(2025, 6, 2)
    for unit, ends_on in enumerate([date(2025, 8, 31), date(2025, 9, 1), date(2025, 1, 1)]):
        family(estate, operator, unit=unit, terms={"ends_on": ends_on})

    soon = Tenancy.objects.ending_within(90, day).order_by("ends_on")

    assert [tenancy.ends_on for tenancy in soon] == [date(2025, 1, 1), date(2025, 8, 31)]


def test_nothing_owed_is_not_the_same_as_nothing_known(local):
    _office, operator, estate = local
    tenancy = family(estate, operator, terms={"arrears": 0})
    unknown = family(estate, operator, unit=1, terms={"arrears": None})

    tenancy.refresh_from_db()
    unknown.refresh_from_db()

    assert (tenancy.arrears, tenancy.has_arrears) == (0, False)
    assert (unknown.arrears, unknown.has_arrears) == (None, None)


def test_arrears_and_whether_there_are_any_go_together(local):
    _office, operator, estate = local
    family(estate, operator)

    with pytest.raises(IntegrityError, match="monitoring_arrears_known"), transaction.atomic():
        Tenancy.objects.update(has_arrears=None)


@pytest.mark.parametrize("income", [9_000, 90_000_000_000])
def test_an_income_that_can_hardly_be_right_is_kept_and_counted_apart(local, income):
    _office, operator, estate = local
    household = family(estate, operator, income=income).household
    household.refresh_from_db()

    assert (household.income, household.doubts) == (income, ["income"])
    assert Household.objects.doubted().count() == 1
    changed(household, operator, income=3_000_000)
    assert not Household.objects.doubted().exists()


def test_money_is_ciphertext_in_the_database(local):
    from django.db import connection

    _office, operator, estate = local
    family(estate, operator, income=3_456_789)
    with connection.cursor() as cursor:
        cursor.execute("SELECT income, savings FROM monitoring_household")
        stored = cursor.fetchone()
        cursor.execute("SELECT income FROM monitoring_householdevent")
        traced = cursor.fetchone()

    assert all(value.partition(".")[2].startswith("gAAAA") for value in [*stored, *traced])


def test_one_kk_is_one_household_of_an_estate(local):
    _office, operator, estate = local
    family(estate, operator, kk="9901010101200001")

    with pytest.raises(ValidationError, match="Nomor KK ini sudah terdaftar"):
        family(estate, operator, unit=1, kk="9901010101200001")


def test_the_agency_next_door_changes_nothing(local):
    _office, operator, estate = local
    _other, stranger, _elsewhere = agency("33.22")
    tenancy = family(estate, operator)

    with pytest.raises(PermissionDenied):
        changed(tenancy.household, stranger, name="Lain")
    with pytest.raises(PermissionDenied):
        stays.end_stay(tenancy=tenancy, ended_on=date(2025, 5, 30), by=stranger, at=AT)
    with pytest.raises(PermissionDenied):
        family(estate, offices.evaluator(), unit=1)


def test_the_province_writes_for_its_agencies(local):
    office, operator, estate = local
    household = family(estate, operator).household

    people.edit_household(household=household, values={"name": "Nama Baru"}, by=offices.officer(office.parent), at=AT)
    with pytest.raises(PermissionDenied):  # an operator of the province is not its staff below
        people.edit_household(household=household, values={}, by=monitoring.operator(office.parent), at=AT)

    household.refresh_from_db()
    assert household.name == "Nama Baru"


def test_the_head_of_a_family_is_not_removed(local):
    _office, operator, estate = local
    household = family(estate, operator).household

    with pytest.raises(ValidationError, match="Kepala keluarga tidak dihapus"):
        people.remove_member(member=household.members.get(), by=operator, at=AT)
