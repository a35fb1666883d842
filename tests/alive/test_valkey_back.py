"""Valkey is back: it is used again, and nothing returns with it that was ended meanwhile."""

import time

from redis import Redis

from benchmarks.crowd import book
from krs_portal.kit.valkey import PAUSE
from tests.alive.conftest import stopped


def test_who_signed_out_meanwhile_stays_out(portal, valkey):
    officer = portal.visit()
    officer.sign_in()
    assert officer.get("/meja/").status == 200
    session = officer.cookies["sessionid"]

    with stopped(valkey):
        officer.post("/keluar/")
    time.sleep(PAUSE)
    officer.cookies["sessionid"] = session

    assert officer.get("/meja/").status == 302


def test_it_is_used_again_when_it_is_back(portal, valkey):
    with stopped(valkey):
        for _ in range(8):
            assert portal.visit().get("/").status == 200
    time.sleep(PAUSE)

    book(portal.base, portal.slot)

    with Redis.from_url(valkey.url) as server:
        assert list(server.scan_iter("*tries:*"))
