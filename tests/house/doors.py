"""Every door of the portal: its name, the world whose rows its address needs, and what each role is answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import agency_world, clinic_world, test_routes, test_routes_agencies

WORLDS = {"clinics": (clinic_world, test_routes), "agencies": (agency_world, test_routes_agencies)}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Door:
    """A route by its name; `get` and `post` hold a letter for each role, as the route tables explain."""

    world: str
    name: str
    get: Mapping[str, str]
    post: Mapping[str, str]

    def __str__(self) -> str:
        return self.name

    @property
    def arguments(self) -> tuple[str, ...]:
        """The names of the rows that the address takes."""
        return tuple(WORLDS[self.world][1].arguments(self.name))

    @property
    def asked(self) -> str:
        """Without this query the page answers 404."""
        return str(WORLDS[self.world][1].ASKED.get(self.name, ""))

    @property
    def readers(self) -> list[str]:
        """The roles to whom the address shows something."""
        return [role for role, letter in self.get.items() if letter == "2"]

    @property
    def is_open_to_get(self) -> bool:
        return bool({"2", "3", "5"} & set(self.get.values()))

    @property
    def takes_posts(self) -> bool:
        """No role is told that the method is wrong."""
        return not {"M", "5"} & set(self.post.values())


def _read_tables() -> Iterator[Door]:
    for world, (people, routes) in WORLDS.items():
        for name, (get, post) in routes.TABLE.items():
            yield Door(world, name, *(dict(zip(people.ROLES, letters, strict=True)) for letters in (get, post)))


DOORS = {door.name: door for door in _read_tables()}


class House:
    """A world with somebody of every role in it, each with a browser of their own."""

    def __init__(self, world: str) -> None:
        self.world = world
        self.people, self.keys = WORLDS[world][0].world()
        self.browsers = {role: open_browser(user) for role, user in self.people.items()}

    def open_browser(self, role: str) -> Client:
        """The browser of that role; nobody comes with a new one each time."""
        return open_browser() if role == "nobody" else self.browsers[role]

    def build_address(self, door: Door) -> str:
        return reverse(door.name, args=[self.keys[argument] for argument in door.arguments]) + door.asked


def open_browser(user: Any = None) -> Client:
    """A browser that shows an error page where the server breaks, as real ones do."""
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user, backend=BACKEND)
    return client


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written meanwhile is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, method: str, address: str, *posted: Any, **options: Any) -> HttpResponse:
    """One request, read to its end and taken back."""
    with undone():
        answer = getattr(client, method)(address, *posted, **options)
        answer.getvalue()  # a file that is not read to its end stays open
    return answer


def describe_error(answer: HttpResponse) -> str:
    """Where the server broke, in one line."""
    error = getattr(answer, "exc_info", None)
    if not error:
        return str(answer.status_code)
    _, value, trace = error
    while trace.tb_next:
        trace = trace.tb_next
    return f"{type(value).__name__}: {str(value)[:100]!r} in {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
