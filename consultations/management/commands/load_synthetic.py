from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

import pgtrigger
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from clinics.enums import CountUnit, Measure
from clinics.models import CountingRule, Indicator, LedgerEntry
from consultations.counter.models import Consultation
from consultations.counter.posting import SOURCE
from krs_portal.accounts.audit import record_actor
from krs_portal.accounts.models import User
from krs_portal.kit.clock import today
from krs_portal.kit.keys import reserve_keys
from krs_portal.offices.enums import OfficeKind
from krs_portal.offices.models import Office, OfficeName

BATCH = 100_000
STEP = 7919  # a prime: walks through the offices in an order that looks like chance and spreads evenly


class Command(BaseCommand):
    help = "Loads invented offices and closed consultations by COPY, for trying out size; not for a real database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--consultations", type=int, required=True)
        parser.add_argument("--offices", type=int, required=True)
        parser.add_argument("--years", type=int, default=5, help="calendar years up to today (5)")
        parser.add_argument("--allow-production", action="store_true", help="load even though DEBUG is off")

    def handle(self, *args: Any, **options: Any) -> None:
        total, number, years = options["consultations"], options["offices"], options["years"]
        if not settings.DEBUG and not options["allow_production"]:
            raise CommandError(
                "DEBUG is off: synthetic rows are not for production. Say --allow-production to load them."
            )
        if min(total, number, years) < 1:
            raise CommandError("--consultations, --offices and --years are each 1 or more.")
        began = time.monotonic()
        with record_actor("load_synthetic"):
            for done in load_consultations(total, number, years):
                seconds = time.monotonic() - began
                self.stdout.write(f"\r{done:>12,} of {total:,}   {done / seconds:,.0f} a second", ending="")
                self.stdout.flush()
        self.stdout.write(f"\n{total:,} consultations in {number} offices, {time.monotonic() - began:.1f} s")


class SyntheticReferences(NamedTuple):
    """What every row refers to."""

    offices: list[int]
    officer: int
    rule: CountingRule
    starts_on: date
    days: int


def load_consultations(total: int, number: int, years: int) -> Iterator[int]:
    """Consultations spread evenly over days and offices, each posting one entry; yields how many are there so far."""
    given = prepare_references(number, years)
    for start in range(0, total, BATCH):
        size = min(BATCH, total - start)
        with transaction.atomic(), pgtrigger.ignore("consultations.Consultation:insert_insert"):
            copy_consultations(given, range(start, start + size), total)
        yield start + size
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE consultations_consultation, clinics_ledgerentry, clinics_tally, clinics_monthtally")


@transaction.atomic
def prepare_references(number: int, years: int) -> SyntheticReferences:
    codes = [f"SINTETIS-{index}" for index in range(1, number + 1)]
    made = Office.objects.bulk_create(
        (Office(code=code, kind=OfficeKind.BALAI) for code in codes), ignore_conflicts=True
    )
    offices = dict(Office.objects.filter(code__in=[office.code for office in made]).values_list("code", "pk"))
    OfficeName.objects.bulk_create(
        (OfficeName(office_id=offices[code], name=f"Balai {code}", short_name=code) for code in codes),
        ignore_conflicts=True,
    )
    officer, _made = User.objects.get_or_create(
        email="sintetis@krs.invalid", defaults={"name": "Petugas Sintetis", "password": "!", "is_active": False}
    )
    starts_on = date(today().year - years + 1, 1, 1)
    rule = get_or_create_rule(starts_on)
    starts_on = max(starts_on, rule.valid_from)
    return SyntheticReferences(
        [offices[code] for code in codes], officer.pk, rule, starts_on, (today() - starts_on).days
    )


def get_or_create_rule(starts_on: date) -> CountingRule:
    """The open rule of `layanan`; made where there is none."""
    indicator, _made = Indicator.objects.get_or_create(
        code="layanan",
        defaults={"name": "Layanan konsultasi", "unit": CountUnit.SERVICE, "definition": "Data sintetis."},
    )
    rule, _made = CountingRule.objects.get_or_create(
        indicator=indicator,
        valid_until=None,
        defaults={"measure": Measure.CONSULTATION, "statement": "Data sintetis.", "valid_from": starts_on},
    )
    return rule


def copy_consultations(given: SyntheticReferences, numbers: range, total: int) -> None:
    """Both tables by COPY: the rows in order of their day, as they would have come."""
    keys, entries = reserve_keys(Consultation, len(numbers)), reserve_keys(LedgerEntry, len(numbers))
    written, posted = [], []
    for key, entry, number in zip(keys, entries, numbers, strict=True):
        day = (given.starts_on + timedelta(days=number * given.days // total)).isoformat()
        office = given.offices[number * STEP % len(given.offices)]
        at = f"{day}T09:00:00Z"
        written.append(
            f"{key}\t{office}\tINDIVIDUAL\tOFFICE\tPemohon {number}\t1\tData sintetis.\t\t\t\tf\t{given.officer}"
            f"\t{day}\t{at}\tCLOSED\tADVISED\t{at}\t{given.officer}\n"
        )
        posted.append(
            f"{entry}\t{given.rule.indicator_id}\t{given.rule.pk}\t{office}\t{day}\t{at}\t{SOURCE}\t{key}\t1\n"
        )
    with connection.cursor() as cursor:
        # This also carries the ignored trigger into the transaction: COPY itself cannot.
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        (may_skip_checks,) = cursor.fetchone()
        if may_skip_checks:  # the offices and the officer were read a moment ago
            cursor.execute("SET LOCAL session_replication_role = replica")
        with cursor.copy(
            "COPY consultations_consultation (id, office_id, kind, channel, client_name, head_count, summary, advice,"
            " obstacle, follow_up, is_technical_assistance, officer_id, happened_on, recorded_at, state, outcome,"
            " closed_at, closed_by_id) FROM STDIN"
        ) as rows:
            rows.write("".join(written))
        if may_skip_checks:  # the ledger's own triggers guard it and keep its tallies
            cursor.execute("SET LOCAL session_replication_role = origin")
        with cursor.copy(
            "COPY clinics_ledgerentry (id, indicator_id, rule_id, office_id, happened_on, recorded_at, source_kind,"
            " source_key, quantity) FROM STDIN"
        ) as rows:
            rows.write("".join(posted))
