"""What lets a form and a request be sent once stands on every page and at every operation."""

import pytest

from krs_portal.kit.submissions import FIELD, HEADER
from tests.house.doors import DOORS, ask
from tests.house.hostile import read_schema
from tests.house.pages import read_page

pytestmark = pytest.mark.django_db
SHOWN = [door for door in DOORS.values() if door.is_open_to_get and not door.name.startswith(("api_", "readyz"))]
WITHOUT_TOKEN = {"set_language"}  # nobody gains by choosing a language for others, and twice is the same
# Operations that take no key, and why.
KEYLESS = {
    "bookings_cancel_create": "a booking is cancelled once",
    "bookings_move_create": "the second time it is there already",
    "households_disclose_create": "each opening of a person's data is recorded",
    "profiles_save_create": "the key stands in the body, made on the device",
}


def read_forms(house, client, door):
    answer = ask(client, "get", house.build_address(door))
    is_page = answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")
    is_page = is_page and answer.content.strip()  # a part of a page may be empty
    forms = [form for form in read_page(answer).forms if form.method == "POST"] if is_page else []
    return answer, forms


def list_keys(form):
    return [value for name, value in form.form_values() if name == FIELD]


@pytest.mark.parametrize("house", ["clinics", "agencies"], indirect=True)
def test_every_form_that_writes_has_a_key_of_its_own(house):
    keys, without = [], set()
    for door in [door for door in SHOWN if door.world == house.world]:
        for role in door.readers[:2]:
            _, forms = read_forms(house, house.open_browser(role), door)
            for form in forms:
                has_token = "csrfmiddlewaretoken" in form.fields
                if has_token and len(list_keys(form)) == 1:
                    keys += list_keys(form)
                elif has_token or not form.action.endswith("/bahasa/"):
                    without.add((door.name, form.action))

    assert without == set()
    assert len(keys) == len(set(keys)) > 50


@pytest.mark.parametrize("house", ["clinics"], indirect=True)
def test_the_keys_of_a_public_page_are_nobody_elses(house):
    """Two visitors are shown other keys, also where fields are drawn once for all, and no cache may mix them up."""
    for door in [door for door in SHOWN if door.world == house.world and "nobody" in door.readers]:
        first, second = (read_forms(house, house.open_browser("nobody"), door) for _ in range(2))
        for (answer, forms), (_, others) in [(first, second)]:
            shown, again = ({key for form in each for key in list_keys(form)} for each in (forms, others))
            assert not shown & again, door.name
            if shown:
                assert "Cookie" in answer.headers.get("Vary", ""), door.name
                assert "public" not in answer.headers.get("Cache-Control", ""), door.name


def test_every_operation_that_creates_or_changes_says_that_it_takes_a_key():
    posts = {
        methods["post"]["operationId"]: methods["post"]
        for methods in read_schema()["paths"].values()
        if "post" in methods
    }
    keyed = {
        name
        for name, operation in posts.items()
        if any((each["in"], each["name"]) == ("header", HEADER) for each in operation.get("parameters", ()))
    }

    assert keyed == posts.keys() - KEYLESS.keys()
    assert not any({"put", "patch"} & methods.keys() for methods in read_schema()["paths"].values())


def test_the_documentation_says_how_a_key_is_used(client):
    page = client.get("/api/docs/").text

    assert HEADER in page
    assert "key-used" in page
