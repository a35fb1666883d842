"""Every page is reached by links from where its role arrives after signing in, and every button stands on some page."""

from __future__ import annotations

from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.house.doors import DOORS, Door, House, ask
from tests.house.expected import walk_doors
from tests.house.pages import read_page

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("reached")]  # each role walks once
ROWS_OF_ONE_PAGE = 2  # so many addresses of one page are opened: rows differ in what may be done with them

# Whoever has rows of the world in sight: where there is nothing, nothing leads further.
WITH_ROWS = {
    "clinics": ("officer", "head", "evaluator", "auditor", "admin"),
    "agencies": ("operator", "province", "evaluator", "auditor", "admin"),
}
# What nobody comes to by a link of a page.
ELSEWHERE = {
    "healthz": "for machines",
    "readyz": "for machines",
    "readyz_worker": "for machines",
    "readyz_scheduler": "for machines",
    "readyz_broker": "for machines",
    "kit:gallery": "for those who build, while DEBUG is on",
    "outbox:receive": "a provider reports here",
    "consultations:agenda_feed": "a calendar program reads it",
    "consultations:link": "the link of a message",
    "consultations:survey": "the link of a message",
    "referrals:answer_by_link": "the link of a letter to a partner",
}
# What stands on a page in some states only, which the worlds are not in.
IN_SOME_STATES = {
    "access:sessions_end": "where one is signed in elsewhere, too",
    "consultations:call_again": "where somebody was called and did not come",
    "consultations:house_separate": "where another row was merged into the house",
    "consultations:person_separate": "where another row was merged into the person",
    "consultations:served_after_all": "on a day that is over",
    "consultations:assistance_start": "on the page of one that is only planned; the walk opens others first",
    "imports:progress": "while a workbook is read",
    "imports:template": "beside the form of those who send workbooks; others may open it, too",
    "monitoring:obstacle_clear": "where something stands in the way of a hand-over",
    "monitoring:profile_submit": "once a profile is filled in",
    "offices:reopen": "on the page of an office that was closed",
    "reports:file": "once the files are built",
    "referrals:send": "on the page of a draft; the walk opens others first",
    "reports:particulars": "once a draft is built",
    "reports:rebuild": "once a draft is built",
}


def list_places(page: HttpResponse, here: str) -> list[str]:
    """Every address of the portal that the page names: links, forms, buttons, pictures, what scripts fetch."""
    if not page.get("Content-Type", "").startswith("text/html") or not page.content.strip():
        return []
    named = [value for element in read_page(page).iter() for value in element.attrib.values()]
    joined = [urljoin(here, value) for value in named if value.startswith(("/", "?", "http://testserver"))]
    return [urlsplit(each)._replace(scheme="", netloc="", fragment="").geturl() for each in joined]


def name_of(address: str) -> str:
    """The name of the door at an address; empty where there is none."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def walk_links(browser: Client, start: str) -> set[str]:
    """The names of all doors that somebody finds who opens every page that is named to them."""
    found, opened = {name_of(start)}, Counter()
    ahead, known = deque([start]), {start}
    while ahead:
        here = ahead.popleft()
        name = name_of(here)
        if opened[name] >= ROWS_OF_ONE_PAGE or (name in DOORS and not DOORS[name].is_open_to_get):
            continue
        opened[name] += 1
        page = ask(browser, "get", here)
        places = [urljoin(here, page["Location"])] if page.has_header("Location") else list_places(page, here)
        for place in places:
            if (there := name_of(place)) and there != "account_logout":
                found.add(there)
                if place not in known:
                    known.add(place)
                    ahead.append(place)
    return found


def find_reached(house: House, role: str) -> set[str]:
    """Kept with the house: the doors of one role are asked for one by one."""
    kept = house.__dict__.setdefault("reached", {})
    if role not in kept:
        browser = house.open_browser(role)
        start = reverse("consultations:home") if role == "nobody" else find_first_page(house, role)
        kept[role] = walk_links(browser, start)
    return kept[role]


def find_first_page(house: House, role: str) -> str:
    """Where sign-in leads this role."""
    from allauth.account.adapter import get_adapter
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.user = house.people[role]
    return get_adapter(request).get_login_redirect_url(request)


def list_comers(door: Door) -> list[str]:
    """The roles with rows in sight that may use the door; what is everybody's, nobody in particular comes to."""
    letters = door.get if door.is_open_to_get else door.post
    if letters["nobody"] != "L":
        return []
    return [role for role in WITH_ROWS[door.world] if letters[role] in "23"]


DOORS_OF_PAGES = [door for door in DOORS.values() if ":" in door.name and door.name not in ELSEWHERE | IN_SOME_STATES]


@walk_doors("reached", DOORS_OF_PAGES)
def test_a_door_is_found_by_whoever_may_use_it(house, door):
    lost = [role for role in list_comers(door) if door.name not in find_reached(house, role)]

    assert not lost, f"{door}: {', '.join(lost)}"
