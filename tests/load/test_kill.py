"""Programs and servers are killed while people book: what was confirmed stands once, what was written leaves."""

import os
import random
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from itertools import count
from threading import Event, Thread

import psutil
from celery import Celery

from benchmarks.crowd import book, citizen
from consultations.booking.enums import SEATED

BOOKINGS, CLIENTS, SLOTS = 500, 16, 20
MESSAGES, KILLS = 40, 3
CONFIRMED = (
    "SELECT key::text, channel, state, provider_id, about_key FROM outbox_message"
    " WHERE kind = 'booking-confirmed' AND about_key = ANY(%s)"
)
TAKEN = "SELECT count(*) FROM kit_submission WHERE operation = 'bookings-list' AND key LIKE %s AND answer IS NOT NULL"


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
    rows = portal.ask("SELECT reference, state, seats FROM consultations_attendance WHERE slot_id = ANY(%s)", slots)
    assert sorted(answer.said["reference"] for _, answer in done) == sorted(row[0] for row in rows)
    assert portal.ask(TAKEN, "kunci-%")[0][0] == BOOKINGS
    assert {row[1] for row in rows} == {"BOOKED"}
    assert_counted(portal, slots)
    references = sorted(row[0] for row in rows)
    wait_until(lambda: not untold(portal, references))
    assert sorted(row[4] for row in portal.ask(CONFIRMED, references)) == references


TEN_KILLS = ["web", "broker", "worker", "database", "scheduler", "broker", "web", "database", "worker", "web"]
BETWEEN = 15  # bookings at least from one kill to the next, so that each is met by some


def test_bookings_go_on_while_every_part_of_make_run_is_killed_in_turn(served):
    slots, done, is_over = served.slots(SLOTS, 1000), [], Event()

    def client(number):
        """Books one seat after the other until the killing is over."""
        for turn in count():
            if is_over.is_set():
                return
            key = f"kunci-{number}-{turn}"
            done.append((key, insist(served, slots[turn % SLOTS], key)))

    with ThreadPoolExecutor(4) as pool:
        clients = [pool.submit(client, number) for number in range(4)]
        try:
            for name in TEN_KILLS:
                kill_a_part(served, name)
                more = len(done) + BETWEEN
                wait_until(lambda more=more: len(done) >= more or any(one.done() for one in clients))
        finally:
            is_over.set()
        for one in clients:
            one.result()

    told = [line.split()[2] for line in served.said.splitlines() if "is started again" in line]
    assert told == [{"broker": "Valkey", "database": "PostgreSQL"}.get(name, name) for name in TEN_KILLS], served.told
    rows = served.ask("SELECT reference, state FROM consultations_attendance WHERE slot_id = ANY(%s)", slots)
    assert Counter(answer.status for _, answer in done) == {201: len(done)}
    assert sorted((answer.said["reference"], "BOOKED") for _, answer in done) == sorted(rows)
    assert served.ask(TAKEN, "kunci-%")[0][0] == len({key for key, _ in done})
    assert_counted(served, slots)
    references = [reference for reference, _ in rows]
    wait_until(lambda: not untold(served, references))  # worker, scheduler and broker work together again
    assert sorted(row[4] for row in served.ask(CONFIRMED, references)) == sorted(references)


def insist(served, slot, key):
    """As on a weak line: the same request until there is an answer that is none of a server in trouble."""
    who, deadline = citizen() | {"email": ""}, time.monotonic() + 120
    while time.monotonic() < deadline:
        with suppress(OSError, HTTPException):
            answer = book(served.base, slot, who, key)
            if answer.status < 500:
                return answer
        time.sleep(0.05)
    raise AssertionError("the portal did not come back")


def kill_a_part(served, name):
    """Kill its first process, wait until another stands there, and see that nothing of the old one goes on."""
    wait_until(lambda: served.find_part(name))
    part = served.find_part(name)
    family = [part, *part.children(recursive=True)]
    part.kill()
    wait_until(lambda: (again := served.find_part(name)) and again.pid != part.pid)
    wait_until(lambda: not any(map(goes_on, family)), seconds=10)


def goes_on(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


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
        queue.send_task("krs_portal.outbox.jobs.queue_due_messages")


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
