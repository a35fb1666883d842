"""The session ends, or the right to do it, while somebody writes: nothing typed is lost, no page is blank."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests.house.doors import DOORS, WORLDS, ask, undone
from tests.house.pages import find_form, read_page
from tests.house.writing import WRITINGS, build_address, call_values, prepare_writing, read_form

pytestmark = pytest.mark.django_db

INSIDE = [door for door in DOORS.values() if door.get["nobody"] == "L"]
SENT_TO = [door for door in INSIDE if door.post["nobody"] == "L"]
FORMS = [DOORS[name] for name, writing in WRITINGS.items() if not writing.is_json]
FROM_US = {"HTTP_ORIGIN": "http://testserver"}
TEXT = "Ini ditulis panjang lebar"

each_world = pytest.mark.parametrize("house", WORLDS, indirect=True)


def list_doors(house, doors):
    return [door for door in doors if door.world == house.world]


def find_next(answer):
    return parse_qs(urlsplit(answer["Location"]).query)["next"][0]


@each_world
def test_a_part_of_a_page_never_swallows_the_sign_in_form(house):
    """Whatever may be asked for again and again answers with a sentence and a link that leads back."""
    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/meja/?place=1"}
    nobody, expected = house.open_browser("nobody"), f"{reverse('account_login')}?next=%2Fmeja%2F%3Fplace%3D1"
    faults = {}
    for door in list_doors(house, INSIDE):
        for method in ("get", "post"):
            answer = ask(nobody, method, house.build_address(door), **headers)
            links = read_page(answer).xpath("//a/@href")
            if (answer.status_code, links, b"<html" in answer.content) != (401, [expected], False):
                faults[f"{method} {door}"] = answer.status_code, links

    assert faults == {}


@each_world
def test_signing_in_leads_to_a_page(house):
    """Whoever pressed a button after the end of the session comes back to the page it stood on, never to a 405."""
    faults = {}
    for door in list_doors(house, SENT_TO):
        nobody, address = house.open_browser("nobody"), house.build_address(door)
        before = [
            {},
            *({"HTTP_REFERER": f"{there}/laporan/?x=1"} for there in ("http://testserver", "https://else.test")),
        ]
        pages = {find_next(ask(nobody, "post", address, **sent_from)) for sent_from in before}
        pages |= {find_next(ask(nobody, "get", address)), find_next(ask(nobody, "post", address, HTTP_REFERER=address))}
        role = next(role for role in house.people if role != "nobody")
        blank = [page for page in pages if ask(house.browsers[role], "get", page).status_code == 405]
        if blank or "/laporan/?x=1" not in pages:
            faults[str(door)] = blank or pages

    assert faults == {}


@each_world
def test_an_address_that_only_takes_forms_is_no_blank_page(house):
    faults = {}
    for door in list_doors(house, SENT_TO):
        for role in [role for role, letter in door.get.items() if letter == "M"][:1]:
            answer = ask(house.browsers[role], "get", house.build_address(door))
            if (answer.status_code, "POST" in answer["Allow"], len(read_page(answer).xpath("//h1"))) != (405, True, 1):
                faults[str(door)] = answer.status_code

    assert faults == {}


@each_world
def test_a_form_for_more_than_a_line_keeps_what_is_written(house):
    faults = {}
    for door in list_doors(house, INSIDE):
        for role in door.readers[:1]:
            answer = ask(house.browsers[role], "get", house.build_address(door))
            is_page = answer.get("Content-Type", "").startswith("text/html") and answer.content.strip()
            forms = [form for form in read_page(answer).forms if form.method == "POST"] if is_page else []
            areas = [form for form in forms if form.xpath(".//textarea[not(@hidden)]")]
            if (
                any(not form.xpath(".//*[@name='writing' and @data-writing]") for form in areas)
                and door.name not in OWN
            ):
                faults[str(door)] = [form.action for form in areas]

    assert faults == {}


OWN = {"monitoring:profile"}  # its page keeps what is written itself, also without a network


def write_texts(house, door, client):
    """A text for every area of the form that leads here; nothing where it has none."""
    page = DOORS[WRITINGS[door.name].page] if WRITINGS[door.name].page else door
    there = build_address(house, door)
    here = house.build_address(page) if page is not door else there
    answer = client.get(here)
    form = find_form(read_page(answer), here, there) if answer.status_code == 200 else None
    return {} if form is None else dict.fromkeys(form.xpath(".//textarea/@name"), TEXT)


def list_written(house):
    """Each door whose form has an area to write in: what is sent there, and the door in a world of its own."""
    for door in list_doors(house, FORMS):
        with undone():
            world, client, values = prepare_writing(house, door)
            if texts := write_texts(world, door, client):
                sent = call_values({**read_form(world, door, client), **values, **texts})
                yield door, build_address(world, door), sent, texts


@each_world
def test_what_is_refused_is_shown_back(house):
    """Closed, locked, gone or not theirs any more: the sentence comes with what was typed."""
    faults, walked = {}, set()
    for door, address, sent, _texts in list_written(house):
        for role in [role for role, letter in door.post.items() if letter in "FN"][:2]:
            answer = ask(house.browsers[role], "post", address, sent, **FROM_US)
            if answer.status_code in (403, 404):
                walked.add(door.name)
                if TEXT not in answer.content.decode():
                    faults[str(door)] = role, answer.status_code

    assert faults == {}
    assert len(walked) > 5


@each_world
def test_what_was_sent_after_the_session_is_shown_back(house):
    """The page has all that was sent, to be sent once more after signing in beside it."""
    faults = {}
    for door, address, sent, texts in list_written(house):
        if door.post["nobody"] != "L":
            continue
        answer = ask(house.open_browser("nobody"), "post", address, sent, **FROM_US)
        again = next((form for form in read_page(answer).forms if form.xpath(".//textarea[@hidden]")), None)
        kept = {} if again is None else {name: value.strip() for name, value in again.form_values()}
        if answer.status_code != 401 or not kept.items() >= texts.items():
            faults[str(door)] = answer.status_code

    assert faults == {}


@each_world
def test_what_others_send_is_not_shown_back(house):
    """A page elsewhere could else let the portal show words that nobody typed here."""
    for door, address, sent, _texts in list_written(house):
        answer = ask(house.open_browser("nobody"), "post", address, sent, HTTP_ORIGIN="https://else.test")
        assert TEXT not in answer.content.decode(), str(door)
        return
