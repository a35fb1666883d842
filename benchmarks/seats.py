"""The rush for k seats: 200 clients at once, twenty rounds each, with holds that end, cancels, moves and offers."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from typing import Any

import django

django.setup()

from django.core.exceptions import ValidationError  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Sum  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.measure import Result, emit  # noqa: E402
from clinics.models import Place  # noqa: E402
from consultations.booking import services  # noqa: E402
from consultations.booking.enums import SEATED, AttendanceState, SlotKind  # noqa: E402
from consultations.booking.models.seats import Attendance, Slot  # noqa: E402
from consultations.booking.models.topics import Topic  # noqa: E402

CLIENTS, AT_ONCE, ROUNDS = 200, 32, 20
numbers = count(1)


def main() -> None:
    place, topic = Place.objects.filter(office__code="JAW3").earliest("pk"), Topic.objects.earliest("pk")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for seats in (1, 5, 10):
            wrong, lost = 0, []
            for number in range(ROUNDS):
                exact, times = rush(pool, place, topic, seats, random.Random(number))
                wrong += not exact
                lost += times
            slow = sorted(lost)[int(len(lost) * 0.95)]
            what = f"{CLIENTS} clients for {seats} seats, {ROUNDS} rounds"
            emit(Result("seats", f"{what}: rounds not exact", wrong, unit="rounds", limit=0))
            emit(Result("seats", f"{what}: losers answered, 95th percentile", slow, limit=1800))


def rush(
    pool: ThreadPoolExecutor, place: Place, topic: Topic, seats: int, chance: random.Random
) -> tuple[bool, list[float]]:
    """Whether exactly `seats` were booked in the end, and how long each refused client waited for the answer."""
    at = timezone.now()
    late, starts_at = at + timedelta(hours=1), at + timedelta(days=3)
    wanted, other = (
        Slot.objects.create(
            place=place, kind=SlotKind.GROUP, seats=seats, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)
        )
        for _ in range(2)
    )

    def book(slot: Slot = wanted, when: Any = late) -> Attendance:
        return services.book_seat(slot=slot, topic=topic, at=when, consents=True, name="Pemohon", phone=phone())

    def hold_and_confirm() -> Attendance:
        held = services.hold_seat(slot=wanted, topic=topic, at=late, token=f"bench-{next(numbers)}")
        return services.confirm_booking(attendance=held, at=late, consents=True, name="Pemohon", phone=phone())

    here, there = [book(when=at) for _ in range(seats // 2)], [book(other, at) for _ in range(seats // 2)]
    for _ in range(seats - seats // 2):
        services.hold_seat(slot=wanted, topic=topic, at=at, token=f"bench-{next(numbers)}")
    tasks: list[Callable[[], Any]] = [chance.choice([book, hold_and_confirm]) for _ in range(CLIENTS)]
    tasks += [lambda one=one: services.cancel_booking(attendance=one, at=late) for one in here]
    tasks += [lambda one=one: services.move_booking(attendance=one, to_slot=wanted, at=late) for one in there]
    tasks += [
        lambda: services.join_waiting_list(
            slot=wanted, topic=topic, at=late, consents=True, name="Pemohon", phone=phone()
        )
    ] * 5
    chance.shuffle(tasks)
    times = [took for took in pool.map(answered, tasks) if took]
    services.expire_holds(at=late)  # the sweep: a refused booking takes back what it expired for somebody who waits
    for offer in Attendance.objects.filter(slot=wanted, state=AttendanceState.OFFERED):
        services.accept_offer(attendance=offer, at=late)
    seated = Attendance.objects.filter(slot=wanted, state__in=SEATED).aggregate(sum=Sum("seats"))["sum"]
    coming = Attendance.objects.coming().filter(slot=wanted).count()
    return seated == coming == seats == Slot.objects.get(pk=wanted.pk).seats_taken, times


def answered(task: Callable[[], Any]) -> float | None:
    """How long a refusal took, in milliseconds; anything but a sentence ends the benchmark."""
    began = time.perf_counter()
    try:
        task()
    except ValidationError:
        return (time.perf_counter() - began) * 1000
    finally:
        connection.close_if_unusable_or_obsolete()  # as after a request
    return None


def phone() -> str:
    return f"0813 {next(numbers):08}"  # the telephones of the crowd begin with 0812


if __name__ == "__main__":
    main()
