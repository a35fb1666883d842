"""Opens uploaded files: XLSX and CSV become plain rows; what cannot be read is refused with a sentence.

Before anything unpacks a workbook, its directory is checked: sizes, how far the sheets reach, which cells hold broken
formulas. Blank rows are left out; the others keep their row number. What is hidden, merged or left out is told with the
sheet, so that nothing is read or dropped in silence.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from krs_portal.imports import markup
from krs_portal.imports.markup import MOST_COLUMNS, MOST_ROWS
from krs_portal.kit import formats

LARGEST_FILE = 25 * 1024 * 1024
LARGEST_UNPACKED = 400 * 1024 * 1024
MOST_KNOWN = 5_000  # texts that are looked up when another cell says the same
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r"))
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Cells = list[Any]


class UnreadableWorkbook(Exception):
    """The file cannot be read; the message says why and what to do."""


@dataclass
class SourceSheet:
    """The filled rows of a sheet as (number, cells), and which cells are merged: (row, column) twice, from 0."""

    name: str
    rows: list[tuple[int, Cells]]
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()
    broken: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    strays: list[str] = field(default_factory=list)  # cells far away from all others, which were not read


def check_workbook_file(content: bytes, name: str) -> None:
    """The checks that are quick enough for the upload itself, while its sender is still there."""
    if len(content) > LARGEST_FILE:
        raise UnreadableWorkbook(_("Berkas lebih besar dari 25 MB; bagi menjadi beberapa berkas."))
    if not content.strip(b"\0 \r\n\t"):
        raise UnreadableWorkbook(_("Berkas ini kosong."))
    if content.startswith(OLE):
        if ENCRYPTED in content:
            raise UnreadableWorkbook(_("Berkas ini dilindungi sandi; simpan tanpa sandi, lalu unggah lagi."))
        raise UnreadableWorkbook(_("Ini buku kerja Excel bentuk lama; simpan sebagai .xlsx, lalu unggah lagi."))
    if content.startswith(ZIP):
        check_workbook_archive(content)
    elif not is_text_file(content):
        raise UnreadableWorkbook(_("“%s” bukan buku kerja XLSX dan bukan CSV, atau isinya rusak.") % name)


def check_workbook_archive(content: bytes) -> None:
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableWorkbook(_("Berkas ini rusak dan tidak dapat dibuka; simpan ulang dari Excel.")) from error
    names = {entry.filename.lower() for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableWorkbook(_("Berkas ini dilindungi sandi; simpan tanpa sandi, lalu unggah lagi."))
    if "xl/workbook.xml" not in names:
        raise UnreadableWorkbook(_("Berkas ini bukan buku kerja Excel (.xlsx)."))
    if any(name.endswith("vbaproject.bin") for name in names):
        raise UnreadableWorkbook(_("Buku kerja ini berisi makro; simpan sebagai .xlsx tanpa makro, lalu unggah lagi."))
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise UnreadableWorkbook(_("Isi berkas ini lebih dari 400 MB setelah dibuka; bagi menjadi beberapa berkas."))


def is_text_file(content: bytes) -> bool:
    """Whether this is text: a stray NUL is no reason to refuse it, but of binary data a ninth is control characters."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    head = content[:65536]
    return len(head) - len(head.translate(None, CONTROLS)) <= len(head) * 0.05


def convert_cell_to_json(value: Any) -> Any:
    """A cell as plain JSON: days and times as ISO text."""
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value.replace(microsecond=0)).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else value


def open_workbook(content: bytes, name: str) -> ExcelWorkbook | CsvWorkbook:
    check_workbook_file(content, name)
    return ExcelWorkbook(content) if content.startswith(ZIP) else CsvWorkbook(content, name)


