"""Everybody's readiness recomputed: how long, and the most memory the worker ever had.

By default 20 k and 100 k occupants, one beside the other: the memory must not grow with them. `--occupants 1000000`
runs the whole million.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from typing import Any

import django

django.setup()

import pgtrigger  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from benchmarks.databases import ROOT  # noqa: E402
from benchmarks.measure import Result, emit, note  # noqa: E402
from benchmarks.memory import peak_mb  # noqa: E402
from krs_portal.kit.clock import day_of, now, today  # noqa: E402
from krs_portal.kit.loading import load_references  # noqa: E402
from krs_portal.offices.enums import OfficeKind, RegionKind  # noqa: E402
from krs_portal.offices.models import Office, Region  # noqa: E402
from monitoring.occupants.models import Household  # noqa: E402
from monitoring.occupants.readiness import reference  # noqa: E402
from monitoring.occupants.readiness.models import Assessment, Recomputation  # noqa: E402
from monitoring.occupants.readiness.tasks import recompute_assessments  # noqa: E402
from monitoring.register.models import Block, Estate  # noqa: E402

SIZES = [20_000, 100_000]
MEMBERS = 10 / 3  # in a household: a million occupants live in 300 k units
UNITS = 60  # in an estate
POOL = 499  # different amounts, encrypted once
LIMIT_MB = 600
UNITS_SQL = """
    INSERT INTO monitoring_unit (block_id, number, floor, unit_type, state, empty_reason)
    SELECT b.id, (100 + n)::text, 1, '', 'HABITABLE', '' FROM monitoring_block b, generate_series(1, %s) n
"""
HOUSEHOLDS_SQL = """
    INSERT INTO monitoring_household (
        estate_id, name, kk_lookup, phone, member_count, marital_status, education, occupation, workplace, income,
        spouse_income, savings, owns_house, land_width, land_length, has_land, wants_to_own, scheme, in_welfare_data,
        documents, doubts, created_at
    )
    SELECT b.estate_id, u.id::text, '', '', 3, CASE WHEN u.id %% 5 = 0 THEN 'SINGLE' ELSE 'MARRIED' END, '', '', '',
        a.amount[1 + u.id %% %s], a.amount[1 + u.id %% 7], a.amount[1 + u.id %% 11],
        u.id %% 4 = 0, 7, 9, u.id %% 3 <> 0, u.id %% 9 <> 0, '', CASE WHEN u.id %% 6 = 0 THEN NULL ELSE true END,
        '["ID_CARD", "FAMILY_CARD", "NO_HOUSE", "INCOME", "LAND"]'::jsonb, '{}', now()
    FROM monitoring_unit u JOIN monitoring_block b ON b.id = u.block_id, (SELECT %s::text[] AS amount) a
"""
MEMBERS_SQL = """
    INSERT INTO monitoring_member (household_id, name, nik_lookup, sex, relation)
    SELECT h.id, 'Penghuni ' || n, '', '', CASE WHEN n = 1 THEN 'HEAD' ELSE 'OTHER' END
    FROM monitoring_household h, generate_series(1, 3 + (h.id %% 3 = 0)::int) n
"""
TENANCIES_SQL = """
    INSERT INTO monitoring_tenancy (unit_id, household_id, started_on, ends_on, extension, rent, arrears, has_arrears)
    SELECT h.name::bigint, h.id, date '2020-01-01' + (h.id %% 1800)::int, date '2030-01-01', 0, 150000,
        CASE WHEN h.id %% 8 = 0 THEN %s ELSE %s END, h.id %% 8 = 0
    FROM monitoring_household h
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--occupants", type=int, help="one run of this size instead of the two")
    parser.add_argument("--work", type=int, help="the worker's part: this recomputation")
    asked = parser.parse_args()
    if asked.work:
        work(asked.work)
        return
    found = [measured(size) for size in ([asked.occupants] if asked.occupants else SIZES)]
    for size, homes, seconds, peak in found:
        what = f"readiness of {size:,} occupants in {homes:,} households"
        emit(Result("readiness", f"{what}: {homes / seconds:,.0f} households a second", seconds, unit="s"))
        emit(Result("readiness", f"{what}: peak of the worker", peak, unit="MB", limit=LIMIT_MB))
    if len(found) > 1:
        (few, _, _, little), (many, _, _, much) = found
        what = f"peak of the worker, {many:,} occupants"
        emit(Result("readiness", what, much, little, f"{few:,} occupants", unit="MB", limit=1.2))


def measured(occupants: int) -> tuple[int, int, float, float]:
    note(f"{occupants:,} occupants")
    seed(round(occupants / MEMBERS / UNITS) or 1)
    run = begun()
    command = [sys.executable, "-m", "benchmarks.readiness", "--work", str(run.pk)]
    told = json.loads(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout)
    homes = Household.objects.count()
    assert Assessment.objects.count() == 2 * homes
    return occupants, homes, told["seconds"], told["peak"]


def begun() -> Recomputation:
    """As the service begins one, without a worker being called."""
    moment = now()
    return Recomputation.objects.create(as_at=day_of(moment), requested_at=moment, moved_at=moment)


def work(run: int) -> None:
    """The task as a worker runs it, in a process of its own."""
    began = time.perf_counter()
    recompute_assessments.apply(args=[run], throw=True)
    print(json.dumps({"seconds": time.perf_counter() - began, "peak": peak_mb(os.getpid())}))


def seed(estates: int) -> None:
    """So many estates of 60 let units, in place of what was there; audit and tallies are not what is measured."""
    empty()
    load_references([reference.REFERENCE], today())
    region, _ = Region.objects.get_or_create(code="33", kind=RegionKind.PROVINCE, defaults={"name": "Jawa Tengah"})
    office, _ = Office.objects.get_or_create(
        code="BENCH", defaults={"kind": OfficeKind.PROVINCIAL_AGENCY, "region": region}
    )
    rows = [Estate(office=office, region=region, name=f"Rusun {n}", beneficiary="MBR") for n in range(estates)]
    with pgtrigger.ignore(), transaction.atomic(), connection.cursor() as cursor:
        made = Estate.objects.bulk_create(rows, batch_size=1000)
        Block.objects.bulk_create([Block(estate=each, is_listed=True) for each in made], batch_size=1000)
        cursor.execute(UNITS_SQL, [UNITS])
        income: Any = Household._meta.get_field("income")
        amounts = [income.get_prep_value(500_000 + 37_000 * n) for n in range(POOL)]
        cursor.execute(HOUSEHOLDS_SQL, [POOL, amounts])
        cursor.execute(MEMBERS_SQL)
        cursor.execute(TENANCIES_SQL, [amounts[0], income.get_prep_value(0)])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) monitoring_household, monitoring_tenancy, monitoring_estate, monitoring_unit")


def empty() -> None:
    tables = [model._meta.db_table for model in (Assessment, Recomputation, Household, Estate)]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")


if __name__ == "__main__":
    main()
