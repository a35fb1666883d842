"""Bringing in: all that is ready or nothing; taking back; the error workbook on its way out and in."""

import io

import pytest
import python_calamine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from krs_portal.imports import exports, services, tasks
from krs_portal.imports.models import Batch, Mapping, Row
from krs_portal.offices.enums import RegionKind
from krs_portal.offices.models import Region
from tests.factories.imports import KIND, checked, committed, fresh, row, sheet

pytestmark = pytest.mark.django_db


def names():
    return sorted(Region.objects.values_list("name", flat=True))


def read_back(content: bytes) -> list[list]:
    return python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_all_ready_rows_are_brought_in_and_the_others_stay(office, officer):
    batch = committed(office, officer, sheet(row("A"), row("B", unit="?!"), row("C")))

    assert (batch.state, batch.counts["COMMITTED"], batch.counts["NEEDS_CORRECTION"]) == ("COMMITTED", 2, 1)
    assert names() == ["A", "C"]
    assert batch.sums_after["units"] == 196
    assert set(batch.rows.filter(state="COMMITTED").values_list("result_key", flat=True)) == {
        str(pk) for pk in Region.objects.values_list("pk", flat=True)
    }


def test_rows_corrected_later_follow(office, officer):
    batch = committed(office, officer, sheet(row("A"), row("B", unit="?!")))
    services.correct_row(row=batch.rows.get(number=3), written={"units": "98"}, by=officer, at=timezone.now())

    services.commit_batch(batch=batch, by=officer, at=timezone.now())
    tasks.run_batch_commit(batch.pk)

    assert names() == ["A", "B"]
    assert fresh(batch).sums_after["units"] == 196


def test_a_commit_that_fails_brings_in_nothing(office, officer):
    batch = committed(office, officer, sheet(row("A"), row("gagal"), row("C")))

    assert (batch.state, batch.committed_at) == ("READY", None)
    assert batch.failure == "Memasukkan data berhenti karena kesalahan. Tidak ada yang masuk; coba lagi."
    assert names() == []
    assert batch.counts["READY"] == 3


def test_committing_twice_brings_in_once(office, officer):
    batch = committed(office, officer)

    tasks.run_batch_commit(batch.pk)

    assert names() == ["Gedung A"]
    with pytest.raises(PermissionDenied, match="Tidak ada baris yang siap"):
        services.commit_batch(batch=batch, by=officer, at=timezone.now())


def test_what_came_in_another_way_since_the_check_is_not_brought_in_twice(office, officer):
    first, second = checked(office, officer), checked(office, officer)

    for batch in (first, second):
        services.commit_batch(batch=batch, by=officer, at=timezone.now())
        tasks.run_batch_commit(batch.pk)

    assert names() == ["Gedung A"]
    second = fresh(second)
    assert (second.state, second.counts["DUPLICATE"]) == ("READY", 1)
    assert second.failure.startswith("Tidak ada yang masuk")


def test_undo_takes_back_what_it_brought_in_and_nothing_else(office, officer):
    Region.objects.create(code="T0", kind=RegionKind.PROVINCE, name="Lama")
    batch = committed(office, officer, sheet(row("A"), row("B")))

    services.undo_batch(batch=batch, by=officer, at=timezone.now())

    batch = fresh(batch)
    assert names() == ["Lama"]
    assert (batch.state, batch.counts["UNDONE"], batch.undone_by) == ("UNDONE", 2, officer)
    with pytest.raises(PermissionDenied, match="sudah dibatalkan"):
        services.undo_batch(batch=batch, by=officer, at=timezone.now())


def test_nothing_is_undone_before_it_is_committed(office, officer):
    with pytest.raises(PermissionDenied, match="Belum ada yang dimasukkan"):
        services.undo_batch(batch=checked(office, officer), by=officer, at=timezone.now())


def test_the_error_workbook_holds_the_waiting_rows_and_goes_in_again(office, officer):
    import xlsxwriter

    batch = checked(office, officer, sheet(row("A"), row("=1+1", unit="banyak"), row("C", dihuni=200)))
    cells = read_back(exports.build_error_workbook(batch, batch.rows.waiting().order_by("number")))
    assert [line[:3] for line in cells[1:]] == [
        [3, "Unit: “banyak” bukan angka.", "=1+1"],
        [4, "Dihuni: Dihuni lebih banyak daripada unitnya.", "C"],
    ]

    cells[1][cells[0].index("Unit")], cells[2][cells[0].index("Dihuni")] = 98, 20
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"strings_to_formulas": False})
    page = book.add_worksheet()
    for line, values in enumerate(cells):
        page.write_row(line, 0, values)
    book.close()
    services.take_corrections(
        batch=batch, file_name="perbaikan.xlsx", content=made.getvalue(), by=officer, at=timezone.now()
    )
    tasks.run_batch_check(batch.pk)

    batch = fresh(batch)
    assert batch.counts["READY"] == 3
    assert [found.values["units"] for found in batch.rows.order_by("number")] == [98, 98, 98]
    assert batch.rows.get(number=4).corrections == {"occupied": 20}


def test_another_workbook_is_no_error_workbook(office, officer):
    with pytest.raises(ValidationError, match="bukan buku perbaikan"):
        services.take_corrections(
            batch=checked(office, officer), file_name="x.xlsx", content=sheet(), by=officer, at=timezone.now()
        )


def test_the_template_names_every_column_and_goes_in(office, officer):
    content = exports.build_template_workbook(KIND)

    assert read_back(content)[0] == [column.title for column in KIND.columns]
    batch = checked(office, officer, content)
    assert batch.state == "FAILED"
    assert batch.failure == "Tidak ada baris data di bawah judul kolom; pilih lembar atau baris judul yang lain."
    assert len(batch.mapping) == len(KIND.columns)


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"progress": 101}, "imports_progress_to_100"),
        ({"header_row": 0}, "imports_header_from_1"),
        ({"committed_at": timezone.now()}, "imports_commit_signed"),
        ({"undone_at": timezone.now()}, "imports_undo_signed"),
        ({"state": "COMMITTED"}, "imports_committed_is_signed"),
    ],
)
def test_constraints_of_a_batch_bite(office, officer, changed, constraint):
    batch = checked(office, officer)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(**changed)


def test_an_undone_batch_says_who_undid_it(office, officer):
    batch = committed(office, officer)

    with pytest.raises(IntegrityError, match="imports_undone_is_signed"), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(state="UNDONE")


def test_constraints_of_rows_and_mappings_bite(office, officer):
    batch = checked(office, officer)
    found = batch.rows.get()
    chosen = {"office": office, "kind": "x", "fingerprint": "f", "chosen_at": timezone.now(), "chosen_by": officer}
    Mapping.objects.create(**chosen)

    with pytest.raises(IntegrityError, match="imports_row_once"), transaction.atomic():
        Row.objects.create(batch=batch, number=found.number, state="READY")
    with pytest.raises(IntegrityError, match="imports_result_of_committed"), transaction.atomic():
        Row.objects.filter(pk=found.pk).update(result_key="5")
    with pytest.raises(IntegrityError, match="imports_mapping_once"), transaction.atomic():
        Mapping.objects.create(**chosen)
