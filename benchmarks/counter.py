"""The counter with three hundred people of a day: its page, its board, and the poll when nothing has changed."""

from __future__ import annotations

import statistics
import time
from datetime import datetime, timedelta
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402

from benchmarks.browsers import enter  # noqa: E402
from benchmarks.measure import Result, emit  # noqa: E402
from clinics.models import Place  # noqa: E402
from consultations.booking.enums import AttendanceState, Priority, SlotKind  # noqa: E402
from consultations.booking.models.seats import Attendance, Slot  # noqa: E402
from consultations.booking.models.topics import Topic  # noqa: E402
from consultations.counter.services.drafts import open_draft  # noqa: E402
from krs_portal.accounts.models import User  # noqa: E402
from krs_portal.kit.clock import get_midnight, now, today  # noqa: E402

ROUNDS = 60
# A full day past noon: most are done, many wait, some are still expected.
PEOPLE = {
    AttendanceState.DONE: 130,
    AttendanceState.NO_SHOW: 10,
    AttendanceState.LEFT: 10,
    AttendanceState.IN_SERVICE: 8,
    AttendanceState.CALLED: 2,
    AttendanceState.ON_HOLD: 5,
    AttendanceState.WAITING: 95,
    AttendanceState.BOOKED: 40,
}
MOST_MS, MOST_KB, MOST_POLL = 60, 80, 10


def main() -> None:
    officer = User.objects.get(email="petugas@demo.krs.test")
    place = Place.objects.filter(office__code="JAW3").order_by("pk")[0]
    fill_day(place, officer)
    client, address = enter(officer), f"/meja/?place={place.pk}"
    what = f"{sum(PEOPLE.values())} people of a day"
    page = client.get(address)
    emit(Result("counter", f"page, {what}: size", len(page.content) / 1000, unit="kB", limit=MOST_KB))
    emit(Result("counter", f"page, {what}: p95", measure_p95(client, address, 200), limit=MOST_MS))
    board = client.get(address, headers={"HX-Request": "true"})
    same = {"HX-Request": "true", "If-None-Match": board["ETag"]}
    emit(Result("counter", f"board asked again, {what}, changed: p95", measure_p95(client, address, 200, **{
        "HX-Request": "true",
    }), limit=MOST_MS))  # fmt: skip
    emit(
        Result("counter", "the same, nothing changed: p95", measure_p95(client, address, 304, **same), limit=MOST_POLL)
    )


def measure_p95(client: Client, address: str, status: int, **headers: str) -> float:
    times = []
    for turn in range(ROUNDS + 3):
        began = time.perf_counter()
        answer: Any = client.get(address, headers=headers)
        took = (time.perf_counter() - began) * 1000
        assert answer.status_code == status, answer.status_code
        if turn > 2:
            times.append(took)
    return statistics.quantiles(times, n=20)[-1]


def fill_day(place: Place, officer: User) -> None:
    """The demo's own day makes way."""
    zone = place.office.time_zone
    midnight = get_midnight(today(zone), zone)
    Attendance.objects.of_day(place, today(zone)).update(state=AttendanceState.CANCELLED, booked_on=None)
    door = Slot.objects.get(place=place, kind=SlotKind.WALK_IN, starts_at=midnight)
    topics, number = list(Topic.objects.in_order()), 0
    for state, many in PEOPLE.items():
        for _each in range(many):
            number += 1
            add_person(place, door, topics[number % len(topics)], officer, state, number, midnight)


def add_person(
    place: Place, door: Slot, topic: Topic, officer: User, state: AttendanceState, number: int, midnight: datetime
) -> None:
    slot, at = door, midnight + timedelta(minutes=number)
    if number % 3 == 0 or state == AttendanceState.BOOKED:
        slot = Slot.objects.create(place=place, starts_at=at, ends_at=at + timedelta(minutes=30))
    visit = Attendance(
        slot=slot,
        topic=topic,
        reference=f"KRS-{number:07}",
        name=f"Pengunjung Nomor {number}",
        phone=f"+62812{number:08}",
        state=state,
        priority=Priority.ELDERLY if number % 7 == 0 else "",
        queue_number=None if state == AttendanceState.BOOKED else 100 + number,
        created_at=at,
        arrived_at=None if state == AttendanceState.BOOKED else at,
    )
    visit.set_nik(f"999999010190{number:04}")
    if state not in (AttendanceState.BOOKED, AttendanceState.WAITING):
        visit.called_at = visit.served_at = visit.set_aside_at = visit.finished_at = now()
        visit.officer, visit.calls, visit.window = officer, 1, "2"
    visit.save()
    if state in (AttendanceState.DONE, AttendanceState.IN_SERVICE):
        open_draft(visit, by=officer, at=now())


if __name__ == "__main__":
    main()
