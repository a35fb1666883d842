"""Rows sorted: ready, waiting with a reason, there already; and what the office taught the portal about its columns."""

import io
import json
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from krs_portal.imports import services, tasks
from krs_portal.imports.models import Mapping, Row
from krs_portal.offices.enums import RegionKind
from krs_portal.offices.models import Region
from tests.factories import offices
from tests.factories.imports import HEADER, KIND, ROW, checked, fresh, row, sheet, uploaded, xlsx

pytestmark = pytest.mark.django_db


def reasons(batch):
    return {
        found.number: [(problem["column"], problem["text"]) for problem in found.problems]
        for found in batch.rows.order_by("number")
    }


def test_a_good_row_is_ready_and_understood(office, officer):
    batch = checked(office, officer)

    found = batch.rows.get()
    assert (batch.state, batch.failure, found.state, found.problems) == ("READY", "", "READY", [])
    assert found.cleaned == {
        "name": "Gedung A", "region": "kab gresik", "units": 98, "occupied": 90, "condition": "GOOD",
        "years": {"first": 2010, "last": 2011}, "opened_on": "2011-12-31",
    }  # fmt: skip


def test_each_row_that_waits_says_why_and_in_which_column(office, officer):
    batch = checked(
        office,
        officer,
        sheet(row("A", unit="banyak", tanggal="31/02/2022"), row("", unit=3), row("B", dihuni=99), row("C")),
    )

    assert batch.counts["NEEDS_CORRECTION"] == 3
    assert reasons(batch) == {
        2: [("units", "“banyak” bukan angka.")],
        3: [("name", "Wajib diisi.")],
        4: [("occupied", "Dihuni lebih banyak daripada unitnya.")],
        5: [],
    }


def test_an_optional_cell_that_cannot_be_read_holds_no_row(office, officer):
    batch = checked(office, officer, sheet(row("A", kondisi="entah", tanggal="31/02/2022"), row("B", tahun="#REF!")))

    assert batch.counts["READY"] == 2
    first, second = batch.rows.order_by("number")
    assert {hint["column"]: hint["text"] for hint in first.hints} == {
        "condition": "“entah” tidak dikenal; pilihannya: Baik, Rusak ringan, Rusak sedang, Rusak berat."
        " Dibiarkan kosong.",
        "opened_on": "“31/02/2022” tidak ada dalam kalender. Dibiarkan kosong.",
    }
    assert not {"condition", "opened_on"} & first.cleaned.keys()
    assert [hint["column"] for hint in second.hints] == ["years"]


def test_what_is_required_counted_or_private_must_be_read():
    held = {column.code for column in KIND.columns if column.must_be_read}

    assert held == {"name", "towers", "units", "occupied", "empty", "nik"}


def test_a_nul_in_any_cell_or_title_fails_nothing(office, officer):
    dirty = sheet(row("A\0B", tahun="2014\0"), header=[f"{title}\0" for title in HEADER])
    lines = ";".join(HEADER) + "\nGedung A\0;Gresik;98;90"

    by_kind = [checked(office, officer, put_nul(dirty)), checked(office, officer, lines.encode(), "daftar.csv")]

    assert [(batch.state, batch.counts["READY"]) for batch in by_kind] == [("READY", 1)] * 2
    assert by_kind[0].rows.get().values["name"] == "AB"
    assert "\\u0000" not in json.dumps(by_kind[0].layout)