class ExcelWorkbook:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.looked_through: dict[str, markup.SheetMarkup] = {}

    @cached_property
    def book(self) -> Any:
        import python_calamine

        return run_guarded_reader(lambda: python_calamine.load_workbook(io.BytesIO(self.content)))

    @cached_property
    def sheet_names(self) -> list[str]:
        """The visible sheets."""
        return [name for name, is_visible in self.sheets if is_visible]

    @cached_property
    def sheets(self) -> list[tuple[str, bool]]:
        """Every sheet with cells, and whether it is visible."""
        return [
            (sheet.name, str(sheet.visible).endswith("Visible"))
            for sheet in self.book.sheets_metadata
            if "WorkSheet" in str(sheet.typ)
        ]

    @cached_property
    def parts(self) -> dict[str, str]:
        """The name of each sheet → its file in the archive."""
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 expat expands nothing large
            book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
        targets = {link.get("Id"): link.get("Target", "") for link in links}
        found = {}
        for sheet in book.iter(f"{MAIN}sheet"):
            target = targets.get(sheet.get(LINK), "")
            found[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        return found

    def sheet(self, name: str) -> SourceSheet:
        """The sheet without the cells that stand far away from all others; they are named in `strays`."""
        told = self.read_markup(name)
        if place := told.too_far:
            raise UnreadableWorkbook(explain_large_sheet(name, markup.format_cell_address(place)))
        strays = told.list_strays()
        found = run_guarded_reader(lambda: self.open_sheet(name, strays))
        left = [""] * (found.start[1] if found.start else 0)
        blank = [""] * found.width
        known: dict[str, str] = {}
        rows = [
            (number, clean_cells(left + cells if left else cells, known))
            for number, cells in enumerate(found.iter_rows(), start=1)
            if cells != blank and not all(map(is_empty_cell, cells))
        ]
        addresses = {markup.format_cell_address(place) for far in strays for place in far.places}
        return SourceSheet(
            name,
            rows,
            found.merged_cell_ranges or (),
            told.broken,
            told.hidden_rows,
            told.hidden_columns,
            sorted(addresses),
        )

    def count_rows(self, name: str) -> int:
        """How many rows of a sheet hold anything."""
        return self.read_markup(name).filled_rows

    def read_markup(self, name: str) -> markup.SheetMarkup:
        if (part := self.parts.get(name)) is None:
            return markup.SheetMarkup()
        if name not in self.looked_through:
            with zipfile.ZipFile(io.BytesIO(self.content)) as archive, archive.open(part) as stream:
                self.looked_through[name] = run_guarded_reader(lambda: markup.read_sheet_markup(stream))
        return self.looked_through[name]

    def open_sheet(self, name: str, strays: list[markup.FarCells]) -> Any:
        if not strays:
            return self.book.get_sheet_by_name(name)
        import python_calamine

        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self.content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                part = old.read(entry)
                is_sheet = entry.filename == self.parts[name]
                new.writestr(entry, markup.cut_out_cells(part, strays) if is_sheet else part)
        made.seek(0)
        return python_calamine.load_workbook(made).get_sheet_by_name(name)


def explain_large_sheet(name: str, cell: str) -> str:
    told = {"sheet": name, "cell": cell, "rows": formats.format_number(MOST_ROWS), "columns": MOST_COLUMNS}
    return _("Lembar “%(sheet)s” terlalu luas, sampai %(cell)s; batasnya %(rows)s baris dan %(columns)d kolom.") % told


def is_empty_cell(cell: Any) -> bool:
    return isinstance(cell, str) and not cell.strip()


def clean_cells(cells: Cells, known: dict[str, str]) -> Cells:
    """The cells without NUL, which no text in the database can hold.

    A text that stands in many cells is kept once, as `known` has it: of a logbook of 100.000 lines that saves a third.
    """
    for index, cell in enumerate(cells):
        if isinstance(cell, str):
            if "\0" in cell:
                cell = cell.replace("\0", "")
            if len(known) < MOST_KNOWN:
                known.setdefault(cell, cell)
            cells[index] = known.get(cell, cell)
    return cells


def run_guarded_reader(reading: Any) -> Any:
    """Turn everything that the readers raise for a damaged file into one sentence."""
    try:
        return reading()
    except UnreadableWorkbook:
        raise
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise UnreadableWorkbook(_("Berkas ini rusak dan tidak dapat dibaca; simpan ulang dari Excel.")) from error
        raise


class CsvWorkbook:
    """A CSV file as a workbook of one sheet. Semicolon, comma or tab; UTF-8 or a Windows encoding."""

    def __init__(self, content: bytes, name: str) -> None:
        self.content = content
        self.sheet_names = [name.rpartition(".")[0] or name]
        self.sheets = [(self.sheet_names[0], True)]

    def count_rows(self, name: str) -> int:
        return len(self.sheet(name).rows)

    def sheet(self, name: str) -> SourceSheet:
        text = decode_csv(self.content).replace("\0", "")
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=guess_delimiter(text))
        try:
            return SourceSheet(name, list(iterate_filled_rows(lines)))
        except csv.Error as error:
            raise UnreadableWorkbook(_("Berkas CSV ini rusak: %s.") % error) from error


def decode_csv(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def guess_delimiter(text: str) -> str:
    """The delimiter that occurs most often in the first lines."""
    head = re.sub(r'"[^"]*"', "", "\n".join(text[:20_000].splitlines()[:15]))
    return max(";,\t", key=head.count) if any(mark in head for mark in ";,\t") else ","


def iterate_filled_rows(lines: Iterator[list[str]]) -> Iterator[tuple[int, Cells]]:
    for number, cells in enumerate(lines, start=1):
        if any(cell.strip() for cell in cells):
            if number > MOST_ROWS + 100 or len(cells) > MOST_COLUMNS:
                raise UnreadableWorkbook(
                    _("Berkas ini terlalu luas: paling banyak %(rows)s baris dan %(columns)d kolom.")
                    % {"rows": formats.format_number(MOST_ROWS), "columns": MOST_COLUMNS}
                )
            yield number, cells
