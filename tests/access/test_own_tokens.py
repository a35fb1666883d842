"""Everybody makes their own tokens: scoped, ending, shown once."""

import re
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver
from rest_framework.permissions import SAFE_METHODS

from krs_portal.accounts.enums import Scope
from krs_portal.accounts.models import ApiToken
from krs_portal.kit.clock import now
from krs_portal.kit.submissions import FIELD
from krs_portal.outbox.models import Message
from tests.factories import monitoring, offices

pytestmark = pytest.mark.django_db
NEW, TOKENS = "/akun/token/baru/", "/akun/token/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def user():
    return offices.officer(offices.balai())


@pytest.fixture
def client(client, user):
    client.post("/masuk/", {"login": user.email, "password": offices.PASSWORD})
    asked = client.get(NEW)
    client.post(asked["Location"], {"password": offices.PASSWORD})
    return client


def make(client, **values):
    answer = client.post(NEW, {"label": "Dasbor", "scopes": ["read"], "days": "90"} | values)
    found = re.search(r'id="token" type="text" value="([\w-]{43})"', re.sub(r"\s+", " ", answer.content.decode()))
    return answer, found and found.group(1)


def ask(token, method="get", path="/api/v1/offices/", **data):
    return getattr(Client(), method)(
        path, data, headers={"Authorization": f"Token {token}"}, content_type="application/json"
    )


def test_a_token_is_made_after_the_password_was_asked_again_and_shown_once(client, user):
    assert Client().get(NEW).status_code == 302
    answer, token = make(client)

    assert answer["Cache-Control"].count("no-store")
    assert ask(token).status_code == 200
    assert token not in client.get(TOKENS).content.decode()
    assert Message.objects.get(kind="account-changed").recipient == user.email
    assert ApiToken.objects.get().ends_at - now() < timedelta(days=91)


def test_a_session_that_was_left_open_makes_none(user):
    left_open = Client()
    left_open.force_login(user, backend=BACKEND)

    answer = left_open.post(NEW, {"label": "Dasbor", "scopes": ["read"], "days": "90"})

    assert answer["Location"].startswith("/akun/masuk-ulang/")
    assert not ApiToken.objects.exists()


def test_the_answer_that_shows_it_is_kept_nowhere(client):
    _answer, _token = make(client, **{FIELD: "sama"})

    again, second = make(client, **{FIELD: "sama"})

    assert second is None
    assert again.status_code == 422
    assert "sudah punya token bernama itu" in again.content.decode()
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"scopes": []}, {"scopes": ["all"]}, {"days": "9999"}, {"label": ""}])
def test_what_it_is_for_and_for_how_long_is_said(client, wrong):
    answer, _token = make(client, **wrong)

    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_an_ended_token_is_refused_with_its_own_error(client):
    _answer, token = make(client)
    ApiToken.objects.update(created_at=now() - timedelta(days=9), ends_at=now() - timedelta(seconds=1))

    answer = ask(token)

    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer.json()["code"] == "token_ended"
    assert ask("x" * 43).json()["code"] == "token_unknown"
    assert "berakhir" in client.get(TOKENS).content.decode()


def test_a_token_does_what_it_was_made_for_and_no_more(client):
    _answer, token = make(client, scopes=["read", "reports"])

    assert ask(token).status_code == 200
    assert ask(token, "post", "/api/v1/reports/", kind="?").status_code == 400  # let through, and wrong
    refused = ask(token, "post", "/api/v1/consultations/")
    assert (refused.status_code, refused.json()["code"]) == (403, "out_of_scope")
    assert "consultations" in refused.json()["title"]
    assert ask(token, "delete", "/api/v1/offices/").status_code == 405


def test_a_token_that_only_writes_does_not_read(client):
    _answer, token = make(client, scopes=["reports"])

    assert ask(token).json()["code"] == "out_of_scope"


def test_specific_data_has_a_scope_of_its_own():
    agency = monitoring.local(monitoring.province())
    operator = monitoring.operator(agency)
    home = monitoring.household(monitoring.estate(agency))
    path, asked = f"/api/v1/households/{home.pk}/disclose/", {"purpose": "LOAN", "case": "Berkas 12/KPR"}

    without = ask(offices.token(operator, *set(Scope) - {Scope.SPECIFIC}), "post", path, **asked)
    with_it = ask(offices.token(operator, Scope.SPECIFIC), "post", path, **asked)

    assert (without.status_code, with_it.status_code) == (403, 200)


def test_its_owner_sees_when_it_was_used_and_ends_it(client, user):
    _answer, token = make(client)
    assert "belum pernah" in client.get(TOKENS).content.decode()
    ask(token)
    first = ApiToken.objects.get().last_used_at
    ask(token)

    assert first is not None
    assert ApiToken.objects.get().last_used_at == first  # noted once a minute
    assert "belum pernah" not in client.get(TOKENS).content.decode()
    client.post(f"{TOKENS}{ApiToken.objects.get().pk}/akhiri/")
    assert ask(token).status_code == 401


def test_nobody_ends_the_token_of_somebody_else(client):
    _answer, token = make(client)
    stranger = Client()
    stranger.force_login(offices.officer(offices.balai()), backend=BACKEND)

    answer = stranger.post(f"{TOKENS}{ApiToken.objects.get().pk}/akhiri/")

    assert answer.status_code == 404
    assert ask(token).status_code == 200


def list_api_views(resolver=None):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from list_api_views(entry)
        elif view := getattr(entry.callback, "cls", None):
            actions = getattr(entry.callback, "actions", None)
            methods = actions or {name for name in view.http_method_names if hasattr(view, name)}
            yield view, {name.upper() for name in methods}


def test_every_operation_that_writes_says_its_scope():
    writing = {view for view, methods in list_api_views() if methods - {*SAFE_METHODS}}

    assert len(writing) > 6
    assert not [view for view in writing if not hasattr(view, "scope")]
    assert [view.__name__ for view in writing if view.scope is None] == ["BookingViewSet"]


def test_the_demo_token_is_shown_while_debug_is_on_only(client):
    shown = []
    for debug in (True, False):
        with override_settings(DEBUG=debug):
            shown.append("demo-kementerian" in client.get("/api/docs/").content.decode())

    assert shown == [True, False]
    assert "token_ended" in client.get("/api/docs/").content.decode()
