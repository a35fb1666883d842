"""Workbooks: the real one from file to checked rows, and 100 k rows beside only reading them."""

from __future__ import annotations

import io

import django

django.setup()

from django.utils import timezone  # noqa: E402

from benchmarks.measure import Result, emit, in_turn, note  # noqa: E402
from krs_portal.accounts.models import User  # noqa: E402
from krs_portal.imports import services, tasks  # noqa: E402
from krs_portal.imports.models import Batch  # noqa: E402
from krs_portal.offices.models import Office  # noqa: E402
from tests.factories import imports  # noqa: E402

ROWS, OTHERS = 100_000, 18


def main() -> None:
    tasks.run_batch_check.delay = tasks.run_batch_commit.delay = lambda key: None  # nobody else works on it
    imports.register()
    office = Office.objects.filter(memberships__role="OFFICER").order_by("pk")[0]
    officer = User.objects.filter(memberships__office=office, memberships__role="OFFICER").order_by("pk")[0]
    if imports.REAL.exists():
        content = imports.REAL.read_bytes()
        (ours,) = in_turn(lambda: checked(office, officer, content), rounds=3)
        emit(Result("imports", "the list of 372 rusun, read and checked", ours, limit=3000))
    else:
        note(f"{imports.REAL} is not there; the real workbook is not measured")
    content = large()
    ours, alone = in_turn(lambda: checked(office, officer, content), lambda: only_read(content), rounds=2, warm_up=0)
    emit(Result("imports", "100 k rows of 26 columns, read and checked", ours, alone, "calamine reading them", limit=4))
    batch = checked(office, officer, content)
    services.commit_batch(batch=batch, by=officer, at=timezone.now())
    (ours,) = in_turn(lambda: tasks.run_batch_commit(batch.pk), rounds=1, warm_up=0)
    assert imports.fresh(batch).counts["COMMITTED"] == ROWS
    emit(Result("imports", "100 k rows brought in by a small kind", ours))


def large() -> bytes:
    """As wide as half the real list: eight columns that are taken, eighteen that are not."""
    header = [*imports.HEADER, *(f"Catatan {place}" for place in range(OTHERS))]
    rest = [["BAIK", place, None, 0.5, f"BA {place}", None][place % 6] for place in range(OTHERS)]
    rows = (
        [
            f"Gedung {place}",
            f"Kab. {place % 38}",
            place % 90 + 10,
            place % 10,
            "Baik",
            "2010 - 2011",
            44562 + place % 900,
        ]
        for place in range(ROWS)
    )
    return imports.xlsx([header, *([*row, None, *rest] for row in rows)])


def checked(office: Office, officer: User, content: bytes) -> Batch:
    batch = imports.checked(office, officer, content)
    assert batch.state == "READY", batch.failure
    return batch


def only_read(content: bytes) -> int:
    import python_calamine

    sheet = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0)
    return len(sheet.to_python())


if __name__ == "__main__":
    main()
