"""Web workers and the message worker are killed at random: what was confirmed stands once, what was written leaves."""

import os
import random
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from threading import Thread

import psutil
from celery import Celery

from benchmarks.crowd import book, citizen
from consultations.enums import SEATED

BOOKINGS, CLIENTS, SLOTS = 500, 16, 20
MESSAGES, KILLS = 40, 3
CONFIRMED = (
    "SELECT key::text, channel, state, provider_id, about_key FROM outbox_message"
    " WHERE kind = 'booking-confirmed' AND about_key = ANY(%s)"
)


def kill_a_web_worker(portal):
    workers = psutil.Process(portal.web.pid).children()
    if workers:
        try:
            random.choice(workers).send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            pass


def book_for_certain(portal, slot, key):
    """As on a weak line: the same request until there is an answer. How often it was sent, and the answer."""
    who = citizen() | {"email": ""}
    for sent in range(1, 100):
        try:
            answer = book(portal.base, slot, who, key)
        except (OSError, HTTPException):
            time.sleep(0.05)
            continue
        return sent, answer
    raise AssertionError("the portal did not come back")


def test_killed_web_workers_lose_and_double_no_booking(portal):
    slots, done, killed = portal.slots(SLOTS, BOOKINGS // SLOTS), [], []

    def client(number):
        done.append(book_for_certain(portal, slots[number % SLOTS], f"kunci-{number}"))

    def killer():
        while len(done) < BOOKINGS:
            enough = len(done) + random.randint(30, 90)
            while len(done) < min(enough, BOOKINGS):
                time.sleep(0.003)
            if len(done) < BOOKINGS:
                kill_a_web_worker(portal)
                killed.append(len(done))

    thread = Thread(target=killer)
    thread.start()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(client, range(BOOKINGS)))
    thread.join()

    assert Counter(answer.status for _, answer in done) == {201: BOOKINGS}, done[0][1].body
    assert len(killed) >= 4
    assert any(sent > 1 for sent, _ in done), f"no kill met a request: {killed}"
    rows = portal.ask(
        "SELECT reference, idempotency_key, state, seats FROM consultations_attendance WHERE slot_id = ANY(%s)", slots
    )
    assert sorted(answer.said["reference"] for _, answer in done) == sorted(row[0] for row in rows)
    assert {row[1] for row in rows} == {f"kunci-{number}" for number in range(BOOKINGS)}
    assert {row[2] for row in rows} == {"BOOKED"}
    assert_counted(portal, slots)
    references = sorted(row[0] for row in rows)
    wait_until(lambda: not untold(portal, references))
    assert sorted(row[4] for row in portal.ask(CONFIRMED, references)) == references


def assert_counted(portal, slots):
    """No slot holds more than it has seats, and each counts exactly those that sit there."""
    wrong = portal.ask(
        "SELECT s.id, s.seats, s.seats_taken, coalesce(sum(a.seats) FILTER (WHERE a.state = ANY(%s)), 0) AS seated"
        " FROM consultations_slot s LEFT JOIN consultations_attendance a ON a.slot_id = s.id WHERE s.id = ANY(%s)"
        " GROUP BY s.id HAVING s.seats_taken > s.seats"
        " OR s.seats_taken <> coalesce(sum(a.seats) FILTER (WHERE a.state = ANY(%s)), 0)",
        [str(state) for state in SEATED],
        slots,
        [str(state) for state in SEATED],
    )
    assert wrong == []


def test_a_killed_message_worker_loses_no_message_and_the_gateway_gets_each_once(portal, mailbox, gateway):
    (slot,) = portal.slots(1, MESSAGES)
    worker = portal.processes[1]
    kill_all_of(worker)  # what was there before waits as well
    before = len(gateway.asked) + len(mailbox.given)
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(lambda _: book(portal.base, slot), range(MESSAGES)))
    references = [answer.said["reference"] for answer in answers]
    assert untold(portal, references) == MESSAGES

    worker = portal.start_worker()
    look_again(portal)
    wait_until(lambda: untold(portal, references) < MESSAGES, every=0.005)
    kill_all_of(worker)  # while it puts into words what happened
    for _ in range(KILLS):
        worker = portal.start_worker()
        more = len(gateway.asked) + len(mailbox.given) + random.randint(3, 15)
        wait_until(lambda more=more: len(gateway.asked) + len(mailbox.given) >= more)
        kill_all_of(worker)
        # Whoever held a message is gone: its lease need not be waited for.
        portal.ask("UPDATE outbox_message SET due_at = now() WHERE state = 'SENDING'")
        look_again(portal)
    assert len(gateway.asked) + len(mailbox.given) > before
    portal.start_worker()
    wait_until(lambda: not untold(portal, references))
    wait_until(lambda: not {row[2] for row in portal.ask(CONFIRMED, references)} & {"QUEUED", "SENDING"})

    sent = portal.ask(CONFIRMED, references)
    assert Counter((row[1], row[2]) for row in sent) == {("WHATSAPP", "SENT"): MESSAGES, ("EMAIL", "SENT"): MESSAGES}
    assert all(gateway.accepted[key] == number for key, channel, _, number, _ in sent if channel == "WHATSAPP")
    assert {number for _, channel, _, number, _ in sent if channel == "EMAIL"} <= set(mailbox.given)
    events = portal.ask("SELECT count(*), count(DISTINCT event_key) FROM outbox_message")
    assert events[0][0] == events[0][1]


def untold(portal, references):
    """How many of the bookings are announced, and no worker has written their messages yet."""
    return portal.ask("SELECT count(*) FROM outbox_announcement WHERE about_key = ANY(%s)", references)[0][0]


def look_again(portal):
    """What the scheduler asks for every ten seconds."""
    with Celery(broker=portal.env["REDIS_URL"]) as queue:
        queue.send_task("krs_portal.outbox.jobs.send_due")


def kill_all_of(process):
    """Parent and children at once, as when the machine loses its power."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def wait_until(is_so, seconds=120, every=0.1):
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(every)
