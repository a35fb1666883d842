"""Whoever leads an office, counts for the ministry, runs the portal or opens people's data shows a second factor."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client, override_settings

from krs_portal.access.gate import SHOWN
from krs_portal.access.models import SealedSecret
from krs_portal.accounts.models import User
from krs_portal.kit.sealed_columns import list_sealed_columns
from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.outbox.models import Message
from tests.factories import access, offices

pytestmark = pytest.mark.django_db
FACTORS, APP, CODES = "/akun/verifikasi/", "/akun/verifikasi/aplikasi/", "/akun/verifikasi/kode/"


def enter(client, user, **more):
    return client.post("/masuk/", {"login": user.email, "password": offices.PASSWORD} | more)


def confirm(client, path):
    """Show once more that it is oneself, and go on to where one was."""
    asked = client.get(path)
    assert asked["Location"].startswith("/akun/masuk-ulang/")
    return client.post(asked["Location"], {"password": offices.PASSWORD}, follow=True)


@pytest.mark.parametrize(
    ("role", "kind", "must"),
    [
        (Role.HEAD, OfficeKind.BALAI, True),
        (Role.EVALUATOR, OfficeKind.DIRECTORATE, True),
        (Role.ADMIN, OfficeKind.DIRECTORATE, True),
        (Role.OPERATOR, OfficeKind.LOCAL_AGENCY, True),  # opens what the law calls specific data
        (Role.OFFICER, OfficeKind.PROVINCIAL_AGENCY, True),
        (Role.OFFICER, OfficeKind.BALAI, False),
        (Role.AUDITOR, OfficeKind.DIRECTORATE, False),
    ],
)
def test_who_must_show_one(client, role, kind, must):
    user = offices.member(role, offices.office(kind=kind))

    enter(client, user)
    page, api = client.get("/dasbor/"), client.get("/api/v1/offices/")

    assert (page.status_code, page.get("Location")) == ((302, FACTORS) if must else (200, None))
    assert api.status_code == (403 if must else 200)
    assert not must or (api["Content-Type"], api.json()["code"]) == (
        "application/problem+json", "second_factor_missing",
    )  # fmt: skip


def test_public_pages_and_the_way_out_stay_open(client):
    enter(client, offices.head(offices.balai()))

    assert client.get("/capaian/").status_code == 200
    assert client.get(FACTORS).status_code == 200
    assert client.post("/bahasa/", {"language": "en", "next": "/"}).status_code == 302
    assert client.post("/keluar/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_head_sets_up_an_app_and_is_asked_for_it_from_then_on(client, django_capture_on_commit_callbacks):
    head = offices.head(offices.balai())
    enter(client, head)
    page = confirm(client, APP).content.decode()
    secret = re.search(r'<code class="long-code">(\w+)</code>', page).group(1)

    wrong = client.post(APP, {"code": "000000"})
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(APP, {"code": access.code(secret)}, follow=True)

    assert "code" in wrong.context["form"].errors
    codes = re.findall(r"<code>(\d{8})</code>", done.content.decode())
    assert len(codes) == 10
    assert "tidak ditampilkan lagi" in client.get(CODES).content.decode()
    assert client.get("/dasbor/").status_code == 200
    assert Message.objects.get(kind="account-changed").recipient == head.email

    again = Client()
    assert enter(again, head)["Location"].startswith("/masuk/kode/")
    assert "_auth_user_id" not in again.session
    assert again.post("/masuk/kode/", {"code": access.code(secret, 1)}).status_code == 302
    assert again.get("/dasbor/").status_code == 200

    lost = Client()
    enter(lost, head)
    lost.post("/masuk/kode/", {"code": codes[0]})
    assert lost.get("/dasbor/").status_code == 200


def test_a_code_opens_once(client):
    head = offices.head(offices.balai())
    code = access.code(access.authenticator(head))
    enter(client, head)
    client.post("/masuk/kode/", {"code": code})
    assert "_auth_user_id" in client.session

    other = Client()
    cache.clear()  # where allauth remembers codes
    enter(other, head)
    answer = other.post("/masuk/kode/", {"code": code})

    assert "_auth_user_id" not in other.session
    assert "sudah dipakai" in answer.content.decode()


def test_codes_are_not_guessed(client):
    head = offices.head(offices.balai())
    secret = access.authenticator(head)
    enter(client, head)
    for guess in range(5):
        client.post("/masuk/kode/", {"code": f"{guess:06}"})

    answer = client.post("/masuk/kode/", {"code": access.code(secret)})

    assert "Coba lagi 1 menit lagi" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_last_factor_of_a_head_stays_and_that_of_an_officer_may_go(client):
    balai = offices.balai()
    for user, stays in ((offices.head(balai), True), (offices.officer(balai), False)):
        browser = Client()
        secret = access.authenticator(user)
        enter(browser, user)
        browser.post("/masuk/kode/", {"code": access.code(secret)})

        confirm(browser, APP + "hapus/")
        browser.post(APP + "hapus/")

        assert Authenticator.objects.filter(user=user).exists() is stays
        assert SealedSecret.objects.exists() is stays  # with the factor goes its secret
        assert ("wajib memakai" in browser.get(FACTORS).content.decode()) is stays
        Authenticator.objects.filter(user=user).delete()


def test_the_secret_stands_in_a_column_that_is_written_anew_with_its_key():
    secret = access.authenticator(offices.head(offices.balai()))

    rows = list(Authenticator.objects.values_list("data", flat=True))

    assert not [row for row in rows if secret in str(row)]
    assert secret in SealedSecret.objects.values_list("text", flat=True)
    assert "access_sealedsecret.text" in map(str, list_sealed_columns())


@pytest.mark.parametrize(("debug", "email", "must"), [
    (True, "kepala@demo.krs.test", False), (False, "kepala@demo.krs.test", True), (True, "kepala@krs.test", True),
])  # fmt: skip
def test_accounts_of_the_demo_are_exempt_while_debug_is_on_and_the_page_says_so(client, debug, email, must):
    head = offices.member(Role.HEAD, offices.balai(), email)

    with override_settings(DEBUG=debug):
        enter(client, head)
        page, factors = client.get("/dasbor/"), client.get(FACTORS).content.decode()

    assert page.status_code == (302 if must else 200)
    assert ("akun contoh" in factors) is not must


def test_a_factor_is_asked_about_once_a_session(client):
    head = offices.head(offices.balai())
    secret = access.authenticator(head)
    enter(client, head)
    client.post("/masuk/kode/", {"code": access.code(secret)})

    client.get("/akun/")

    assert client.session[SHOWN] is True


def test_the_administration_shows_no_secret(admin_client):
    secret = access.authenticator(User.objects.get())
    shown = [
        admin_client.get(f"/admin/{path}").content.decode()
        for path in (
            "mfa/authenticator/", f"mfa/authenticator/{Authenticator.objects.first().pk}/change/",
            "usersessions/usersession/?q=admin", "access/knowndevice/?q=admin",
        )
    ]  # fmt: skip

    assert all("Administrasi" in page or "admin" in page for page in shown)
    assert not [page for page in shown if secret in page or "seed" in page]


def test_an_administrator_resets_what_was_lost(admin_client, client):
    head = offices.head(offices.balai())
    secret = access.authenticator(head)
    enter(client, head)
    client.post("/masuk/kode/", {"code": access.code(secret)})

    admin_client.post("/admin/accounts/user/", {"action": "reset_factors", "_selected_action": [head.pk]})

    assert client.get("/akun/").status_code == 302  # signed out
    assert not Authenticator.objects.filter(user=head).exists()
    assert "diatur ulang" in Message.objects.get(kind="account-changed", recipient=head.email).body
    enter(client, head)
    assert client.get("/dasbor/")["Location"] == FACTORS
