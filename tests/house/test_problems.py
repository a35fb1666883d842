"""Whatever goes wrong in the API is told as problem+json, with a code and a sentence: programs read no pages."""

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.http import Http404

from consultations.booking.throttle import API_BOOKINGS
from krs_portal.kit.api import PROBLEM
from krs_portal.kit.sealing import Unreadable
from tests.house.doors import DOORS, ask
from tests.house.expected import walk_doors
from tests.test_routes import letter

pytestmark = pytest.mark.django_db
OPERATIONS = [
    door for door in DOORS.values() if ":" not in door.name and ("-" in door.name or door.name == "achievements")
]
METHODS = ["get", "post", "put", "patch", "delete", "head", "trace"]


def judge(answer, address, method):
    """What is wrong with a refusal, in one line; nothing where it is as it should be, or no refusal."""
    if answer.status_code < 400:
        return ""
    if answer.get("Content-Type") != PROBLEM:
        return f"{method} {address}: {answer.status_code} as {answer.get('Content-Type')}"
    if method.endswith("head"):
        return ""
    told = answer.json()
    if told["status"] != answer.status_code or not told["title"] or not told["code"]:
        return f"{method} {address}: {told}"
    return ""


@walk_doors("errors of the API", OPERATIONS)
def test_every_method_for_every_role_is_refused_as_a_problem(house, door):
    address = house.build_address(door)
    faults = [
        judge(ask(house.open_browser(role), method, address), address, f"{role} {method}")
        for role in ["nobody", *house.browsers]
        for method in METHODS
    ]
    for sent, kind in [(b"<a/>", "application/xml"), (b"{", "application/json"), (b"\xff", "text/plain"), (b"", "")]:
        answer = ask(house.browsers[next(iter(house.browsers))], "post", address, sent, content_type=kind)
        faults.append(judge(answer, address, f"post {kind}"))

    assert list(filter(None, faults)) == []


@pytest.mark.parametrize(
    ("path", "method", "options", "status", "code"),
    [
        ("/api/v1/nothing/", "get", {}, 404, "not_found"),
        ("/api/nothing/", "post", {}, 404, "not_found"),
        ("/api/v1/places/x/", "get", {}, 404, "not_found"),
        ("/api/v1/places/", "delete", {}, 405, "method_not_allowed"),
        ("/api/v1/places/", "get", {"HTTP_ACCEPT": "application/xml"}, 406, "not_acceptable"),
        (
            "/api/v1/bookings/",
            "post",
            {"data": "<a/>", "content_type": "application/xml"},
            415,
            "unsupported_media_type",
        ),
        ("/api/v1/bookings/", "post", {"data": "{", "content_type": "application/json"}, 400, "parse_error"),
        ("/api/v1/offices/", "get", {}, 401, "not_authenticated"),
        ("/api/v1/offices/", "get", {"HTTP_AUTHORIZATION": "Token nobody"}, 401, "token_unknown"),
    ],
)
def test_a_refusal_has_the_code_of_its_kind(client, path, method, options, status, code):
    answer = getattr(client, method)(path, **options)

    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert answer.json()["code"] == code


def test_an_address_that_asks_too_often_is_told_so(client, monkeypatch):
    monkeypatch.setattr("consultations.booking.api.may_try", lambda request, limit: limit is not API_BOOKINGS)

    answer = client.post("/api/v1/bookings/", {}, content_type="application/json")

    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (429, PROBLEM, "throttled")
    assert answer["Retry-After"] == "60"


def test_a_body_that_is_too_large_is_told_so(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    answer = client.post("/api/v1/bookings/", '{"name": "%s"}' % ("x" * 1000), content_type="application/json")

    assert (answer.status_code, answer["Content-Type"]) == (413, PROBLEM)
    assert answer.json()["code"] == "too_large"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ZeroDivisionError("secret word"), 500),
        (ValidationError("x"), 400),
        (ValidationError({"name": ["x"]}), 400),
        (PermissionDenied("Bukan bagian Anda."), 403),
        (Http404("x"), 404),
        (SuspiciousOperation("x"), 400),
        (RequestDataTooBig("x"), 413),
        (Unreadable("x"), 503),
    ],
)
def test_what_breaks_inside_is_told_as_a_problem(client, monkeypatch, error, status):
    def breaks(view):
        raise error

    monkeypatch.setattr("clinics.api.IndicatorViewSet.get_queryset", breaks)
    client.raise_request_exception = False

    answer = client.get("/api/v1/indicators/")

    assert (answer.status_code, answer["Content-Type"], answer.json()["status"]) == (status, PROBLEM, status)
    assert "secret word" not in answer.content.decode()


@pytest.mark.parametrize("path", ["/api/schema/", "/api/docs/"])
@pytest.mark.parametrize("method", ["post", "delete"])
def test_the_reading_room_refuses_as_the_operations_do(client, path, method):
    answer = getattr(client, method)(path)

    assert letter(answer) in "2M"
    assert answer.status_code < 400 or answer["Content-Type"] == PROBLEM
