"""Booking over HTTP: the page of free times, the whole way, the rush for the last seats; django-appointment beside."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from benchmarks import appointment  # noqa: E402
from benchmarks.crowd import (  # noqa: E402
    HALF_BODY,
    HALF_HEAD,
    Answer,
    Browser,
    ask,
    book,
    citizen,
    percentile,
    stalling,
    together,
)
from benchmarks.databases import ROOT  # noqa: E402
from benchmarks.measure import Result, emit, note  # noqa: E402
from benchmarks.memory import free_port, wait  # noqa: E402
from clinics.models import Place  # noqa: E402
from consultations.booking.models.seats import Attendance, Slot  # noqa: E402
from krs_portal.outbox.models import Announcement  # noqa: E402
from krs_portal.outbox.tasks import write_announcement  # noqa: E402
from krs_portal.web import compose_command  # noqa: E402

CLIENTS, VIEWS, BOOKINGS = 8, 200, 120
CROWD, ROUNDS = 200, 20
SLOW = 50
TURNS = 2
HOLD = re.compile(r'formaction="([^"]+)"')
ERROR = r"(?s)(?:invalid-feedback|alert-danger|errorlist|error)[^>]*>(.{0,200})"
OPEN = {"KRS_PROOF_OF_WORK": "off", "KRS_LOAD_TEST": "on", "DJANGO_SETTINGS_MODULE": "benchmarks.bare_settings"}
ANSWERS = {"contact_by": "WHATSAPP", "language": "id", "party_size": "1"}
# A gateway is set, so that bookings ask the workers to tell of them; nobody works here, their part is measured apart.
GATEWAY = {"KRS_GATEWAY_URL": "http://127.0.0.1:9/", "KRS_GATEWAY_TOKEN": "only-for-benchmarks"}


def main() -> None:
    week, day = place("Minggu", days=5, times=20), place("Hari", days=1, times=100)
    with portal() as base:
        pages(base, "100 times of a week, one day shown", address(week))
        pages(base, "100 times of a day, all shown", address(day))
        many = place("Alur", days=5, times=20, seats=100)
        at_once(base, many)
        tell()
        beside_appointment(base, many)
        question_by_question(base, address(many))
        rush(base)
        beside_slow_clients(base)


@contextmanager
def portal() -> Iterator[str]:
    port = free_port()
    command = compose_command(f"127.0.0.1:{port}")
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | OPEN | GATEWAY, stderr=subprocess.DEVNULL)
    try:
        wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def place(name: str, *, days: int, times: int, seats: int = 1) -> Place:
    """A place with so many times on each of the coming days, ten minutes each."""
    office = Place.objects.select_related("office").order_by("pk")[0].office
    made = Place.objects.create(office=office, name=name, opened_on=timezone.now() - timedelta(days=400))
    midnight = timezone.localtime().replace(hour=7, minute=0, second=0, microsecond=0)
    starts = [midnight + timedelta(days=2 + d, minutes=7 * t) for d in range(days) for t in range(times)]
    Slot.objects.bulk_create(
        Slot(place=made, seats=seats, starts_at=at, ends_at=at + timedelta(minutes=7)) for at in starts
    )
    return made


def address(of: Place) -> str:
    return f"/janji/?topic=DESAIN&answers=lewati&place={of.pk}&channel=OFFICE"


def crowd(doing: Callable[[int], object], times: int, clients: int = CLIENTS) -> float:
    """Milliseconds for each, when so many clients share the work."""
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(doing, range(times)))
    return (time.perf_counter() - began) * 1000 / times


def pages(base: str, what: str, path: str) -> None:
    """Ours and the bare page in turn; the best of each."""
    shown = ask(base, "GET", path)
    assert shown.status == 200, shown.status
    assert HOLD.search(shown.body), "no free time on the page"
    both: list[list[float]] = [[], []]
    for _ in range(TURNS):
        for url, its in ((path, both[0]), ("/bare/", both[1])):
            its.append(crowd(lambda _, url=url: ask(base, "GET", url), VIEWS))
    ours, bare = min(both[0]), min(both[1])
    what = f"page, {what}, {CLIENTS} clients ({1000 / ours:.0f} a second)"
    emit(Result("booking", what, ours, bare, "a bare list page of 50 rows", limit=2.5))


def at_once(base: str, of: Place) -> None:
    """By a link to a time: its page, one press, the ticket."""
    slots = slots_of(of)
    booked_by(base, slots, 16)
    confirming: list[float] = []
    each = min(booked_by(base, slots, BOOKINGS, confirming) for _ in range(TURNS))
    p95 = percentile(confirming, 0.95) * 1000
    emit(Result("booking", f"the POST that confirms, p95, {CLIENTS} clients", p95, limit=40))
    alone: list[float] = []
    booked_by(base, slots, 30, alone, clients=1)
    emit(Result("booking", "the same, p95, alone", percentile(alone, 0.95) * 1000))
    what = f"a whole booking, 3 requests, {CLIENTS} clients ({1000 / each:.0f} a second)"
    emit(Result("booking", what, each, limit=10))


def tell() -> None:
    """What bookings leave to the workers: their words, by telephone and by mail, with the reminders to come."""
    first, *waiting = Announcement.objects.order_by("pk").values_list("pk", flat=True)[:BOOKINGS]
    write_announcement(first, timezone.now())
    began = time.perf_counter()
    for announced in waiting:
        write_announcement(announced, timezone.now())
    each = (time.perf_counter() - began) * 1000 / len(waiting)
    emit(Result("booking", "the messages of a booking, written by a worker afterwards", each))


def slots_of(place: Place) -> list[int]:
    return list(Slot.objects.filter(place=place).values_list("pk", flat=True))


def booked_by(
    base: str, slots: list[int], times: int, told: list[float] | None = None, clients: int = CLIENTS
) -> float:
    """Milliseconds for each; how long each press took is told."""
    taken: list[float] = [] if told is None else told
    return crowd(lambda turn: taken.append(booked_at_once(base, slots[turn % len(slots)])), times, clients)


def question_by_question(base: str, path: str) -> None:
    """From the page of times to the ticket, as a browser without JavaScript goes; nothing is promised of its speed."""
    confirming: list[float] = []
    crowd(lambda _: booked(base, path), 16)
    each = min(crowd(lambda _: confirming.append(booked(base, path)), BOOKINGS) for _ in range(TURNS))
    p95 = percentile(confirming, 0.95) * 1000
    emit(Result("booking", f"question by question: the POST that confirms, p95, {CLIENTS} clients", p95))
    what = f"question by question: a whole booking, 7 requests, {CLIENTS} clients ({1000 / each:.0f} a second)"
    emit(Result("booking", what, each))


def booked_at_once(base: str, slot: int) -> float:
    """How long the press took."""
    who, browser, path = citizen(), Browser(base), f"/janji/jadwal/{slot}/"
    expect(browser.get(path), 200)
    said = {name: who[name] for name in ("topic", "name", "phone", "email")} | ANSWERS
    confirmed = expect(browser.post(path, **said, consents="on"), 302)
    assert "KRS-" in expect(browser.get(confirmed.location), 200).body
    return confirmed.seconds


def booked(base: str, path: str) -> float:
    """How long the confirming POST took."""
    who, browser = citizen(), Browser(base)
    times = HOLD.findall(browser.get(path).body)
    held = browser.post(times[hash(who["phone"]) % len(times)].replace("&amp;", "&"))
    person = expect(held, 302).location
    browser.get(person)
    filled = browser.post(person, **{name: who[name] for name in ("name", "phone", "email")}, **ANSWERS)
    check = expect(filled, 302).location
    browser.get(check)
    confirmed = expect(browser.post(check, consents="on"), 302)
    ticket = expect(browser.get(confirmed.location), 200)
    assert "KRS-" in ticket.body
    return confirmed.seconds


def expect(answer: Answer, status: int) -> Answer:
    assert answer.status == status, f"{answer.status}: {re.findall(ERROR, answer.body)}"
    return answer


def rush(base: str) -> None:
    """Everybody for the last k seats. Who was told so has one, nobody else; losers hear it soon."""
    at = place(f"Ramai {os.getpid()}", days=1, times=1)
    for seats in (1, 5, 10):
        waited: list[float] = []
        for _ in range(ROUNDS):
            starts_at = timezone.now() + timedelta(days=3)
            slot = Slot.objects.create(
                place=at, kind="GROUP", seats=seats, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)
            )
            answers = together(lambda _, slot=slot: book(base, slot.pk), CROWD)
            told = Counter(answer.status for answer in answers)
            assert told == {201: seats, 409: CROWD - seats}, told
            assert Attendance.objects.coming().filter(slot=slot).count() == seats
            waited += [answer.seconds for answer in answers if answer.status == 409]
        what = f"{CROWD} at once for {seats} {'seat' if seats == 1 else 'seats'}, {ROUNDS} rounds: losers' p95"
        emit(Result("booking", what, percentile(waited, 0.95), unit="s", limit=1.8))


def beside_slow_clients(base: str) -> None:
    """The home page for everybody else, while many clients have sent half a request each."""
    for part, sent in (("head", HALF_HEAD), ("body", HALF_BODY)):
        with stalling(base, sent, SLOW):
            waited = max(ask(base, "GET", "/").seconds for _ in range(20))
        what = f"home, while {SLOW} clients have sent half a request's {part}: the slowest of 20"
        emit(Result("booking", what, waited * 1000, limit=1000))


def beside_appointment(base: str, of: Place) -> None:
    """Ours and its own in turn; the best of each."""
    slots, both = slots_of(of), ([], [])  # type: list[int], tuple[list[float], list[float]]
    try:
        with appointment.running() as peer:
            for _ in range(TURNS):
                both[0].append(booked_by(base, slots, BOOKINGS))
                both[1].append(crowd(lambda _: appointment.booked(peer), BOOKINGS))
    except appointment.NotHere as reason:
        note(f"booking: not measured beside django-appointment: {reason}")
        return
    ours, theirs = map(min, both)
    what = f"a whole booking ({1000 / ours:.0f} a second)"
    beside = f"django-appointment ({1000 / theirs:.0f} a second)"
    emit(Result("booking", what, ours, theirs, beside, limit=0.2))


if __name__ == "__main__":
    main()
