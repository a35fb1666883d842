"""What a list does not understand in its address is said: nobody takes everything for what was asked."""

from urllib.parse import quote

import lxml.html
import pytest
from django.urls import get_resolver, resolve

from krs_portal.api_urls import router
from krs_portal.kit.api import PROBLEM, KnownParameters
from tests.house.doors import DOORS, ask
from tests.house.expected import walk_doors
from tests.house.hostile import watched_parameters
from tests.house.test_hostile import SHOWN, join_query

pytestmark = pytest.mark.django_db
UNKNOWN, UNREADABLE = "saringan-lama", "zzz!"
TRACKED = "utm_source=wa&utm_medium=x&fbclid=1&gclid=2"
PAGES = [door for door in SHOWN if "-" not in door.name and door.name != "achievements"]
# Pages that read their address and are no lists: what they read is where somebody comes from, or a first value.
NO_LISTS = {
    "clinics:target_set": "the indicator and period of the list that one comes from are chosen in the form",
    "consultations:book": "a citizen's way: what cannot be read is a question that is still open, and is asked",
    "consultations:ask": "a citizen's way",
    "consultations:book_slot": "a citizen's way",
    "consultations:wait": "a citizen's way",
    "consultations:evaluation_note": "another year is 404",
    "consultations:home": "a search: what was typed is named with the answer",
    "consultations:assistance_new": "the consultation that one comes from; another one is refused",
    "consultations:new": "the office that is written for; another one is refused",
    "consultations:manage": "a citizen's way",
    "consultations:move": "a citizen's way",
    "consultations:save_way": "a citizen's way",
    "consultations:houses": "what is being typed is looked up",
    "monitoring:move_in": "the first value of a field",
    "monitoring:problem_new": "the first value of a field",
    "reports:verify": "the code on a paper, looked up",
    "reports:file": "shown or handed out",
    "reports:new": "the first values of a form; another kind is 404",
    "set_language": "where one comes from",
    "unsaved:offer": "what was written into the form of an address is looked up",
}
SEARCHES = {"consultations:regions": {"region"}}  # the same of one door
SEARCHES |= {f"consultations:{name}": {"officer", "house"} for name in ("list", "list_csv", "list_xlsx")}
SEARCHES |= {f"consultations:assistances{end}": {"officer"} for end in ("", "_csv", "_xlsx")}
SEARCHES |= {"assistances-list": {"officer"}}
SEARCHES |= {"monitoring:problems": {"owner"}, "problems-list": {"owner"}}  # owners are written in words
ANY_TEXT = {"q", "about", "cursor"}  # whatever is written there can be looked for; a cursor of old begins again


def find_view(door):
    namespace, _, name = door.name.rpartition(":")
    return next(view for view in walk_views(get_resolver(), namespace, name))


def walk_views(resolver, namespace, name, here=""):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            below = f"{here}:{entry.namespace}".strip(":") if entry.namespace else here
            yield from walk_views(entry, namespace, name, below)
        elif entry.name == name and here == namespace:
            yield entry.callback


def choose_role(door):
    return (door.readers or [role for role, letter in door.get.items() if letter in "235"])[0]


def show(house, door, query=""):
    address = house.build_address(door)
    return ask(house.open_browser(choose_role(door)), "get", join_query(address, query) if query else address)


def says_error(answer):
    if answer.streaming:
        return False  # a file cannot say it
    page = lxml.html.fromstring(answer.content.decode())
    return bool(
        page.xpath("//*[@role='alert'] | //*[contains(@class, 'invalid')] | //*[contains(@class, 'field-error')]")
    )


@walk_doors("reading parameters", PAGES)
def test_a_list_names_what_it_reads_and_says_what_it_does_not_understand(house, door):
    """Whoever reads an address is a list or stands above; a list refuses other names and what cannot be read."""
    with watched_parameters() as names:
        plain = show(house, door)
        followed = show(house, door, TRACKED)  # an address with something in it, which binds forms
    read, view = {name for name in names if name not in TRACKED}, find_view(door)
    assert followed.status_code == plain.status_code
    if not hasattr(view, "parameters"):
        assert door.name in NO_LISTS or not read, read
        return

    assert read <= view.parameters
    odd = show(house, door, f"{UNKNOWN}=1")
    assert (odd.status_code, UNKNOWN in odd.content.decode()) == (400, True)
    closed = view.parameters - ANY_TEXT - SEARCHES.get(door.name, set())
    answers = {name: show(house, door, f"{name}={quote(UNREADABLE)}") for name in closed}
    assert [name for name, answer in answers.items() if not refuses(answer)] == []


def refuses(answer):
    return answer.status_code in {400, 404} or says_error(answer)


API = [
    door
    for door in DOORS.values()
    if door.is_open_to_get and ":" not in door.name and ("-" in door.name or door.name == "achievements")
]


@walk_doors("unknown parameters of the API", API)
def test_the_api_refuses_what_it_does_not_know_by_its_name(house, door):
    queries = [f"{UNKNOWN}=1", "utm_source=wa", "format=json", "ordering=name"]
    if door.name.endswith("-list"):
        queries += [f"page_size={size}" for size in ("0", "-1", "501", "many", "9" * 30, "%C2%B2")]
    answers = {query: show(house, door, query) for query in queries}

    assert {(answer.status_code, answer["Content-Type"]) for answer in answers.values()} == {(400, PROBLEM)}
    assert [query for query, answer in answers.items() if list(answer.json()["fields"]) != [query.split("=")[0]]] == []


def test_every_view_of_the_api_knows_its_parameters():
    views = {viewset for _prefix, viewset, _name in router.registry} | {resolve("/api/v1/achievements/").func.cls}

    assert len(views) > 15
    assert [view for view in views if not issubclass(view, KnownParameters)] == []


# What a list of the API promises by what it is about: things that happen come by their time.
BY_TIME = {
    "consultations": "-happened_on",
    "imports": "-uploaded_at",
    "problems": "found_on",
    "profiles": "-round__data_as_at",
    "reports": "-created_at",
    "rounds": "-data_as_at",
    "slots": "starts_at",
    "targets": "-period__starts_on",
}


def test_every_list_of_the_api_names_its_order():
    orders = {
        prefix: viewset.ordering
        for prefix, viewset, _name in router.registry
        if hasattr(viewset, "list") and viewset.pagination_class
    }

    assert {prefix: order[0] for prefix, order in orders.items() if prefix in BY_TIME} == BY_TIME
    assert [prefix for prefix, order in orders.items() if order[-1] not in {"pk", "-pk"}] == []
    # Of these nobody is promised a time or a name: their names are masked.
    assert [prefix for prefix, order in orders.items() if order == ("pk",)] == ["households", "readiness"]
