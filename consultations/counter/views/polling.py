"""What a board that asks again compares: one word that changes whenever something on it would."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Aggregate, CharField, F

from clinics.models import Place
from consultations.booking.enums import AttendanceState, SlotKind
from consultations.booking.models.seats import Attendance, Slot
from consultations.counter.models import Consultation
from consultations.counter.order import Waiter, arrange_turns
from consultations.counter.services.calling import count_priorities_in_a_row


class RowVersions(Aggregate):
    """A digest of PostgreSQL's own marks of the rows' versions; a row gets another mark with every update."""

    output_field = CharField()

    def __init__(self, *tables: str):
        marks = " || ':' || ".join(f'"{table}"."xmin"::text' for table in tables)
        template = f"md5(string_agg(%(expressions)s || ':' || {marks}, ',' ORDER BY %(expressions)s))"
        super().__init__(F("pk"), template=template)


def compute_fingerprint(place: Place, day: date, at: datetime, *about: object, with_records: bool) -> str:
    """The rows' versions, and the order of those who wait: it changes with time even where no row does.

    `about` is whatever else the reader's board depends on. `with_records` where it says which records are still open;
    any other step of a record is one of its visit as well.
    """
    visits = Attendance.objects.of_day(place, day)
    tables = Attendance._meta.db_table, Slot._meta.db_table
    rows = visits.aggregate(rows=RowVersions(*tables))["rows"]
    seen = [about, day, rows, recall_order(place, day, at, rows)]
    if with_records:
        records = Consultation.objects.filter(attendance__in=list(visits.values_list("pk", flat=True)))
        seen.append(records.aggregate(rows=RowVersions(Consultation._meta.db_table)))
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]


def recall_order(place: Place, day: date, at: datetime, rows: str | None) -> list[int]:
    """The order of these rows in this minute, reckoned once for all who ask: two of seven queries of a poll less."""
    minute = int(at.timestamp()) // 60
    name = f"counter-order-{place.pk}-{day}-{rows}-{minute}"
    order: list[int] = cache.get_or_set(name, lambda: arrange_keys(place, day, at), 60)
    return order


def arrange_keys(place: Place, day: date, at: datetime) -> list[int]:
    waiting = Attendance.objects.of_day(place, day).filter(state=AttendanceState.WAITING)
    rows = waiting.exclude(slot__kind=SlotKind.GROUP).values(
        "pk", "arrived_at", "created_at", "queue_number", "priority", "officer", "slot__kind", "slot__starts_at"
    )
    waiters = [read_waiter(row) for row in rows]
    in_a_row = count_priorities_in_a_row(place, day) if waiters else 0
    return [turn.waiter.key for turn in arrange_turns(waiters, at, in_a_row=in_a_row)]


def read_waiter(row: Mapping[str, Any]) -> Waiter:
    """As `services.calling.build_waiter`, of the few columns that the order asks."""
    return Waiter(
        key=row["pk"],
        arrived_at=row["arrived_at"] or row["created_at"],
        number=row["queue_number"],
        booked_at=row["slot__starts_at"] if row["slot__kind"] == SlotKind.INDIVIDUAL else None,
        priority=row["priority"],
        kept_for=row["officer"],
    )
