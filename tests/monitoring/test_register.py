"""The register: whose estates, what they count, and the same questions to the database however many rows."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from monitoring.enums import UnitState
from monitoring.models import Block, EstateTally, Tenancy, Unit
from tests.factories import monitoring as given

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return given.local(given.province())


def tally(estate):
    return EstateTally.objects.get(estate=estate)


def test_an_estate_without_blocks_counts_nothing_known(agency):
    bare = tally(given.estate(agency, units=None))

    assert (bare.towers, bare.units, bare.occupied, bare.empty, bare.occupancy) == (None, None, None, None, None)


def test_declared_figures_are_counted(agency):
    declared = tally(given.estate(agency, units=96, occupied=80, towers=2))

    assert (declared.towers, declared.units, declared.occupied, declared.empty) == (2, 96, 80, 16)
    assert float(declared.occupancy) == 83.33


def test_an_unanswered_block_makes_the_occupancy_unknown_not_zero(agency):
    estate = given.estate(agency, units=96, occupied=80)
    Block.objects.create(estate=estate, name="B", declared_units=24)

    partly = tally(estate)

    assert (partly.units, partly.occupied, partly.unanswered) == (120, 80, 1)
    assert partly.occupancy is None
    assert partly.empty is None


def test_listed_units_are_counted_as_people_come_and_go(agency):
    estate = given.estate(agency, units=None)
    block = given.listed_block(estate, units=4)
    first, second, broken, _free = block.units.order_by("number")
    given.tenancy(first)
    stay = given.tenancy(second)
    Unit.objects.filter(pk=broken.pk).update(state=UnitState.BROKEN)

    full = tally(estate)
    Tenancy.objects.filter(pk=stay.pk).update(ended_on=date(2021, 9, 1))

    assert (full.units, full.occupied, full.broken) == (4, 2, 1)
    assert tally(estate).occupied == 1


def test_what_moves_to_another_estate_is_counted_there(agency):
    here, there = given.estate(agency, units=10, occupied=5), given.estate(agency, units=None)

    Block.objects.filter(estate=here).update(estate=there)

    assert (tally(here).units, tally(there).units) == (None, 10)


def test_only_open_problems_count(agency):
    estate = given.estate(agency)
    given.problem(estate)
    solved = given.problem(estate)

    type(solved).objects.filter(pk=solved.pk).update(
        state="RESOLVED", resolved_on=date(2021, 9, 1), proof="Atap diganti."
    )

    assert tally(estate).open_problems == 1


def test_an_estate_goes_with_its_blocks_and_its_figures(agency):
    estate = given.estate(agency)
    given.listed_block(estate)

    estate.delete()

    assert not EstateTally.objects.exists()


def test_the_figures_are_the_blocks_own_totals(agency):
    given.estate(agency, units=96, occupied=80)
    listed = given.estate(agency, units=None)
    given.tenancy(given.listed_block(listed, units=6).units.first())

    total = Block.objects.totals()

    assert sum(row.units for row in EstateTally.objects.all()) == total["units"] == 102
    assert sum(row.occupied for row in EstateTally.objects.all()) == total["occupied"] == 81


def test_verifying_finds_a_figure_that_was_written_by_hand(agency, capsys):
    estate = given.estate(agency, units=96)
    call_command("verify_estates")

    EstateTally.objects.filter(estate=estate).update(units=97)

    with pytest.raises(CommandError, match="1 estates"):
        call_command("verify_estates")
    assert "units=97 counted_units=96" in capsys.readouterr().out


def test_a_listed_block_takes_no_declared_figures(agency):
    estate = given.estate(agency, units=None)

    with pytest.raises(IntegrityError, match="monitoring_block_counted_once"), transaction.atomic():
        Block.objects.create(estate=estate, name="B", is_listed=True, declared_units=4)


def test_more_people_than_units_cannot_be_stored(agency):
    with pytest.raises(IntegrityError, match="monitoring_block_occupied_fits"), transaction.atomic():
        given.estate(agency, units=4, occupied=5)
