"""Files as their keepers left them: what is read of them, and what is refused with a sentence."""

import io
import zipfile
from itertools import groupby

import pytest

from krs_portal.imports import markup, tables, workbooks
from krs_portal.imports.workbooks import OLE, UnreadableWorkbook
from tests.factories.imports import HEADER, KIND, ROW, sheet, xlsx


def table(content: bytes, name: str = "daftar.xlsx", header_row: int | None = None):
    book = workbooks.open_workbook(content, name)
    found = tables.find_table(book.sheet(book.sheet_names[0]), KIND, header_row)
    mapping = tables.guess_column_mapping(found, KIND)
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
    book = workbooks.open_workbook(xlsx([["Catatan"]], [HEADER, ROW], names=["Sampul", "Data"]), "a.xlsx")

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

    found = workbooks.open_workbook(made.getvalue(), "a.xlsx").sheet("Data")

    assert found.broken == {2: {2: "#REF!", 3: "#RUMUS"}}


def zipped(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def stray(*references: str) -> bytes:
    """A sheet with cells far away."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx([["Nama"]]))) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                rows = groupby(references, lambda reference: reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
                cells = [
                    f'<row r="{row}">' + "".join(f'<c r="{cell}"><v>1</v></c>' for cell in inside) + "</row>"
                    for row, inside in rows
                ]
                content = content.replace(b"</sheetData>", f"{''.join(cells)}</sheetData>".encode())
            new.writestr(entry, content)
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
    with pytest.raises(UnreadableWorkbook, match=sentence):
        workbooks.open_workbook(content, "daftar.xlsx")


def test_a_workbook_that_ends_in_the_middle_is_refused():
    whole = sheet()

    with pytest.raises(UnreadableWorkbook, match="rusak"):
        workbooks.open_workbook(whole[: len(whole) // 2], "daftar.xlsx")


@pytest.mark.parametrize("reference", ["XFD1048576", "A1048576", "AAA2", "ZZ30000"])
def test_a_stray_cell_far_away_is_left_out_and_named(reference):
    found = workbooks.open_workbook(stray(reference), "daftar.xlsx").sheet("Sheet1")

    assert [number for number, _cells in found.rows] == [1]
    assert found.strays == [reference]


@pytest.mark.parametrize(
    ("rows", "columns", "cell"), [(range(1_048_000, 1_048_030), 1, "A1048000"), (range(20_001, 20_031), 90, "A20001")]
)
def test_a_table_too_large_for_the_memory_is_refused_with_a_cell_of_it(rows, columns, cell):
    references = [f"{markup.format_column_letters(column)}{row}" for row in rows for column in range(columns)]
    book = workbooks.open_workbook(stray(*references), "daftar.xlsx")

    with pytest.raises(UnreadableWorkbook, match=f"terlalu luas, sampai {cell};"):
        book.sheet("Sheet1")


def test_markup_is_read_whatever_dress_it_wears():
    """Prefixes, single quotes, other orders of attributes, cells without an address: XML all the same."""
    dressed = b"""<?xml version='1.0'?><x:worksheet xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>
      <x:cols><x:col hidden='true' max='3' min='2' width="9"/></x:cols><x:sheetData>
      <x:row hidden = '1' r='4'><x:c t='n' r='A4'><x:v>1</x:v></x:c><x:c><x:f>A4 &gt; "&lt;c t='e'>"</x:f></x:c>
      <x:c t='e'><x:f>1/0</x:f><x:v>#DIV/0!</x:v></x:c></x:row>
      <x:row><x:c><x:is><x:t>t="e" hidden="1"</x:t></x:is></x:c></x:row>
      </x:sheetData></x:worksheet>"""

    told = markup.read_sheet_markup(io.BytesIO(dressed))

    assert (told.filled_rows, told.hidden_rows, told.hidden_columns) == (2, {4}, {1, 2})
    assert told.broken == {4: {1: "#RUMUS", 2: "#DIV/0!"}}


def test_markup_with_entities_is_refused():
    with pytest.raises(markup.StrangeMarkup):
        markup.read_sheet_markup(io.BytesIO(b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'))


def test_hundreds_of_columns_are_read():
    wide = [*HEADER, *(f"Kolom {place}" for place in range(400))]

    found, mapping = table(xlsx([wide, [*ROW, *range(400)]]))

    assert len(found.headings) == 408
    assert mapping["nik"] == 7
