"""Rows sorted: ready, waiting with a reason, there already; and what the office taught the portal about its columns."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from krs_portal.imports import services, tasks
from krs_portal.imports.models import Mapping, Row
from krs_portal.offices.enums import RegionKind
from krs_portal.offices.models import Region
from tests.factories import offices
from tests.factories.imports import HEADER, ROW, checked, fresh, row, sheet, uploaded, xlsx

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
        2: [("units", "“banyak” bukan angka."), ("opened_on", "“31/02/2022” tidak ada dalam kalender.")],
        3: [("name", "Wajib diisi.")],
        4: [("occupied", "Dihuni lebih banyak daripada unitnya.")],
        5: [],
    }


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
    tasks.check_batch(batch.pk)

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
    tasks.check_batch(batch.pk)

    again = checked(office, officer, content)

    assert fresh(batch).state == again.state == "READY"
    assert again.rows.get().cleaned == {"name": "Gedung A", "units": 98}
    assert Mapping.objects.get().columns == {"0": "name", "1": "units"}


def test_a_correction_is_checked_and_survives_another_check(office, officer):
    batch = checked(office, officer, sheet(row("A", unit="banyak", nik="x"), row("B")))
    waiting = batch.rows.get(number=2)

    told = {"units": "98", "nik": "3374010101900001"}
    services.correct_row(row=waiting, written=told, by=officer, at=timezone.now())
    services.check_again(batch=batch, by=officer, at=timezone.now())
    tasks.check_batch(batch.pk)

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

    tasks.check_batch(batch.pk)

    assert list(batch.rows.values_list("pk")) == before


def test_what_a_dead_worker_left_is_asked_for_again_and_given_up_after_three_times(office, officer):
    batch = uploaded(office, officer)
    later = timezone.now() + timezone.timedelta(minutes=5)

    for _time in range(2):
        assert services.resume_stalled(at=later) == [batch]
        type(batch).objects.update(moved_at=timezone.now(), state="CHECKING")
    services.resume_stalled(at=later)

    batch = fresh(batch)
    assert (batch.state, batch.attempts) == ("FAILED", 3)
    assert "coba lagi" in batch.failure


def test_text_that_looks_like_an_escape_is_kept(office, officer):
    names = ["a\\u0000b", "c\\d", "e\tf", 'g"h', "\\."]

    batch = checked(office, officer, sheet(*[row(name) for name in names]))

    assert [found.raw["name"] for found in batch.rows.order_by("number")] == names
