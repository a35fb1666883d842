"""A logbook of 100 k lines brought in, beside reading it and copying every row that came of it into the same tables."""

from __future__ import annotations

import io
import random
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.imports import only_read  # noqa: E402
from benchmarks.measure import Result, emit  # noqa: E402
from clinics.models import LedgerEntry  # noqa: E402
from consultations.booking.models.topics import Topic  # noqa: E402
from consultations.counter.imports.columns import COLUMNS  # noqa: E402
from consultations.counter.imports.kind import KIND  # noqa: E402
from consultations.counter.models import Consultation  # noqa: E402
from consultations.counter.posting import SOURCE  # noqa: E402
from consultations.people.models.house import House  # noqa: E402
from consultations.people.models.person import Person  # noqa: E402
from krs_portal.accounts.models import User  # noqa: E402
from krs_portal.imports import services, tasks  # noqa: E402
from krs_portal.imports.enums import RowState  # noqa: E402
from krs_portal.imports.models import Batch, Row  # noqa: E402
from krs_portal.offices.enums import Role  # noqa: E402
from krs_portal.offices.models import Membership, Office  # noqa: E402
from tests.factories import imports  # noqa: E402

ROWS = 100_000
ACCOUNTED = (RowState.COMMITTED, RowState.NEEDS_CORRECTION, RowState.DUPLICATE)
LEFT_OUT = {"nik", "region", "officer"}
FIRST, DAYS = date(2022, 1, 3), 1_000


def main() -> None:
    tasks.run_batch_check.delay = tasks.run_batch_commit.delay = lambda key: None  # nobody else works on it
    office = Office.objects.get(code="JAW1")  # nothing of it was sent to the ministry
    officer = User.objects.create_user("buku@krs.invalid", None, name="Petugas buku")
    Membership.objects.create(user=officer, office=office, role=Role.OFFICER, started_on=FIRST)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:  # its memory is not the import's
        content = other.submit(build_logbook).result()
    before = {model: set(model.objects.values_list("pk", flat=True)) for model in (Person, House)}
    began = time.perf_counter()
    batch = bring_in(office, officer, content)
    ours = (time.perf_counter() - began) * 1000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    counts = batch.counts
    began = time.perf_counter()
    only_read(content)
    beside = (time.perf_counter() - began) * 1000 + copy_again(batch, before)
    brought, waiting, twice = (counts.get(state, 0) for state in ACCOUNTED)
    assert brought + waiting + twice == ROWS, counts
    what = f"logbook of {ROWS:,} lines: {brought:,} brought in, {waiting:,} wait, {twice:,} stood there twice"
    emit(Result("logbook", what, ours, beside, "calamine, and COPY of every row into the same tables", limit=4.0))
    emit(Result("logbook", "the most memory meanwhile", peak, unit="MB", limit=400))


def bring_in(office: Office, officer: User, content: bytes) -> Batch:
    batch = services.upload_batch(
        kind=KIND, office=office, file_name="buku.xlsx", content=content, by=officer, at=timezone.now()
    )
    tasks.run_batch_check(batch.pk)
    services.commit_batch(batch=Batch.objects.get(pk=batch.pk), by=officer, at=timezone.now())
    tasks.run_batch_commit(batch.pk)
    return Batch.objects.get(pk=batch.pk)


def build_logbook() -> bytes:
    """Lines as offices write them: one in ten a class, one in three a house, people and houses that come again.

    One in fifty names a day that there is not, one in sixty nobody, and one in forty stands there twice.
    """
    chance = random.Random(3)
    topics = list(Topic.objects.order_by("pk").values_list("name", flat=True))
    taken = [column for column in COLUMNS if column.code not in LEFT_OUT]
    header = [*(str(column.title) for column in taken), "Topik"]

    def line(number: int) -> list[object]:
        is_class, helps = number % 10 == 0, number % 3 == 0
        person = chance.randrange(ROWS * 2 // 3)
        told = {
            "happened_on": (FIRST + timedelta(days=number * DAYS // ROWS)).strftime("%d/%m/%Y"),
            "client_name": f"Kelas {number}" if is_class else f"Orang {person}",
            "outcome": "Bantuan teknis" if helps else "Diberi saran",
            "kind": "Kelompok" if is_class else "Perseorangan",
            "head_count": 12 if is_class else 1,
            "channel": "Kantor",
            "phone": "" if is_class else f"0812{person:07}",
            "summary": "Menanyakan denah dan biaya rumah tipe 36.",
            "advice": "Mulai dari pondasi; minta daftar harga bahan.",
            "address": f"Jl. Melati {chance.randrange(ROWS // 4)} RT 2 RW 5" if helps else "",
            "is_assistance": "Ya" if helps else "",
        }
        if number % 50 == 7:
            told["happened_on"] = "31/02/2022"
        if number % 60 == 11:
            told["client_name"] = ""
        return [*(told.get(column.code, "") for column in taken), topics[number % len(topics)]]

    lines = [line(number) for number in range(ROWS)]
    return imports.xlsx([header, *(lines[number - (number % 40 == 3)] for number in range(ROWS))])


def copy_again(batch: Batch, before: dict[type, set[int]]) -> float:
    """Milliseconds to COPY all rows of the import into their tables, with all triggers; everything is undone."""
    made = Row.objects.filter(batch=batch).exclude(result_key="").values_list("result_key", flat=True)
    keys = [int(key) for key in made]
    through = Consultation.topics.through
    rows = [
        *((model, model.objects.exclude(pk__in=known)) for model, known in before.items()),
        (Consultation, Consultation.objects.filter(pk__in=keys)),
        (through, through.objects.filter(consultation_id__in=keys)),
        (LedgerEntry, LedgerEntry.objects.filter(source_kind=SOURCE, source_key__in=keys)),
        (Row, Row.objects.filter(batch=batch)),
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        written = []
        for model, queryset in rows:
            columns = ", ".join(field.column for field in model._meta.concrete_fields)
            pks = list(queryset.values_list("pk", flat=True))
            table, kept = model._meta.db_table, io.BytesIO()
            cursor.execute(
                f"CREATE TEMP TABLE wanted_{table} ON COMMIT DROP AS SELECT unnest(%s::bigint[]) AS id", [pks]
            )
            source = f"SELECT {columns} FROM {table} WHERE id IN (SELECT id FROM wanted_{table})"
            with cursor.copy(f"COPY ({source}) TO STDOUT") as blocks:
                for block in blocks:
                    kept.write(block)
            written.append((table, columns, kept.getvalue()))
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, _columns, _content in reversed(written):
            cursor.execute(f"DELETE FROM {table} WHERE id IN (SELECT id FROM wanted_{table})")
        cursor.execute("SET LOCAL session_replication_role = origin")
        began = time.perf_counter()
        for table, columns, content in written:
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                copy.write(content)
        taken = (time.perf_counter() - began) * 1000
        transaction.set_rollback(True)
    return taken


if __name__ == "__main__":
    main()
