"""The list of consultations: its first and its last page, and the same list as a file."""

from __future__ import annotations

import io
import sys
import tempfile
from typing import Any

import django

django.setup()

import xlsxwriter  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from benchmarks.browsers import enter  # noqa: E402
from benchmarks.measure import Result, emit, in_turn  # noqa: E402
from consultations.counter import exports  # noqa: E402
from consultations.counter.models import Consultation  # noqa: E402
from krs_portal.kit.pagination import write_cursor  # noqa: E402

FEW, MANY, ROWS = 3, 9, 100_000
NEWEST = ("-happened_on", "-pk")


def main(size: str) -> None:
    reader = get_user_model().objects.create_superuser(email="bench@krs.test", password=None, name="Bench")
    client, address = enter(reader), reverse("consultations:list")
    last = Consultation.objects.order_by("happened_on", "pk")[30]
    pages = [{}, {"cursor": write_cursor(last, NEWEST)}]
    first, end = in_turn(*(lambda asked=asked: read(client, address, asked) for asked in pages), rounds=MANY)
    emit(Result("lists", f"consultations, last page of {size}", end, first, "the first page", limit=2.0))
    for what, asked in (("narrowed by a name", {"q": "sit"}), ("narrowed by a day", {"since": "2022-12-01"})):
        [ours] = in_turn(lambda asked=asked: read(client, address, asked), rounds=FEW)
        emit(Result("lists", f"consultations, {what}, added up, {size}", ours))

    shown = Consultation.objects.order_by(*NEWEST)[:ROWS]
    served = set(Consultation.objects.values_list("office", flat=True).distinct())
    rows = list(exports.list_consultation_rows(shown, served))
    ours, beside = in_turn(lambda: write_csv(shown, served), copy_csv, rounds=FEW)
    emit(Result("lists", f"CSV of {ROWS:,} of them", ours, beside, "COPY of the same columns", limit=2.0))
    ours, beside = in_turn(lambda: write_xlsx(shown, served), lambda: write_bare_xlsx(rows), rounds=FEW)
    emit(Result("lists", f"XLSX of {ROWS:,} of them", ours, beside, "xlsxwriter alone", limit=1.3))


def read(client: Client, address: str, asked: dict[str, str]) -> None:
    assert client.get(address, asked).status_code == 200


def write_csv(shown: Any, served: set[int]) -> None:
    """As it is sent: in blocks, encoded, and let go."""
    written = 0
    for block in exports.write_consultations_csv(exports.list_consultation_rows(shown, served)):
        written += len(block.encode())
    assert written > ROWS


def copy_csv() -> None:
    query = f"""COPY (
        SELECT c.id, c.happened_on, o.code, c.client_name, c.kind, c.channel, c.head_count,
            (SELECT string_agg(t.name, ', ' ORDER BY t.position, t.id) FROM consultations_consultation_topics x
             JOIN consultations_topic t ON t.id = x.topic_id WHERE x.consultation_id = c.id),
            u.name, c.state, c.outcome, h.address, r.name, c.is_technical_assistance
        FROM consultations_consultation c JOIN offices_office o ON o.id = c.office_id
        LEFT JOIN accounts_user u ON u.id = c.officer_id LEFT JOIN consultations_house h ON h.id = c.house_id
        LEFT JOIN offices_region r ON r.id = h.region_id
        ORDER BY c.happened_on DESC, c.id DESC LIMIT {ROWS}) TO STDOUT WITH (FORMAT csv)"""
    written = 0
    with connection.cursor() as cursor, cursor.copy(query) as blocks:
        for block in blocks:
            written += len(block)
    assert written > ROWS


def write_xlsx(shown: Any, served: set[int]) -> None:
    with exports.write_consultations_xlsx(exports.list_consultation_rows(shown, served)) as made:
        assert made.seek(0, io.SEEK_END) > ROWS


def write_bare_xlsx(rows: list[list[Any]]) -> None:
    """The same cells in constant memory, without reading them, without looks."""
    with tempfile.TemporaryFile() as made:
        book = xlsxwriter.Workbook(made, {"constant_memory": True})
        page, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if column == 1:
                    page.write_datetime(line, column, value, day)
                elif isinstance(value, int):
                    page.write_number(line, column, value)
                elif value:
                    page.write_string(line, column, value)
        book.close()
        assert made.seek(0, io.SEEK_END) > ROWS


if __name__ == "__main__":
    main(sys.argv[1])
