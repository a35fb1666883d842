"""Opening what was handed in: XLSX and CSV to plain rows, and one sentence for whatever cannot be read.

A workbook is looked at before anything unpacks it: what it claims to hold, how far its sheets reach, which of its cells
hold a broken formula. Blank rows are left out; the others keep the number they have in the sheet.
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

from krs_portal.imports.values import NOT_CALCULATED
from krs_portal.kit import formats

LARGEST_FILE = 25 * 1024 * 1024
LARGEST_UNPACKED = 400 * 1024 * 1024
MOST_ROWS, WIDE, MOST_COLUMNS, MOST_WIDE_ROWS = 200_000, 78, 702, 20_000  # 702 is column ZZ
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
FILLED = rb"\"[^>]*>\s*<(?:v|is|f)\b"
FAR_DOWN = rb"[A-Z]{1,3}(?:[2-9]\d{5}|\d{7,})"
FAR_RIGHT = rb"(?:[C-Z][A-Z]|[A-Z]{3})\d+"
FAR = re.compile(rb"\"(?:" + FAR_DOWN + rb"|" + FAR_RIGHT + rb")" + FILLED)
TOO_FAR = re.compile(rb"\"(?:" + FAR_DOWN + rb"|[A-Z]{3}\d+|[A-Z]+(?:[2-9]\d{4}|\d{6,}))" + FILLED)
BROKEN = re.compile(rb"<c r=\"([A-Z]+)(\d+)\"[^>]*\bt=\"e\"[^>]*>.*?<v>([^<]*)</v>")
UNCALCULATED = re.compile(
    rb"<c r=\"([A-Z]+)(\d+)\"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Cells = list[Any]


class Unreadable(Exception):
    """The file cannot be taken in; the message says why and what to do."""


@dataclass
class Sheet:
    """The filled rows of a sheet as (number, cells), and which cells are merged: (row, column) twice, from 0."""

    name: str
    rows: list[tuple[int, Cells]]
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()
    broken: dict[int, dict[int, str]] = field(default_factory=dict)


def refuse_unreadable(content: bytes, name: str) -> None:
    """What can be told at once, while the person who hands it in is still there."""
    if len(content) > LARGEST_FILE:
        raise Unreadable(_("Berkas lebih besar dari 25 MB; bagi menjadi beberapa berkas."))
    if not content.strip(b"\0 \r\n\t"):
        raise Unreadable(_("Berkas ini kosong."))
    if content.startswith(OLE):
        if ENCRYPTED in content:
            raise Unreadable(_("Berkas ini dilindungi sandi; simpan tanpa sandi, lalu unggah lagi."))
        raise Unreadable(_("Ini buku kerja Excel bentuk lama; simpan sebagai .xlsx, lalu unggah lagi."))
    if content.startswith(ZIP):
        refuse_archive(content)
    elif not is_text(content):
        raise Unreadable(_("“%s” bukan buku kerja XLSX dan bukan CSV, atau isinya rusak.") % name)


def refuse_archive(content: bytes) -> None:
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable(_("Berkas ini rusak dan tidak dapat dibuka; simpan ulang dari Excel.")) from error
    names = {entry.filename.lower() for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(_("Berkas ini dilindungi sandi; simpan tanpa sandi, lalu unggah lagi."))
    if "xl/workbook.xml" not in names:
        raise Unreadable(_("Berkas ini bukan buku kerja Excel (.xlsx)."))
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable(_("Buku kerja ini berisi makro; simpan sebagai .xlsx tanpa makro, lalu unggah lagi."))
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise Unreadable(_("Isi berkas ini lebih dari 400 MB setelah dibuka; bagi menjadi beberapa berkas."))


def is_text(content: bytes) -> bool:
    return content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in content[:65536]


def plain(value: Any) -> Any:
    """A cell as plain JSON: days and times as ISO text."""
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value.replace(microsecond=0)).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else value


def column_index(letters: bytes | str) -> int:
    """ "A" → 0, "AA" → 26."""
    index = 0
    for letter in letters.decode() if isinstance(letters, bytes) else letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    letters, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def opened(content: bytes, name: str) -> ExcelBook | CommaBook:
    refuse_unreadable(content, name)
    return ExcelBook(content) if content.startswith(ZIP) else CommaBook(content, name)


class ExcelBook:
    def __init__(self, content: bytes) -> None:
        self.content = content

    @cached_property
    def book(self) -> Any:
        import python_calamine

        return attempted(lambda: python_calamine.load_workbook(io.BytesIO(self.content)))

    @cached_property
    def sheet_names(self) -> list[str]:
        """The sheets with cells that can be seen."""
        return [
            sheet.name
            for sheet in self.book.sheets_metadata
            if "WorkSheet" in str(sheet.typ) and str(sheet.visible).endswith("Visible")
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

    def sheet(self, name: str) -> Sheet:
        broken = attempted(lambda: self.looked_through(name))
        found = attempted(lambda: self.book.get_sheet_by_name(name))
        left = [""] * (found.start[1] if found.start else 0)
        blank = [""] * found.width
        rows = [
            (number, left + cells if left else cells)
            for number, cells in enumerate(found.iter_rows(), start=1)
            if cells != blank
        ]
        for number in broken:  # calamine shows a broken cell as a blank one
            broken[number] = {index: word for index, word in broken[number].items() if index < MOST_COLUMNS}
        return Sheet(name, rows, found.merged_cell_ranges or (), broken)

    def looked_through(self, name: str) -> dict[int, dict[int, str]]:
        """Refuse a sheet that would fill the memory; where its formulas are broken or were never calculated."""
        part = self.parts.get(name)
        if part is None:
            return {}
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            markup = archive.read(part)
        if FAR.search(markup) and TOO_FAR.search(markup):
            raise Unreadable(
                _("Lembar “%(sheet)s” terlalu luas: paling banyak %(rows)s baris dan %(columns)d kolom.")
                % {"sheet": name, "rows": formats.number(MOST_ROWS), "columns": MOST_COLUMNS}
            )
        broken: dict[int, dict[int, str]] = {}
        if b't="e"' in markup:
            for letters, number, word in BROKEN.findall(markup):
                broken.setdefault(int(number), {})[column_index(letters)] = word.decode()
        if b"<f" in markup:
            for letters, number in UNCALCULATED.findall(markup):
                broken.setdefault(int(number), {})[column_index(letters)] = NOT_CALCULATED
        return broken


def attempted(reading: Any) -> Any:
    """What a damaged file makes the readers throw, as one sentence."""
    try:
        return reading()
    except Unreadable:
        raise
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise Unreadable(_("Berkas ini rusak dan tidak dapat dibaca; simpan ulang dari Excel.")) from error
        raise


class CommaBook:
    """A CSV file is a book of one sheet. Semicolon, comma or tab; UTF-8 or what Windows wrote."""

    def __init__(self, content: bytes, name: str) -> None:
        self.content = content
        self.sheet_names = [name.rpartition(".")[0] or name]

    def sheet(self, name: str) -> Sheet:
        text = decoded(self.content)
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text))
        try:
            return Sheet(name, list(filled(lines)))
        except csv.Error as error:
            raise Unreadable(_("Berkas CSV ini rusak: %s.") % error) from error


def decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def delimiter(text: str) -> str:
    """The one that parts the most in the first lines."""
    head = re.sub(r'"[^"]*"', "", "\n".join(text[:20_000].splitlines()[:15]))
    return max(";,\t", key=head.count) if any(mark in head for mark in ";,\t") else ","


def filled(lines: Iterator[list[str]]) -> Iterator[tuple[int, Cells]]:
    for number, cells in enumerate(lines, start=1):
        if any(cell.strip() for cell in cells):
            if number > MOST_ROWS + 100 or len(cells) > MOST_COLUMNS:
                raise Unreadable(
                    _("Berkas ini terlalu luas: paling banyak %(rows)s baris dan %(columns)d kolom.")
                    % {"rows": formats.number(MOST_ROWS), "columns": MOST_COLUMNS}
                )
            yield number, cells
