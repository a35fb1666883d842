"""Lists of estates in which something was once guessed or dropped in silence, each with its right answer."""

import csv

import pytest
from django.conf import settings

from krs_portal.imports import services, tasks
from krs_portal.imports.models import Batch
from krs_portal.kit.clock import now
from krs_portal.offices import regions
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Region
from monitoring.problems.imports.kind import KIND
from monitoring.problems.models import Problem
from monitoring.register.models import Estate
from tests.cases import CASES, needs_cases
from tests.factories import monitoring as given
from tests.factories import offices

pytestmark = [pytest.mark.django_db, needs_cases]


@pytest.fixture
def agency():
    """Central Java's, with its kab/kota under their codes."""
    agency = given.province("33", "Jawa Tengah")
    with (settings.BASE_DIR / "node_modules/idn-area-data/data/regencies.csv").open() as file:
        rows = [(row["code"], row["name"]) for row in csv.DictReader(file) if row["province_code"] == "33"]
    Region.objects.bulk_create(regions.build_region(row, {"33": agency.region.pk}) for row in rows)
    return agency


@pytest.fixture
def checked(agency):
    officer = offices.member(Role.OFFICER, agency)

    def check(name):
        content = (CASES / name).read_bytes()
        batch = services.upload_batch(kind=KIND, office=agency, file_name=name, content=content, by=officer, at=now())
        tasks.run_batch_check(batch.pk)
        return Batch.objects.get(pk=batch.pk)

    return check


def read(batch, code):
    return [row.values.get(code) for row in batch.rows.order_by("number")]


def told(batch):
    return {(each["reason"], each["name"]): (each["count"], each["sum"]) for each in batch.leftovers}


def test_cells_merged_downwards_give_every_row_its_value_and_say_so(checked):
    batch = checked("estates-merged-down.xlsx")

    assert batch.counts["READY"] == 5
    assert read(batch, "region_code") == ["33.21", "33.21", "33.21", "33.19", "33.19"]
    assert read(batch, "beneficiary") == ["MBR", "MBR", "MBR", "WORKERS", "WORKERS"]
    hinted = {row.number: {hint["column"] for hint in row.hints} for row in batch.rows.hinted()}
    assert hinted == {3: {"region"}, 4: {"region"}, 6: {"region", "beneficiary"}}


def test_every_sheet_is_named_with_its_rows(checked):
    batch = checked("estates-two-sheets.xlsx")

    assert (batch.sheet, batch.counts["READY"]) == ("Data", 4)
    assert told(batch) == {("HIDDEN_SHEET", "Rahasia"): (1, None), ("NOT_CHOSEN", "Data 2"): (5, None)}


def test_a_hidden_row_is_read_and_said(checked):
    batch = checked("estates-hidden-row.xlsx")

    assert batch.counts["READY"] == 3
    assert told(batch) == {("HIDDEN_ROW_READ", "3"): (1, None)}
    assert [row.number for row in batch.rows.hinted()] == [3]


def test_problems_beside_the_estates_become_problems_and_go_with_them(checked):
    batch = checked("estates-columns-without-a-home.xlsx")
    by = batch.uploaded_by
    assert batch.sums_before["occupied"]["rows"] == 360
    assert told(batch) == {}

    services.commit_batch(batch=batch, by=by, at=now())
    tasks.run_batch_commit(batch.pk)

    said = set(Problem.objects.values_list("title", "plan", "category"))
    assert (Problem.objects.count(), said) == (4, {("Air tidak mengalir di lantai 4", "Pompa diganti 2027", "OTHER")})
    services.undo_batch(batch=Batch.objects.get(), by=by, at=now())
    assert not Problem.objects.exists()
    assert not Estate.objects.exists()


def test_a_stray_cell_is_named_and_refuses_nothing(checked):
    batch = checked("estates-stray-cell.xlsx")

    assert batch.counts["READY"] == 3
    assert told(batch) == {("FAR", "A1048576"): (None, None)}


def test_a_head_of_three_rows_with_years_is_one_head(checked):
    batch = checked("estates-head-of-three-rows.xlsx")

    assert batch.counts["READY"] == 6
    assert read(batch, "region_code") == ["33.74", "33.22"] * 3
    assert {code: (sums["file"], sums["rows"]) for code, sums in batch.sums_before.items()} == {
        "towers": (6, 6), "units": (588, 588), "occupied": (540, 540), "empty": (48, 48)
    }  # fmt: skip
    assert batch.notes == []
    assert [(row.number, hint["column"]) for row in batch.rows.hinted() for hint in row.hints] == [(8, "point")]
    assert told(batch)["UNMAPPED", "I HUNIAN / TERHUNI / 2025"] == (6, 501)
    assert [value for value in read(batch, "problem") if value] == ["Lift rusak"]


def test_a_nul_is_dropped_from_a_remark(checked):
    batch = checked("estates-nul-in-a-cell.xlsx")

    assert batch.counts["READY"] == 3
    assert read(batch, "notes") == ["sebelumsesudah", None, None]
