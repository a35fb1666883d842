"""Files as their keepers left them: what is read of them, and what is refused with a sentence."""

import io
import zipfile

import pytest

from krs_portal.imports import tables, workbooks
from krs_portal.imports.workbooks import OLE, Unreadable
from tests.factories.imports import HEADER, KIND, ROW, sheet, xlsx


def table(content: bytes, name: str = "daftar.xlsx", header_row: int | None = None):
    book = workbooks.opened(content, name)
    found = tables.found_in(book.sheet(book.sheet_names[0]), KIND, header_row)
    mapping = tables.guessed(found, KIND)
    tables.set_totals_aside(found, KIND, mapping)
    return found, {code: int(index) for index, code in mapping.items()}


def test_columns_are_known_by_their_names():
    found, mapping = table(sheet(ROW, ROW))

    assert found.header_row == 1
    assert [number for number, _cells in found.rows] == [2, 3]
    assert mapping == {
        "name": 0, "region": 1, "units": 2, "occupied": 3, "condition": 4, "years": 5, "opened_on": 6, "nik": 7,
    }  # fmt: skip


def test_a_misspelt_title_is_known_too():
    _found, mapping = table(xlsx([["Nama gedunng", "KABUPATEN", "Jumlah  Unit"], ["A", "Gresik", 3]]))

    assert mapping == {"name": 0, "region": 1, "units": 2}


def test_titles_on_several_rows_with_merged_cells_become_one():
    content = xlsx(
        [
            ["DAFTAR GEDUNG TAHUN 2022"],
            [],
            ["No", None, "Lokasi", None, None],
            [None, None, "Kabupaten", "Titik koordinat", None],
            [1, 2, 3, 4, 5],
            [1, "Gedung A", "Kab. Gresik", "-7.2, 112.7", 98],
        ],
        merged=[
            (0, 0, 0, 4, "DAFTAR GEDUNG TAHUN 2022"),
            (2, 1, 3, 1, "Nama"), (2, 2, 2, 3, "Lokasi"), (2, 4, 3, 4, "Unit"),
        ],
    )  # fmt: skip

    found, mapping = table(content)

    assert [heading.title for heading in found.headings] == [
        "No", "Nama", "Lokasi / Kabupaten", "Lokasi / Titik koordinat", "Unit",
    ]  # fmt: skip
    assert mapping == {"name": 1, "region": 2, "point": 3, "units": 4}
    assert [number for number, _cells in found.rows] == [6]
    assert found.header_row == 4


def test_an_unnamed_column_is_told_by_what_stands_in_it():
    rows = [["Gedung A", "Rusak ringan", 3], ["Gedung B", "Baik", 4]]

    found, mapping = table(xlsx([["Nama", None, None], *rows]))

    assert mapping == {"name": 0, "condition": 1}
    assert found.headings[1].nickname == "Nama 2"


def test_a_totals_row_is_no_row_wherever_it_stands():
    rows = [[None, None, 196, 180], ROW, ROW, ["JUMLAH", None, 196, 180]]

    found, _mapping = table(xlsx([HEADER, *rows]))

    assert [number for number, _cells in found.rows] == [3, 4]
    assert [number for number, _cells in found.totals] == [2, 5]


def test_a_header_printed_again_on_the_next_page_is_no_row():
    found, _mapping = table(xlsx([HEADER, ROW, HEADER, ROW]))

    assert [number for number, _cells in found.rows] == [2, 4]


def test_of_several_sheets_each_can_be_opened_and_hidden_ones_not():
    book = workbooks.opened(xlsx([["Catatan"]], [HEADER, ROW], names=["Sampul", "Data"]), "a.xlsx")

    assert book.sheet_names == ["Sampul", "Data"]
    assert [number for number, _cells in book.sheet("Data").rows] == [1, 2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_csv_in_every_dress(encoding, mark):
    text = f'Nama{mark}Unit{mark}Kab/Kota\r\n"Gedung “A”{mark} é"{mark}1.806{mark}Kab. Gresik\r\n\r\n'

    found, mapping = table(text.encode(encoding), "daftar.csv")

    assert found.rows == [(2, [f"Gedung “A”{mark} é", "1.806", "Kab. Gresik"])]
    assert mapping == {"name": 0, "units": 1, "region": 2}


def test_blank_rows_are_skipped_and_numbers_stay_those_of_the_sheet():
    content = xlsx([HEADER, *[[]] * 5_000, ROW])

    found, _mapping = table(content)

    assert [number for number, _cells in found.rows] == [5_002]


def test_broken_and_uncalculated_formulas_are_told_from_blanks():
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    page = book.add_worksheet("Data")
    page.write_row(0, 0, HEADER)
    page.write_row(1, 0, ROW)
    page.write_formula(1, 2, "=#REF!+1", None, "#REF!")
    page.write_formula(1, 3, "=A1", None, "")
    book.close()

    found = workbooks.opened(made.getvalue(), "a.xlsx").sheet("Data")

    assert found.broken == {2: {2: "#REF!", 3: "#RUMUS"}}


def zipped(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def stray(reference: str) -> bytes:
    """A sheet with one cell far away."""
    content = io.BytesIO(xlsx([["Nama"]]))
    made = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            markup = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
                cell = f'<row r="{row}"><c r="{reference}"><v>1</v></c></row></sheetData>'
                markup = markup.replace(b"</sheetData>", cell.encode())
            new.writestr(entry, markup)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "kosong"),
        (b"\0\1\2\3" * 100, "bukan buku kerja"),
        (OLE + b"\0" * 600, "bentuk lama"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "dilindungi sandi"),
        (b"PK\x03\x04" + b"x" * 500, "rusak"),
        (zipped(**{"readme.txt": b"halo"}), "bukan buku kerja Excel"),
        (zipped(**{"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"}), "makro"),
        (zipped(**{"xl/workbook.xml": b"<x/>", "bomb": bytes(401 * 1024 * 1024)}), "400 MB"),
        (b"x" * (25 * 1024 * 1024 + 1), "25 MB"),
    ],
    ids=["empty", "binary", "old", "password", "damaged", "no-workbook", "macro", "bomb", "large"],
)
def test_what_cannot_be_taken_in_is_refused_in_one_sentence(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        workbooks.opened(content, "daftar.xlsx")


def test_a_workbook_that_ends_in_the_middle_is_refused():
    whole = sheet()

    with pytest.raises(Unreadable, match="rusak"):
        workbooks.opened(whole[: len(whole) // 2], "daftar.xlsx")


@pytest.mark.parametrize("reference", ["XFD1048576", "A1048576", "AAA2", "ZZ30000"])
def test_a_stray_cell_far_away_does_not_fill_the_memory(reference):
    book = workbooks.opened(stray(reference), "daftar.xlsx")

    with pytest.raises(Unreadable, match="terlalu luas"):
        book.sheet("Sheet1")


def test_hundreds_of_columns_are_read():
    wide = [*HEADER, *(f"Kolom {place}" for place in range(400))]

    found, mapping = table(xlsx([wide, [*ROW, *range(400)]]))

    assert len(found.headings) == 408
    assert mapping["nik"] == 7
