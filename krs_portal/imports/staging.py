"""Many rows at once into the table and out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from django.db import connection

from krs_portal.imports import sealing
from krs_portal.imports.checking import Draft, as_columns
from krs_portal.imports.enums import RowState
from krs_portal.imports.kinds import ImportKind
from krs_portal.imports.models import Batch, Row

COLUMNS = (
    "batch_id", "number", "state", "raw", "corrections", "cleaned", "sealed", "problems", "identity", "result_key",
)  # fmt: skip
AT_ONCE = 5_000
NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")  # as JSON writes it, not as somebody wrote a backslash


def write(batch: Batch, found: Sequence[Draft], kind: ImportKind) -> None:
    """COPY them in. The lines are written here: the driver would look at every cell on its own."""
    with connection.cursor() as cursor, cursor.copy(f"COPY imports_row ({', '.join(COLUMNS)}) FROM STDIN") as copy:
        for start in range(0, len(found), AT_ONCE):
            copy.write("".join(line(batch.pk, as_columns(draft, kind)) for draft in found[start : start + AT_ONCE]))


def line(batch_id: int, row: dict[str, Any]) -> str:
    sealed = sealing.seal(row["sealed"].encode()).decode() if row["sealed"] else r"\N"
    corrections = escaped(row["corrections"]) if row["corrections"] else "{}"
    problems = escaped(row["problems"]) if row["problems"] else "[]"
    return (
        f"{batch_id}\t{row['number']}\t{row['state']!s}\t{escaped(row['raw'])}\t{corrections}"
        f"\t{escaped(row['cleaned'])}\t{sealed}\t{problems}\t{row['identity']}\t\n"
    )


def escaped(value: Any) -> str:
    """JSON as COPY wants it. There are no tabs and line ends in JSON, and jsonb holds no NUL."""
    text = orjson.dumps(value).decode()
    if "\\" not in text:
        return text
    return NUL.sub(r"\1", text).replace("\\", "\\\\")


def ready(batch: Batch) -> Iterator[list[Row]]:
    """The rows that are ready, some thousand at a time, in the sheet's order."""
    after = 0
    while True:
        found = Row.objects.filter(batch=batch, state=RowState.READY, number__gt=after).order_by("number")[:AT_ONCE]
        rows = list(found)
        if not rows:
            return
        for row in rows:
            row.batch = batch
        yield rows
        after = rows[-1].number


def mark_committed(rows: Sequence[Row], keys: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE imports_row SET state = %s, result_key = made.key"
            " FROM unnest(%s::bigint[], %s::text[]) AS made(pk, key) WHERE id = made.pk",
            [RowState.COMMITTED, [row.pk for row in rows], [str(key) for key in keys]],
        )
