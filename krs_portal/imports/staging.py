"""Many rows at once into the table and out of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

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


def write(batch: Batch, found: Iterable[Draft], kind: ImportKind) -> None:
    """COPY them in; a hundred thousand take a second or two."""
    dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    with connection.cursor() as cursor, cursor.copy(f"COPY imports_row ({', '.join(COLUMNS)}) FROM STDIN") as copy:
        for draft in found:
            row = as_columns(draft, kind)
            copy.write_row(
                (
                    batch.pk,
                    row["number"],
                    str(row["state"]),
                    clean(dumps(row["raw"])),
                    dumps(row["corrections"]),
                    clean(dumps(row["cleaned"])),
                    sealed(row["sealed"]),
                    clean(dumps(row["problems"])),
                    row["identity"],
                    "",
                )
            )


def sealed(text: str | None) -> str | None:
    return sealing.seal(text.encode()).decode() if text else None


def clean(text: str) -> str:
    """jsonb holds no NUL."""
    return text.replace("\\u0000", "") if "\\u0000" in text else text


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
