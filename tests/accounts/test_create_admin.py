"""The first administrator of a new portal: made once, from wherever the password comes, refused in sentences."""

import io

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from krs_portal.accounts.management.commands import create_admin
from krs_portal.accounts.models import User

pytestmark = pytest.mark.django_db

EMAIL, PASSWORD = "pengelola@example.go.id", "Rumah-Swadaya-Kita-2026"


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch):
    for name in ("KRS_ADMIN_EMAIL", "KRS_ADMIN_NAME", "KRS_ADMIN_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())


@pytest.fixture
def terminal(monkeypatch):
    """`terminal(*answers)`: somebody types these."""

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    def types(email, *passwords):
        typed = iter(passwords)
        monkeypatch.setattr("sys.stdin", Terminal())
        monkeypatch.setattr("builtins.input", lambda prompt: email)
        monkeypatch.setattr(create_admin, "getpass", lambda prompt: next(typed))

    return types


def make(*arguments):
    said = io.StringIO()
    call_command("create_admin", *arguments, stdout=said)
    return said.getvalue()


def test_from_the_environment_the_administrator_signs_in(monkeypatch, client):
    monkeypatch.setenv("KRS_ADMIN_EMAIL", EMAIL)
    monkeypatch.setenv("KRS_ADMIN_NAME", "Maya Anggraini")
    monkeypatch.setenv("KRS_ADMIN_PASSWORD", PASSWORD)

    make()
    answer = client.post("/masuk/", {"login": EMAIL, "password": PASSWORD})

    assert answer.status_code == 302
    assert client.get("/admin/")["Location"] == "/akun/verifikasi/"  # first a second factor
    assert User.objects.get().name == "Maya Anggraini"
    assert EmailAddress.objects.get().verified


def test_from_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))

    make("--email", EMAIL, "--password-stdin")

    assert User.objects.get().check_password(PASSWORD)


def test_from_a_terminal(terminal):
    terminal(EMAIL, PASSWORD, PASSWORD)

    make()

    assert User.objects.get(email=EMAIL).check_password(PASSWORD)


def test_a_second_time_changes_nothing_and_asks_nothing(terminal):
    terminal(EMAIL, PASSWORD, PASSWORD)
    make()
    before = User.objects.values().get()

    said = make("--email", EMAIL.upper())

    assert said == f"{EMAIL} is an administrator already; nothing was changed.\n"
    assert User.objects.values().get() == before


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "This password is too short. It must contain at least 12 characters."),
        ("password1234", "This password is too common."),
        ("pengelola@example", "The password is too similar to the e-mail."),
        ("", "This password is too short."),
    ],
)
def test_a_weak_password_is_refused(monkeypatch, password, sentence):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))

    with pytest.raises(CommandError, match=sentence.replace(".", r"\.")):
        make("--email", EMAIL, "--password-stdin")

    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("rights", "sentence"),
    [
        ({}, "is an account without an administrator's rights"),
        ({"is_staff": True}, "is an account without an administrator's rights"),
        ({"is_staff": True, "is_superuser": True, "is_active": False}, "is an account that was switched off"),
    ],
)
def test_nobody_else_is_raised_to_an_administrator(rights, sentence):
    User.objects.create_user(EMAIL, "x", name="Petugas", **rights)

    with pytest.raises(CommandError, match=sentence):
        make("--email", EMAIL)

    assert User.objects.filter(**{"is_superuser": False, "is_staff": False, "is_active": True} | rights).exists()


def test_what_is_no_address_is_refused():
    with pytest.raises(CommandError, match="Enter a valid email address"):
        make("--email", "pengelola")


def test_without_a_terminal_it_says_what_is_missing():
    with pytest.raises(CommandError, match="No address is given; use --email or KRS_ADMIN_EMAIL"):
        make()
    with pytest.raises(CommandError, match="No password is given; use --password-stdin, KRS_ADMIN_PASSWORD"):
        make("--email", EMAIL)


def test_two_passwords_that_differ_are_refused(terminal):
    terminal(EMAIL, PASSWORD, PASSWORD.lower())

    with pytest.raises(CommandError, match="The two passwords differ"):
        make()
