"""Guessing is held up, and nobody can hold up somebody else by guessing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from krs_portal.access import attempts, jobs
from krs_portal.access.models import Attempt, KnownDevice
from tests.factories import offices

WRONG = "sandi-yang-salah-2022"


def try_password(client, user, password, address="192.0.2.1"):
    client.post("/masuk/", {"login": user.email, "password": password}, REMOTE_ADDR=address)
    return "_auth_user_id" in client.session


def move_clock(monkeypatch, **forward):
    at = timezone.now() + timedelta(**forward)
    for place in ("access.adapter", "access.forms"):
        monkeypatch.setattr(f"krs_portal.{place}.now", lambda: at)


@pytest.fixture
def user():
    return offices.officer(offices.balai())


@pytest.mark.django_db
def test_waits_grow_and_end(client, user, monkeypatch):
    waited = 0
    for wait in (1, 2, 4, 8):
        for _guess in range(5 if wait == 1 else 1):
            try_password(Client(), user, WRONG)
        assert not try_password(Client(), user, offices.PASSWORD)
        move_clock(monkeypatch, minutes=waited + wait, seconds=-5)
        assert not try_password(Client(), user, offices.PASSWORD), wait
        waited += wait
        move_clock(monkeypatch, minutes=waited, seconds=5)

    assert try_password(client, user, offices.PASSWORD)
    assert Attempt.objects.count() == 2  # those shared with others; the person's own failures are forgotten


@pytest.mark.django_db
def test_who_guesses_at_a_head_from_everywhere_holds_up_strangers_only(user):
    own = Client()
    assert try_password(own, user, offices.PASSWORD)  # a device that is known from now on
    own.post("/keluar/")
    for number in range(60):
        try_password(Client(), user, WRONG, f"198.51.100.{number}")

    assert not try_password(Client(), user, offices.PASSWORD, "203.0.113.9")  # a stranger with the right password
    assert try_password(own, user, offices.PASSWORD, "203.0.113.10")  # a known device, from wherever


@pytest.mark.django_db
def test_a_known_device_is_no_licence_to_guess(user):
    own = Client()
    try_password(own, user, offices.PASSWORD)
    own.post("/keluar/")
    for _guess in range(5):
        try_password(own, user, WRONG)

    assert not try_password(own, user, offices.PASSWORD)


@pytest.mark.django_db
def test_the_link_in_the_mail_opens_although_strangers_guess(user, mailoutbox):
    for number in range(60):
        try_password(Client(), user, WRONG, f"198.51.100.{number}")
    browser = Client()
    browser.post("/sandi/", {"email": user.email}, REMOTE_ADDR="203.0.113.9")
    link = next(word for word in mail.outbox[0].body.split() if "/sandi/" in word).partition("testserver")[2]

    opened = browser.get(link, follow=True)
    new = "Kata-Sandi-Yang-Lain-77"
    browser.post(opened.request["PATH_INFO"], {"password1": new, "password2": new})

    assert try_password(browser, user, new, "203.0.113.9")


@pytest.mark.django_db
def test_many_accounts_are_not_tried_from_one_network(user):
    for number in range(45):
        Client().post("/masuk/", {"login": f"orang{number}@krs.test", "password": WRONG}, REMOTE_ADDR="192.0.2.7")

    assert not try_password(Client(), user, offices.PASSWORD, "192.0.2.7")
    assert try_password(Client(), user, offices.PASSWORD, "192.0.2.8")


@pytest.mark.django_db
def test_addresses_of_one_household_are_one_network():
    assert attempts.find_network("2001:db8:1:2:3::4") == attempts.find_network("2001:db8:1:2:ffff::1")
    assert attempts.find_network("2001:db8:1:3::1") != attempts.find_network("2001:db8:1:2::1")
    assert attempts.find_network("192.0.2.1") != attempts.find_network("192.0.2.2")


@pytest.mark.django_db
def test_limits_outlive_the_cache(user):
    for _guess in range(5):
        try_password(Client(), user, WRONG)
        cache.clear()

    assert not try_password(Client(), user, offices.PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_five():
    """Each is counted before it is tried, so nobody slips through between the look and the count."""
    at = timezone.now()
    counters = [attempts.Counter("k" * 64, attempts.PAIR, is_own=True)]

    def attempt(_number):
        try:
            return attempts.take_attempt(counters, at=at) is None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        let_in = sum(pool.map(attempt, range(20)))

    assert let_in == 5


@pytest.mark.django_db
def test_what_counts_no_more_is_forgotten(client, user):
    try_password(Client(), user, WRONG)
    try_password(client, user, offices.PASSWORD)
    long_ago = timezone.now() - timedelta(days=400)
    Attempt.objects.update(last_at=long_ago)
    KnownDevice.objects.update(last_seen_at=long_ago)

    jobs.forget_old_traces()

    assert not Attempt.objects.exists()
    assert not KnownDevice.objects.exists()
