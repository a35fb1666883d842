"""What no page should break on, and a way to learn which parameters a page reads."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.core.handlers.wsgi import WSGIRequest, get_bytes_from_wsgi
from django.http import QueryDict
from django.http.request import HttpRequest
from drf_spectacular.generators import SchemaGenerator

# Each as it stands in an address, already quoted.
SHARP = [
    "%00", "%C2%B2", "9" * 5000, "9" * 20, "-1", "10000", "99999999999999", "1e400", "9999-12-31", "0001-01-01",
    "9999-12-31T23:59:59-12:00",
]  # fmt: skip
BLUNT = ["a%00b", "%ED%A0%80", "NaN", "0001-01-01T00:00:00%2B14:00", "%5B%5B", "x" * 3000, "2022-02-30", "%25"]


def write_cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


# A cursor is the values of the last row seen: one of them, two or three.
ROWS = [
    *(f"[{', '.join([value] * number)}]" for number in (1, 2, 3) for value in ("1e400", '"\\ud800"', "{}")),
    *(f"[{value}, 1]" for value in ("null", '"0001-01-01"', '"9999-12-31T23:59:59-12:00"', "1" + "0" * 30)),
]
CURSORS = ["abc", "%00", "%C2%B2", "9" * 5000, *map(write_cursor, ["p=abc", "[" * 5000, *ROWS])]


# Of each kind one: no text of the database, too long for a number, no float, a moment that no zone can hold.
SHARPEST = ["%00", "9" * 5000, "1e400", "9999-12-31T23:59:59-12:00"]


def list_values(name: str) -> list[str]:
    return CURSORS if name == "cursor" else SHARPEST


class WatchedQuery(QueryDict):
    """The parameters of an address that remember which of them somebody read."""

    read: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.note(name)
        return super().__getitem__(name)

    def _getlist(self, name: str, *options: Any, **named: Any) -> Any:
        self.note(name)
        return super()._getlist(name, *options, **named)

    def __contains__(self, name: object) -> bool:
        self.note(name)
        return super().__contains__(name)

    def note(self, name: Any) -> None:
        """Django REST framework asks for `None` where a parameter of its own is switched off."""
        if name is not None:
            self.read.add(str(name))


@contextmanager
def watched_parameters() -> Iterator[set[str]]:
    """The names of all parameters that pages read from their address meanwhile."""
    plain = WSGIRequest.GET

    def read_query(request: HttpRequest) -> QueryDict:
        if "GET" not in request.__dict__:
            raw = get_bytes_from_wsgi(request.environ, "QUERY_STRING", "")
            request.__dict__["GET"] = WatchedQuery(raw, encoding=request.encoding)
        return request.__dict__["GET"]

    WatchedQuery.read = set()
    WSGIRequest.GET = property(read_query)
    try:
        yield WatchedQuery.read
    finally:
        WSGIRequest.GET = plain


# What is written into a field: of a form by itself, of a JSON body as any value. "1e400" stands there without quotes.
DAY_NAME = re.compile(r"(^|[_-])(day|on|at|from|until|starts|ends)($|[_-])")
DAYS, WORDS = ["9999-12-31", "0001-01-01"], ["a\0b", "9" * 5000]
INFINITE = "\u221e"
JSON_VALUES = ["a\0b", "\ud800", INFINITE, 10**30, {}, [[]], "0001-01-01"]
UNREADABLE = ["[" * 20_000, '{"a":' * 20_000, "null", "[]", '"x"', "1e400", '{"\\ud800": 1}', "\0", "{", b"\xff\xfe"]


def list_field_values(name: str) -> list[str]:
    return DAYS if DAY_NAME.search(name) else WORDS


def write_json(body: Mapping[str, Any]) -> str:
    return json.dumps(body).replace(json.dumps(INFINITE), "1e400")


@cache
def read_schema() -> dict[str, Any]:
    return SchemaGenerator().get_schema(public=True)


def list_body_fields(address: str) -> set[str]:
    """The fields that the operation at this address says it takes."""
    for template, methods in read_schema()["paths"].items():
        if "post" in methods and re.fullmatch(re.sub(r"{[^}]+}", "[^/]+", template), address):
            kinds = methods["post"].get("requestBody", {}).get("content", {}).values()
            return {name for kind in kinds for name in _list_properties(kind["schema"])}
    return set()


def _list_properties(schema: Mapping[str, Any]) -> set[str]:
    if "$ref" in schema:
        return _list_properties(read_schema()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    return {
        *schema.get("properties", ()),
        *(name for part in schema.get("allOf", ()) for name in _list_properties(part)),
    }
