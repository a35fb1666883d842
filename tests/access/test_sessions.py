"""Where somebody is signed in, seen and ended by themselves; and a mail when a new browser comes in."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from krs_portal.access import jobs
from krs_portal.access.devices import COOKIE, describe_browser
from krs_portal.access.models import KnownDevice
from krs_portal.outbox.models import Message
from tests.factories import offices

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
SESSIONS = "/akun/sesi/"


def enter(user, browser=FIREFOX, client=None):
    client = client or Client(headers={"user-agent": browser})
    client.post("/masuk/", {"login": user.email, "password": offices.PASSWORD})
    assert "_auth_user_id" in client.session
    return client


@pytest.fixture
def user():
    return offices.officer(offices.balai())


def test_one_sees_where_one_is_signed_in_and_ends_it(user):
    here, there = enter(user), enter(user, CHROME)
    page = here.get(SESSIONS).content.decode()
    assert "Firefox, Windows" in page
    assert "Chrome, Android" in page

    other = UserSession.objects.get(user_agent=CHROME)
    here.post(f"{SESSIONS}{other.pk}/akhiri/")

    assert there.get("/meja/").status_code == 302
    assert here.get("/meja/").status_code == 200


def test_all_others_end_at_once_and_are_strangers_from_then_on(user):
    here, others = enter(user), [enter(user, CHROME), enter(user, CHROME)]

    here.post(f"{SESSIONS}akhiri-lainnya/")

    assert [each.get("/meja/").status_code for each in (here, *others)] == [200, 302, 302]
    assert KnownDevice.objects.filter(user=user).count() == 1


def test_nobody_ends_the_session_of_somebody_else(user):
    stranger = enter(offices.officer(offices.balai()))
    own = enter(user)

    answer = stranger.post(f"{SESSIONS}{UserSession.objects.get(user=user).pk}/akhiri/")

    assert answer.status_code == 404
    assert own.get("/meja/").status_code == 200


def test_a_new_browser_is_told_of_by_mail_and_a_known_one_is_not(user):
    first = enter(user)
    first.post("/keluar/")
    enter(user, client=first)
    assert not Message.objects.filter(kind="new-device").exists()

    enter(user, CHROME)

    told = Message.objects.get(kind="new-device")
    assert told.recipient == user.email
    assert "Chrome, Android" in told.body
    assert "127.0.0.1" in told.body


def test_the_cookie_of_a_device_is_kept_as_a_digest(user):
    client = enter(user)
    cookie = client.cookies[COOKIE]

    assert cookie["httponly"]
    assert not KnownDevice.objects.filter(digest=cookie.value).exists()


def test_traces_of_sessions_that_ended_are_forgotten(user):
    enter(user).session.flush()

    jobs.forget_old_traces()

    assert not UserSession.objects.exists()


@pytest.mark.parametrize(
    ("said", "known"),
    [
        (FIREFOX, "Firefox, Windows"), (CHROME, "Chrome, Android"), ("", "–"), ("curl/8", "–"),
        (FIREFOX.replace("Firefox", "Edg"), "Edge, Windows"),
    ],
)  # fmt: skip
def test_browsers_are_called_as_people_call_them(said, known):
    assert describe_browser(said) == known


def test_password_language_and_all_else_are_reached_from_ones_name(signed_in, user):
    client = signed_in(user)

    assert 'href="/akun/"' in client.get("/meja/").content.decode()
    page = client.get("/akun/").content.decode()

    for address in ("/akun/sandi/", "/akun/verifikasi/", SESSIONS, "/akun/token/"):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
    assert 'value="en"' in page
