"""Closing one consultation beside a bare INSERT, and 100,000 entries by COPY with the tallies kept and without."""

from __future__ import annotations

import time
from datetime import date, timedelta
from itertools import count
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.measure import Result, emit, in_turn  # noqa: E402
from clinics.models import CountingRule  # noqa: E402
from consultations.booking.models.topics import Topic  # noqa: E402
from consultations.counter.models import Consultation  # noqa: E402
from consultations.counter.services.record import close_consultation, record_consultation  # noqa: E402
from krs_portal.accounts.models import User  # noqa: E402
from krs_portal.kit.clock import today  # noqa: E402
from krs_portal.offices.models import Office  # noqa: E402

ROUNDS = 150
ROWS = 100_000
INSERT = """
    INSERT INTO consultations_consultation (office_id, kind, channel, client_name, head_count, summary, advice,
        obstacle, follow_up, is_technical_assistance, officer_id, happened_on, recorded_at, recorded_by_id, state,
        outcome, closed_at, closed_by_id)
    VALUES (%s, 'INDIVIDUAL', 'OFFICE', 'Pemohon', 1, 'Ringkasan', '', '', '', false, %s, %s, now(), %s, 'CLOSED',
        'ADVISED', now(), %s)
"""


def main() -> None:
    office = Office.objects.get(code="JAW3")
    officer = User.objects.get(email="petugas@demo.krs.test")
    waiting = opened(office, officer, ROUNDS + 5)
    closing, bare = in_turn(lambda: close(next(waiting)), lambda: insert(office, officer), rounds=ROUNDS, warm_up=5)
    what = "closing one consultation: policy, audit, postings, tallies"
    emit(Result("ledger", what, closing, bare, "a bare INSERT"))
    lines = entries()
    trigger = tally_trigger()
    kept, without = in_turn(lambda: copy(lines, None), lambda: copy(lines, trigger), rounds=7)
    emit(Result("ledger", f"{ROWS:,} entries by COPY, tallies kept", kept, without, "without tallies", limit=2.2))


def opened(office: Office, officer: User, number: int) -> Any:
    topic = Topic.objects.order_by("pk")[:1]
    return iter(
        [
            record_consultation(
                office=office,
                by=officer,
                at=timezone.now(),
                topics=topic,
                client_name=f"Pemohon {index}",
                summary="Menanyakan desain rumah.",
                happened_on=today(),
            )
            for index in range(number)
        ]
    )


def close(consultation: Consultation) -> None:
    officer: Any = consultation.officer
    close_consultation(consultation=consultation, outcome="ADVISED", by=officer, at=timezone.now())


def insert(office: Office, officer: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [office.pk, officer.pk, today(), officer.pk, officer.pk])


def entries() -> str:
    """A year of entries in twenty offices, as a day's import of an old workbook would bring them: in no order."""
    offices = list(Office.objects.clinics().order_by("pk").values_list("pk", flat=True))
    rule = CountingRule.objects.get(indicator__code="layanan")
    keys = count(10_000_000)
    return "".join(
        f"{rule.indicator_id}\t{rule.pk}\t{offices[i * 7 % len(offices)]}\t"
        f"{date(2022, 1, 3) + timedelta(days=i * 7919 % 330)}\t2023-01-05T03:00:00Z\tbench\t{next(keys)}\t1\n"
        for i in range(ROWS)
    )


def tally_trigger() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'clinics_ledgerentry'::regclass AND tgname LIKE %s",
            ["pgtrigger_keep_tallies%"],
        )
        return str(cursor.fetchone()[0])


def copy(lines: str, off: str | None) -> float:
    """COPY with every constraint checked; then taken back and swept up, so that each round meets the same table."""
    with transaction.atomic(), connection.cursor() as cursor:
        began = time.perf_counter()
        if off:
            cursor.execute(f"ALTER TABLE clinics_ledgerentry DISABLE TRIGGER {off}")
        with cursor.copy(
            "COPY clinics_ledgerentry (indicator_id, rule_id, office_id, happened_on, recorded_at, source_kind,"
            " source_key, quantity) FROM STDIN"
        ) as rows:
            rows.write(lines)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        took = (time.perf_counter() - began) * 1000
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM clinics_ledgerentry, clinics_tally, clinics_monthtally")
    return took


if __name__ == "__main__":
    main()
