"""Tables leave as real numbers and days, and text never becomes a formula."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from krs_portal.reports.workbooks import DAY, NUMBER, PERCENT, ReportSheet, SheetColumn, build_csv, build_xlsx

COLUMNS = [
    SheetColumn("Unit"),
    SheetColumn("Jumlah", NUMBER),
    SheetColumn("Capaian", PERCENT),
    SheetColumn("Tanggal", DAY),
]


def sheet(*rows, total=None):
    return ReportSheet("Capaian", "Capaian unit", COLUMNS, rows, total)


def read(made):
    return CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_name("Capaian").to_python()


def test_numbers_and_days_are_real():
    made = build_xlsx([sheet(("Jawa III", 1806, Decimal("144.48"), date(2022, 12, 5)))], title="T", code="K")

    assert read(made)[3] == ["Jawa III", 1806.0, pytest.approx(1.4448), date(2022, 12, 5)]


def test_a_blank_is_not_zero():
    made = read(build_xlsx([sheet(("Jawa III", None, None, None))], title="T", code="K"))

    assert made[3] == ["Jawa III", "", "", ""]


@pytest.mark.parametrize("text", ["=1+1", "+62812", "-5", "@SUM(A1)", "\t=1"])
def test_text_that_looks_like_a_formula_stays_text(text):
    made = build_xlsx([sheet((text, 1, None, None))], title="T", code="K")

    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert b'quotePrefix="1"' in parts.read("xl/styles.xml")
    assert read(made)[3][0] == text
    assert list(csv.reader(io.StringIO(build_csv(sheet((text, 1, None, None))).decode("utf-8-sig"))))[1][0] == (
        "'" + text
    )


def test_the_comma_separated_table_is_for_machines():
    row, total = ("A, B", 1806, Decimal("69.20"), date(2022, 12, 5)), ("JUMLAH", 1806, Decimal("100.00"), None)
    made = build_csv(sheet(row, total=total))

    assert list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))[1:] == [
        ["A, B", "1806", "69.20", "2022-12-05"],
        ["JUMLAH", "1806", "100.00", ""],
    ]


def test_heads_stay_in_sight_and_filter_totals_add_and_each_page_carries_the_code():
    rows = [("Jawa III", 660, Decimal("264.00"), None), ("Bali", 173, Decimal("69.20"), None)]
    made = build_xlsx([sheet(*rows, total=("JUMLAH", 833, Decimal("166.60"), None))], title="T", code="7K3MP-X9TQA")

    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in page
    assert '<autoFilter ref="A3:D5"/>' in page
    assert "<f>SUM(B4:B5)</f><v>833</v>" in page
    assert page.count("<f>") == 1
    assert "7K3MP-X9TQA" in page
    assert read(made)[5][:3] == ["JUMLAH", 833.0, pytest.approx(1.666)]


def test_a_total_that_is_not_the_sum_of_its_column_stays_a_number():
    made = build_xlsx(
        [sheet(("A", 2, None, None), ("B", 2, None, None), total=("X", 3, None, None))], title="T", code="K"
    )

    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
