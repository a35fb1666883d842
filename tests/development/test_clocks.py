"""`make test CLOCK=…`: the tests at another hour, and everything that they start."""

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
import redis
from django.conf import settings
from django.db import connection

from krs_portal.development.clocks import CLOCKS, build_environment, choose_clock, ensure_library
from krs_portal.offices.reference import list_holidays
from krs_portal.runtime.setup import SetupRefused

NOW = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
TELL = """
import multiprocessing, time
began = time.monotonic()
time.sleep(0.05)
multiprocessing.Semaphore(0).acquire(timeout=0.05)
print(time.time(), time.monotonic() - began)
"""


def test_a_process_tells_the_other_hour_and_waits_as_long_as_ever():
    environment = build_environment(ensure_library(), "leap-day", datetime.now(UTC))

    told = subprocess.run([sys.executable, "-c", TELL], env=environment, capture_output=True, text=True, check=True)
    moment, waited = map(float, told.stdout.split())

    assert datetime.fromtimestamp(moment, UTC) - CLOCKS["leap-day"] < timedelta(seconds=30)
    assert 0.1 <= waited < 10


def test_database_and_broker_have_the_hour_of_the_tests(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        (of_database,) = cursor.fetchone()
    of_broker, _ = redis.from_url(settings.REDIS_URL).time()

    assert float(of_database) == pytest.approx(time.time(), abs=5)
    assert of_broker == pytest.approx(time.time(), abs=5)


def test_the_days_are_what_they_are_called():
    days = {name: moment.date() for name, moment in CLOCKS.items()}
    lebaran = [one.day for one in list_holidays([2027]) if "Idul Fitri" in one.name]

    assert days["saturday"].isoweekday() == 6
    assert days["lebaran"] in lebaran
    assert (days["leap-day"].month, days["leap-day"].day) == (2, 29)
    assert (days["new-years-eve"].month, days["new-years-eve"].day) == (12, 31)


def test_eight_days_take_every_clock_once():
    taken = [choose_clock("by-turns", NOW + timedelta(days=day)) for day in range(8)]

    assert sorted(taken) == sorted(CLOCKS)


def test_a_clock_that_is_not_there_is_refused_by_a_list_of_those_that_are():
    with pytest.raises(SetupRefused, match=r"There is no clock noon; there are wib-0030, .*by-turns"):
        choose_clock("noon", NOW)
