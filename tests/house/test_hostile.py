"""Whatever somebody writes into an address or sends to the API is answered: never a 500, and by the API never HTML."""

from itertools import count, product
from urllib.parse import quote

import pytest

from tests.house.doors import DOORS, ask, describe_error, undone
from tests.house.expected import walk_doors
from tests.house.hostile import (
    BLUNT,
    JSON_VALUES,
    SHARP,
    UNREADABLE,
    list_body_fields,
    list_field_values,
    list_values,
    watched_parameters,
    write_json,
)
from tests.house.writing import WRITINGS, build_address, call_values, prepare_writing, read_form

pytestmark = pytest.mark.django_db
SHOWN = [door for door in DOORS.values() if door.is_open_to_get and door.name != "api_schema"]  # drf-spectacular's own
NAMING = [door for door in SHOWN if door.arguments]
PROBLEM = "application/problem+json"


def find_fault(client, address):
    return judge_answer(ask(client, "get", address), address)


def judge_answer(answer, address):
    """What is wrong with the answer, in one line; nothing where it is as it should be."""
    if answer.status_code >= 500 and answer.status_code != 503:
        return describe_error(answer)
    if address.startswith("/api/v1/") and answer.status_code >= 400 and answer.get("Content-Type") != PROBLEM:
        return f"{answer.status_code} as {answer.get('Content-Type')}"
    return ""


def join_query(address, query):
    return f"{address}{'&' if '?' in address else '?'}{query}"


@walk_doors("hostile parameters", SHOWN)
def test_hostile_parameters_are_answered(house, door):
    """One role sends every value in all parameters at once, and the sharpest in each by itself; nobody and the others
    another one in each of them at once.
    """
    address = house.build_address(door)
    first, *others = [role for role, letter in door.get.items() if letter in "235"]
    faults, tried = {}, set()
    with watched_parameters() as names:
        ask(house.browsers[first], "get", address)
        while fresh := names - tried:
            tried |= fresh
            together = ["&".join(f"{quote(name)}={value}" for name in sorted(names)) for value in SHARP]
            alone = [f"{quote(name)}={value}" for name in sorted(fresh) for value in list_values(name)]
            for query in [*together, *alone]:
                if fault := find_fault(house.browsers[first], join_query(address, query)):
                    faults.setdefault(fault, f"{first}: {query[:80]}")
        for role, start in zip({"nobody": 0, **dict.fromkeys(others)} if tried else (), count(), strict=False):
            values = (SHARP + BLUNT)[3 * start :] + SHARP + BLUNT
            query = "&".join(f"{quote(name)}={value}" for name, value in zip(sorted(tried), values, strict=False))
            if fault := find_fault(house.browsers[role], join_query(address, query)):
                faults.setdefault(fault, f"{role}: {query[:80]}")

    assert faults == {}


@walk_doors("hostile addresses", NAMING)
def test_a_hostile_address_is_answered(house, door):
    address = house.build_address(door)
    role = (door.readers or list(door.get))[0]
    faults = {}
    for argument in door.arguments:
        for value in ("9" * 20, "9" * 5000, "0", "%C2%B2", "%ED%A0%80", "%00", "a%00b", "x" * 3000):
            asked = address.replace(f"/{quote(str(house.keys[argument]), safe=':')}", f"/{value}", 1)
            assert asked != address
            if fault := find_fault(house.browsers[role], asked):
                faults.setdefault(fault, f"{argument}={value[:40]}")

    assert faults == {}


def list_hostile_bodies(door, address, values):
    """(what is hostile, how it is sent) for each field of a form or of a JSON body."""
    if not WRITINGS[door.name].is_json:
        for name in sorted(values):
            for value in list_field_values(name):
                yield f"{name}={value[:20]!r}", (call_values(values) | {name: value},), {}
        return
    plain = call_values(values)
    for name, value in product(sorted({*values, *list_body_fields(address)}), JSON_VALUES):
        yield f"{name}={value!r}", (write_json(plain | {name: value}),), {"content_type": "application/json"}
    for body in UNREADABLE:
        yield f"{body[:20]!r}", (body,), {"content_type": "application/json"}


@walk_doors("hostile words", [DOORS[name] for name in WRITINGS])
def test_hostile_words_are_answered(house, door):
    """Each field by itself, while the others hold what is right, so that the services are reached."""
    faults = {}
    with undone():
        world, client, values = prepare_writing(house, door)
        address, values = build_address(world, door), {**read_form(world, door, client), **values}
        for said, posted, options in list_hostile_bodies(door, address, values):
            with undone():
                if fault := judge_answer(client.post(address, *posted, **options), address):
                    faults.setdefault(fault, said)

    assert faults == {}


@pytest.mark.parametrize("address", ["/api/v1/nothing/", "/api/nothing/", "/api/v1/targets/99999999999999999999/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_api_says_in_its_own_words_that_there_is_nothing(client, address, method):
    answer = getattr(client, method)(address)

    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert answer.json()["code"] == "not_found"


def test_the_api_says_in_its_own_words_that_it_broke(client, monkeypatch):
    monkeypatch.setattr("clinics.api.IndicatorViewSet.get_queryset", lambda view: 1 / 0)
    client.raise_request_exception = False

    answer = client.get("/api/v1/indicators/")

    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (500, PROBLEM, "error")
