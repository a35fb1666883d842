"""One door takes a password to sign in, and one limit counts: no other page and no operation may be guessed at."""

import lxml.html
import pytest
from django.conf import settings
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from rest_framework.authentication import BasicAuthentication

from krs_portal.accounts.models import User
from tests.factories import offices

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "sandi-yang-benar-2022", "sandi-yang-salah-2022"
# Every page with a field for a password, and what is asked there.
ASKING = {
    "/masuk/": "sign in",
    "/akun/masuk-ulang/": "the password of who is signed in",
    "/akun/sandi/": "the password of who is signed in",
    "/admin/accounts/user/add/": "a new one",
    "/admin/accounts/user/{pk}/password/": "a new one",
}


@pytest.fixture
def administrator():
    return User.objects.create_superuser("pengelola@krs.test", RIGHT, name="Pengelola Uji")


def list_reachable(user):
    """Addresses with at most one argument: the key of the user, or the name of a room."""
    names = {f"{namespace}{name}" for namespace, name in walk_names(get_resolver())}
    for name in sorted(names):
        for args in ([], [user.pk], [str(user.pk)], ["accounts"]):
            try:
                yield reverse(name, args=args)
            except NoReverseMatch:
                continue


def walk_names(resolver, namespace=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from walk_names(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif entry.name:
            yield namespace, entry.name


def asks_for_password(answer):
    content = answer.getvalue().strip()
    if answer.status_code != 200 or not content or not answer.get("Content-Type", "").startswith("text/html"):
        return False  # a part of a page may be empty
    return bool(lxml.html.fromstring(content.decode()).xpath("//input[@type='password']"))


@pytest.mark.filterwarnings("ignore:The default scheme will be changed")  # of a page of Django's own
def test_no_page_beside_these_asks_for_a_password(client, administrator):
    def find(addresses):
        return {address for address in addresses if asks_for_password(client.get(address))}

    addresses = set(list_reachable(administrator))
    assert {"/admin/login/", "/admin/password_change/", "/masuk/"} <= addresses
    found = find(addresses)
    client.force_login(administrator, backend="allauth.account.auth_backends.AuthenticationBackend")
    found |= find(addresses)

    assert found == {address.format(pk=administrator.pk) for address in ASKING}


def test_the_administration_leads_to_the_one_door(client, administrator):
    answer = client.get("/admin/accounts/user/", follow=True)

    assert answer.request["PATH_INFO"] == "/masuk/"
    entered = client.post(answer.request["PATH_INFO"] + "?" + answer.request["QUERY_STRING"], sign(RIGHT))
    assert entered["Location"] == "/admin/accounts/user/"


def sign(password):
    return {"login": "pengelola@krs.test", "username": "pengelola@krs.test", "password": password}


@pytest.mark.parametrize("address", ["/masuk/", "/admin/login/", "/admin/login/?next=/admin/"])
def test_the_forty_first_password_signs_nobody_in(client, administrator, address):
    for _guess in range(40):
        client.post(address, sign(WRONG))

    client.post(address, sign(RIGHT))

    assert "_auth_user_id" not in client.session


def test_passwords_sent_to_the_administration_are_not_even_tried(client, administrator):
    answer = client.post("/admin/login/", sign(RIGHT))

    assert (answer.status_code, answer["Location"]) == (302, "/masuk/?next=/admin/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", ["/akun/masuk-ulang/", "/akun/sandi/"])
def test_a_session_left_open_is_no_place_to_guess(client, administrator, address):
    client.force_login(administrator, backend="allauth.account.auth_backends.AuthenticationBackend")
    new = {"password1": "sandi-lain-sekali-77", "password2": "sandi-lain-sekali-77"}
    for _guess in range(40):
        client.post(address, {"password": WRONG, "oldpassword": WRONG} | new)

    answer = client.post(address, {"password": RIGHT, "oldpassword": RIGHT} | new)

    assert answer.status_code == 429
    assert User.objects.get(pk=administrator.pk).check_password(RIGHT)


def test_whoever_may_not_open_the_administration_is_told_so(client):
    client.force_login(offices.officer(offices.balai()), backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.get("/admin/", follow=True)

    assert answer.status_code == 403
    assert "tidak dapat membuka administrasi" in answer.content.decode()


def test_whoever_is_signed_in_goes_straight_on(client, administrator):
    client.force_login(administrator, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get("/admin/login/")["Location"] == "/admin/"
    assert client.get("/admin/password_change/")["Location"] == "/akun/sandi/"


def list_api_views(resolver=None):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from list_api_views(entry)
        elif view := getattr(entry.callback, "cls", None):
            yield view


def test_no_operation_takes_a_password():
    views = list(list_api_views())

    assert len(views) > 30
    assert not [view for view in views for way in view.authentication_classes if issubclass(way, BasicAuthentication)]
    assert not [view for view in views if "Token" in view.__name__]
    assert settings.AUTHENTICATION_BACKENDS == ["allauth.account.auth_backends.AuthenticationBackend"]