def put_nul(content: bytes) -> bytes:
    """The workbook with NUL as Excel writes it, instead of the mark that stands for it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry).replace(b"_x005F_x0000_", b"_x0000_").replace(b"\0", b"_x0000_"))
    return made.getvalue()


def test_everything_left_out_is_listed(office, officer):
    batch = checked(office, officer, untidy())

    told = {(each["reason"], each["name"]): (each["count"], each["sum"]) for each in batch.leftovers}
    assert told == {
        ("NOT_CHOSEN", "Data 2"): (1, None),
        ("HIDDEN_SHEET", "Rahasia"): (0, None),
        ("SERIAL", "A No"): (3, None),
        ("UNMAPPED", "D Catatan"): (1, None),
        ("HIDDEN_ROW_READ", "5"): (1, None),
        ("HIDDEN_COLUMN_READ", "C Unit"): (None, None),
        ("ABOVE", "1"): (1, None),
        ("TOTAL", "7"): (1, None),
        ("FAR", "A1048576"): (None, None),
    }
    assert [hint["text"] for hint in batch.rows.get(number=5).hints] == ["Baris ini tersembunyi di berkasnya."]


def untidy() -> bytes:
    """A title, a serial number, a column and a sheet that nobody asked for, hidden parts, a total, a stray cell."""
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    page, other, secret = (book.add_worksheet(name) for name in ("Data", "Data 2", "Rahasia"))
    page.write("A1", "DAFTAR GEDUNG")
    rows = [["No", "Nama", "Unit", "Catatan"], [1, "A", 3, None], [2, "B", 4, "cek"], [3, "C", 5, None]]
    for line, cells in zip((2, 3, 4, 5), rows, strict=True):
        page.write_row(line, 0, cells)
    page.write_row(6, 0, ["JUMLAH", None, 12])
    page.write("A1048576", " ")
    page.set_row(4, None, None, {"hidden": True})
    page.set_column(2, 2, None, None, {"hidden": True})
    other.write_column(0, 0, ["Nama", "X"])
    secret.write("A1", "Nama")
    secret.hide()
    book.close()
    return made.getvalue()


def test_hidden_rows_can_be_left_out_and_are_listed(office, officer):
    batch = checked(office, officer, untidy())

    services.choose_columns(
        batch=batch, sheet="Data", header_row=3, mapping=batch.mapping, reads_hidden_rows=False, by=officer,
        at=timezone.now(),
    )  # fmt: skip
    tasks.run_batch_check(batch.pk)

    batch = fresh(batch)
    assert [found.number for found in batch.rows.order_by("number")] == [4, 6]
    assert ("HIDDEN_ROW", "5") in {(each["reason"], each["name"]) for each in batch.leftovers}


def test_a_sheet_that_cannot_be_read_does_not_refuse_the_other(office, officer):
    batch = checked(office, officer, with_endless_sheet())

    assert (batch.state, batch.sheet) == ("READY", "Baik")


def with_endless_sheet() -> bytes:
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    broken, good = book.add_worksheet("Rusak"), book.add_worksheet("Baik")
    broken.write_row(0, 0, HEADER)
    broken.write_column(1_048_000, 0, ["x"] * 30)
    good.write_row(0, 0, HEADER)
    good.write_row(1, 0, ROW)
    book.close()
    return made.getvalue()


def test_a_cell_merged_downwards_fills_every_row_but_a_figure_counts_once(office, officer):
    content = xlsx(
        [HEADER, row("A"), row("B", kab_kota=None, unit=None), row("C", kab_kota=None)],
        merged=[(1, 1, 3, 1, "Kab. Gresik"), (1, 2, 2, 2, 98)],
    )

    batch = checked(office, officer, content)

    rows = list(batch.rows.order_by("number"))
    assert [found.values["region"] for found in rows] == ["kab gresik"] * 3
    assert [found.values.get("units") for found in rows] == [98, None, 98]
    assert [hint for found in rows for hint in found.hints if hint["column"] == "region"] == [
        {"column": "region", "text": "Dari sel gabungan di atasnya.", "from": "sheet"}
    ] * 2
    assert ("MERGED_ONCE", "Unit: 3") in {(each["reason"], each["name"]) for each in batch.leftovers}


def test_the_same_row_twice_and_one_that_is_there_already_are_duplicates(office, officer):
    Region.objects.create(code="T0", kind=RegionKind.PROVINCE, name="Lama")

    batch = checked(office, officer, sheet(row("A"), row("B"), row("A"), row("Lama")))

    assert batch.counts["DUPLICATE"] == 2
    assert reasons(batch)[4] == [("", "Sama dengan baris 2.")]
    assert reasons(batch)[5] == [("", "Gedung ini sudah terdaftar.")]


def test_a_broken_formula_waits_and_names_its_column(office, officer):
    batch = checked(office, officer, sheet(row("A", unit="#REF!")))

    assert reasons(batch)[2] == [("units", "Rumus di sel ini rusak (#REF!); tulis nilainya.")]


def test_private_cells_are_kept_as_ciphertext(office, officer):
    batch = checked(office, officer, sheet(row("A"), row("B", nik="rahasia")))

    good, bad = batch.rows.order_by("number")
    assert good.values["nik"] == "3374010101900001"
    assert "nik" not in good.raw | good.cleaned
    assert Row.objects.filter(pk=good.pk).extra(where=["sealed LIKE '%%337401%%'"]).count() == 0
    assert bad.problems == [{"column": "nik", "text": "Hanya boleh berisi angka."}]
    assert batch.workbook.is_sealed
    assert not bytes(batch.workbook.content).startswith(b"PK")


def test_the_best_sheet_is_taken_and_another_can_be_chosen(office, officer):
    content = xlsx(
        [["Catatan", "Isi"], ["a", "b"]], [HEADER, ROW], [HEADER, row("X"), row("Y")], names=["Sampul", "2021", "2022"]
    )
    batch = checked(office, officer, content)
    assert (batch.sheet, batch.rows.count()) == ("2021", 1)

    services.choose_columns(batch=batch, sheet="2022", header_row=None, mapping={}, by=officer, at=timezone.now())
    tasks.run_batch_check(batch.pk)

    batch = fresh(batch)
    assert (batch.sheet, batch.rows.count()) == ("2022", 2)


def test_a_required_column_that_is_missing_is_asked_for(office, officer):
    batch = checked(office, officer, xlsx([["Gd", "Unit"], ["Gedung A", 98]]))

    assert (batch.state, batch.rows.count()) == ("FAILED", 0)
    assert batch.failure == "Kolom wajib belum ditemukan: Nama. Pasangkan kolomnya di halaman Kolom."
    assert [column["samples"] for column in batch.layout["columns"]] == [["Gedung A"], ["98"]]


def test_chosen_columns_are_remembered_for_the_office(office, officer):
    content = xlsx([["Gd", "Unit"], ["Gedung A", 98]])
    batch = checked(office, officer, content)
    services.choose_columns(
        batch=batch, sheet=batch.sheet, header_row=1, mapping={"0": "name", "1": "units"}, by=officer, at=timezone.now()
    )
    tasks.run_batch_check(batch.pk)

    again = checked(office, officer, content)

    assert fresh(batch).state == again.state == "READY"
    assert again.rows.get().cleaned == {"name": "Gedung A", "units": 98}
    assert Mapping.objects.get().columns == {"0": "name", "1": "units"}


def test_a_correction_is_checked_and_survives_another_check(office, officer):
    batch = checked(office, officer, sheet(row("A", unit="banyak", nik="x"), row("B")))
    waiting = batch.rows.get(number=2)

    told = {"units": "98", "nik": "3374010101900001"}
    services.correct_row(row=waiting, written=told, by=officer, at=timezone.now())
    services.recheck_batch(batch=batch, by=officer, at=timezone.now())
    tasks.run_batch_check(batch.pk)

    found = fresh(batch).rows.get(number=2)
    assert (found.state, found.values["units"], found.values["nik"]) == ("READY", 98, "3374010101900001")
    assert found.raw["units"] == "banyak"
    assert found.corrections == {"units": "98"}


def test_a_corrected_row_that_became_another_one_is_a_duplicate(office, officer):
    batch = checked(office, officer, sheet(row("A"), row("", unit=3)))
    waiting = batch.rows.get(number=3)

    told = services.correct_row(row=waiting, written={"name": "A"}, by=officer, at=timezone.now())

    assert (told.state, told.problems[0]["text"]) == ("DUPLICATE", "Sama dengan baris 2.")


def test_a_file_that_is_no_workbook_is_refused_at_once(office, officer):
    with pytest.raises(ValidationError, match="bukan buku kerja"):
        uploaded(office, officer, b"\0\1\2")


def test_only_those_the_kind_names_hand_in(office):
    with pytest.raises(PermissionDenied, match="Hanya petugas"):
        uploaded(office, offices.head(office))


def test_checking_twice_changes_nothing(office, officer):
    batch = checked(office, officer)
    before = list(batch.rows.values_list("pk"))

    tasks.run_batch_check(batch.pk)

    assert list(batch.rows.values_list("pk")) == before


def test_what_a_dead_worker_left_is_asked_for_again_and_given_up_after_three_times(office, officer):
    batch = uploaded(office, officer)
    later = timezone.now() + timezone.timedelta(minutes=5)

    for _time in range(2):
        assert services.requeue_stalled_batches(at=later) == [batch]
        type(batch).objects.update(moved_at=timezone.now(), state="CHECKING")
    services.requeue_stalled_batches(at=later)

    batch = fresh(batch)
    assert (batch.state, batch.attempts) == ("FAILED", 3)
    assert "coba lagi" in batch.failure


def test_text_that_looks_like_an_escape_is_kept(office, officer):
    names = ["a\\u0000b", "c\\d", "e\tf", 'g"h', "\\."]

    batch = checked(office, officer, sheet(*[row(name) for name in names]))

    assert [found.raw["name"] for found in batch.rows.order_by("number")] == names
