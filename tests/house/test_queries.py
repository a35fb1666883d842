"""A page asks the database as often for thirty rows as for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.house.doors import DOORS, House, ask, undone
from tests.house.expected import walk_doors
from tests.house.growth import GROWTH

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("queries")]  # each world grows once
FEW, MANY = 3, 27  # and 27 more
SHOWN = [door for door in DOORS.values() if door.readers]


def count_queries(house: House) -> dict[str, int]:
    """How many queries each page asks of whoever may see most, once its caches are warm."""
    return {door.name: count_queries_of(house, door) for door in SHOWN if door.world == house.world}


def count_queries_of(house, door):
    browser, address = house.open_browser(door.readers[-1]), house.build_address(door)
    ask(browser, "get", address)
    with CaptureQueriesContext(connection) as asked:
        ask(browser, "get", address)
    return len(asked)


@pytest.fixture(scope="module")
def counted(house):
    """For each page, its queries for few rows and for many."""
    with undone():
        GROWTH[house.world](house, FEW)
        few = count_queries(house)
        GROWTH[house.world](house, MANY)
        return {name: (few[name], many) for name, many in count_queries(house).items()}


@walk_doors("queries", SHOWN)
def test_a_page_asks_as_often_for_thirty_rows_as_for_three(house, door, counted):
    few, many = counted[door.name]

    assert many <= few
