"""A program says which version of a row it read; where the row is another one by now, nothing is done."""

import json

import pytest
from django.urls import reverse

from tests.house.doors import DOORS, undone
from tests.house.expected import walk_doors
from tests.house.hostile import read_schema
from tests.house.test_writing import count_writes
from tests.house.writing import WRITINGS, build_address, call_values, prepare_writing

pytestmark = pytest.mark.django_db

# The operations that change one row, each with the door that shows it.
CHANGING = {
    "consultations-close": "consultations-detail",
    "consultations-correct": "consultations-detail",
    "consultations-reopen": "consultations-detail",
    "consultations-void": "consultations-detail",
    "problems-resolve": "problems-detail",
    "problems-start": "problems-detail",
    "targets-revise": "targets-detail",
}
# What knows its row otherwise: by a version of its own, by the telephone number, by a state that allows it once.
KNOWN_OTHERWISE = {"profiles-save", "bookings-cancel", "bookings-move", "imports-commit", "imports-undo"}
SAYING_NOTHING_OF_A_CHANGE = {"households-disclose"}


def test_every_operation_on_one_row_takes_the_version_or_is_said_not_to():
    on_one_row = {name for name, writing in WRITINGS.items() if writing.is_json and DOORS[name].arguments}

    assert on_one_row == CHANGING.keys() | KNOWN_OTHERWISE | SAYING_NOTHING_OF_A_CHANGE


def test_the_schema_says_so():
    operations = [each for methods in read_schema()["paths"].values() for each in methods.values()]
    taking = [each for each in operations if any(one["name"] == "If-Match" for one in each.get("parameters", ()))]

    assert len(taking) == len(CHANGING)


@walk_doors("stale etag", [DOORS[name] for name in CHANGING])
def test_an_operation_on_a_row_that_changed_is_refused(house, door):
    with undone():
        world, client, values = prepare_writing(house, door)
        address = build_address(world, door)
        shown = client.get(reverse(CHANGING[door.name], args=[world.keys[door.arguments[0]]]))
        assert shown["ETag"]
        body = {"data": json.dumps(call_values(values)), "content_type": "application/json"}
        before = count_writes()

        stale = client.post(address, **body, headers={"If-Match": '"another"'})

        assert (stale.status_code, stale.json()["code"]) == (412, "stale")
        assert count_writes() == before
        assert client.post(address, **body, headers={"If-Match": f'"other", {shown["ETag"]}'}).status_code < 300
