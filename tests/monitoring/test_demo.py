"""The demo's round is the published one, to the unit."""

from collections import Counter
from datetime import date

import pytest

from krs_portal.accounts import nik
from krs_portal.kit.clock import TimeZone, day_of
from krs_portal.offices.models import Region
from monitoring.desk.models import DeskSession
from monitoring.occupants.models import Member, Tenancy
from monitoring.register.models import Block
from monitoring.rounds import figures
from monitoring.rounds.models import Round

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("loaded_demo"),
    pytest.mark.xdist_group("demo-monitoring"),  # the demo is loaded once
]


@pytest.fixture
def round_of_2021():
    return Round.objects.get(data_as_at=date(2020, 12, 31))


def test_rusun_of_2021_are_as_published(round_of_2021):
    found = figures.build_round_figures(round_of_2021, None)

    said = found.rusun
    assert (said.locations, said.towers, said.units, said.occupied, said.empty) == (61, 120, 9778, 8051, 1727)
    assert (str(said.percent), said.unanswered, found.rusun_regions) == ("82.34", 0, 23)


def test_rusus_of_2021_are_four_in_three_regions(round_of_2021):
    found = figures.build_round_figures(round_of_2021, None)

    assert (found.rusus.locations, found.rusus_regions) == (4, 3)


def test_the_timetable_is_thursday_friday_monday_tuesday(round_of_2021):
    sessions = DeskSession.objects.filter(participant__round=round_of_2021)

    per_day = Counter(day_of(each.starts_at, TimeZone.WIB) for each in sessions)

    assert sorted(per_day.items()) == [
        (date(2021, 8, 19), 6), (date(2021, 8, 20), 6), (date(2021, 8, 23), 6), (date(2021, 8, 24), 5),
    ]  # fmt: skip


def test_the_register_says_the_same_though_some_units_are_listed(round_of_2021):
    totals = Block.objects.filter(estate__kind="RUSUN").totals()

    assert totals == {"towers": 120, "units": 9778, "occupied": 8051, "empty": 1727}
    assert Tenancy.objects.active().count() > 400


def test_invented_people_have_well_formed_numbers_of_no_region():
    numbers = list(Member.objects.values_list("nik_ciphertext", flat=True))

    assert len(numbers) > 1000
    assert all(nik.read_nik(each).kecamatan_code == "99.01.01" for each in numbers)
    assert not Region.objects.filter(code="99.01.01").exists()
