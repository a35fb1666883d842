"""Finds the table in a sheet: its header of one or more rows, its columns (titled or not), its totals rows."""

from __future__ import annotations

import difflib
import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from krs_portal.imports.enums import LeftoverReason
from krs_portal.imports.kinds import ImportColumn, ImportKind
from krs_portal.imports.markup import format_column_letters
from krs_portal.imports.values import ERRORS, NOT_CALCULATED, format_cell, is_blank_cell, normalise_text
from krs_portal.imports.workbooks import Cells, SourceSheet, convert_cell_to_json
from krs_portal.kit.words import squeeze_spaces

LOOKED_AT = 15  # filled rows among which the header is looked for
SAMPLES = 3
COUNT_WORDS = ("jumlah ", "jml ", "total ", "banyaknya ")  # "Jumlah tower" and "Tower" name one column
TOTAL_WORDS = frozenset({"total", "jumlah", "jml", "grand total", "jumlah total", "total jumlah", "jumlah seluruhnya"})


@dataclass
class ColumnHeading:
    """A column as its header names it.

    `nickname` names an untitled column after the last titled one on its left, with a number: `Luas 2`.
    """

    index: int
    parts: list[str]
    nickname: str = ""

    @property
    def letters(self) -> str:
        return format_column_letters(self.index)

    @property
    def title(self) -> str:
        return " / ".join(self.parts)

    @property
    def year(self) -> int:
        """The year that a sub-head names, 0 without one: of two years of one figure the later is taken."""
        return max((int(part) for part in self.parts if is_year(part)), default=0)

    def ways(self) -> list[str]:
        """The names by which the column may be found, the most complete first."""
        named = [part for part in self.parts if not is_year(part)]
        if not named:
            return [normalise_text(self.nickname)] if self.nickname else []
        whole, last = normalise_text(" ".join(named)), normalise_text(named[-1])
        return [whole, last, drop_count_words(whole), drop_count_words(last)]


@dataclass
class SheetTable:
    header_row: int
    headings: list[ColumnHeading]
    rows: list[tuple[int, Cells]]
    totals: list[tuple[int, Cells]] = field(default_factory=list)
    left_rows: dict[int, LeftoverReason] = field(default_factory=dict)  # rows that are no data, and why
    merged: dict[int, set[int]] = field(default_factory=dict)  # cells whose value stands in a merged cell above them

    @property
    def fingerprint(self) -> str:
        """A hash of the header: equal for every workbook with the same titles."""
        said = "\n".join(normalise_text(heading.title) for heading in self.headings)
        return hashlib.sha256(said.encode()).hexdigest()


def map_column_names(columns: Sequence[ImportColumn]) -> dict[str, str]:
    """Map every normalised name of a column (title, aliases, code) to its code; on a conflict the first column wins."""
    known: dict[str, str] = {}
    for column in columns:
        for name in (column.title, *column.aliases, column.code):
            known.setdefault(normalise_text(name), column.code)
    for name, code in list(known.items()):
        known.setdefault(drop_count_words(name), code)
    return known


def drop_count_words(name: str) -> str:
    return next((name.removeprefix(word) for word in COUNT_WORDS if name.startswith(word)), name)


def is_year(cell: Any) -> bool:
    """Whether a cell of a header is a year, such as 2025 below "Terhuni"."""
    written = format_cell(cell)
    return len(written) == 4 and written.isascii() and written.isdigit() and written[:2] in ("19", "20")


def count_known_names(cells: Cells, known: dict[str, str]) -> int:
    return len({known[name] for cell in cells if isinstance(cell, str) and (name := normalise_text(cell)) in known})


def find_header_row(sheet: SourceSheet, known: dict[str, str]) -> tuple[int, int]:
    """Return the row that looks most like a header, as its place in `sheet.rows`, and how many columns it names."""
    found = [(count_known_names(cells, known), -place) for place, (_number, cells) in enumerate(sheet.rows[:LOOKED_AT])]
    best, place = max(found, default=(0, 0))
    if not best:  # nobody's words: the row with the most text
        found = [(count_text_cells(cells), -place) for place, (_number, cells) in enumerate(sheet.rows[:LOOKED_AT])]
        place = max(found, default=(0, 0))[1]
    return -place, best


def count_text_cells(cells: Cells) -> int:
    return sum(isinstance(cell, str) and not is_blank_cell(cell) for cell in cells)


def find_table(sheet: SourceSheet, kind: ImportKind, header_row: int | None = None) -> SheetTable:
    """Find the table of the sheet. `header_row` is the last row of its header if a user chose it."""
    if not sheet.rows:
        return SheetTable(header_row or 1, [], [])
    first, last = find_header_rows(sheet, map_column_names(kind.columns), header_row)
    headings = build_headings(sheet, range(first, last + 1))
    table = SheetTable(sheet.rows[last][0], headings, sheet.rows[last + 1 :])
    table.left_rows = {number: LeftoverReason.ABOVE for number, _cells in sheet.rows[:first]}
    if table.rows and is_numbering_row(table.rows[0][1]):
        table.left_rows[table.rows.pop(0)[0]] = LeftoverReason.NUMBERING
    heads = [cells for _number, cells in sheet.rows[first : last + 1]]
    again = {number for number, cells in table.rows if cells in heads}
    table.left_rows |= dict.fromkeys(again, LeftoverReason.HEADER)
    table.rows = [row for row in table.rows if row[0] not in again]
    return table


def find_header_rows(sheet: SourceSheet, known: dict[str, str], header_row: int | None) -> tuple[int, int]:
    """The first and the last row of the header, as places in `sheet.rows`."""
    place = next((p for p, (number, _cells) in enumerate(sheet.rows) if number == header_row), None)
    first = last = find_header_row(sheet, known)[0] if place is None else place
    while first > 0 and is_group_row(sheet, first - 1, known):
        first -= 1
    if place is None:
        last = find_merged_bottom(sheet, first, last)
        while last + 1 < len(sheet.rows) and continues_header(sheet, first, last + 1):
            last += 1
    return first, last


def find_merged_bottom(sheet: SourceSheet, first: int, last: int) -> int:
    """The last row into which a cell of the header is merged downwards."""
    top, bottom = sheet.rows[first][0] - 1, sheet.rows[last][0] - 1
    reached = max((low for (high, _l), (low, _r) in sheet.merged if top <= high <= bottom), default=bottom)
    while last + 1 < len(sheet.rows) and sheet.rows[last + 1][0] - 1 <= min(reached, bottom + LOOKED_AT):
        last += 1
    return last


def find_merged_spans(sheet: SourceSheet, place: int) -> dict[int, int]:
    """Map each column that is merged sideways in this row to the first column of its span."""
    at = sheet.rows[place][0] - 1
    found = {}
    for (top, left), (bottom, right) in sheet.merged:
        if top <= at <= bottom and left < right:
            found.update(dict.fromkeys(range(left, right + 1), left))
    return found


def is_group_row(sheet: SourceSheet, place: int, known: dict[str, str]) -> bool:
    """Whether this row above the header names groups of columns. A title over the whole table does not."""
    cells = sheet.rows[place][1]
    written = [index for index, cell in enumerate(cells) if not is_blank_cell(cell)]
    if not written or any(not is_heading_cell(cells[index]) for index in written):
        return False
    groups = {left for left in find_merged_spans(sheet, place).values() if left in written}
    if len(written) == 1:
        return False
    return bool(groups) or count_known_names(cells, known) > 0


def continues_header(sheet: SourceSheet, first: int, place: int) -> bool:
    """Whether this row continues the header: it has text only where the row above is blank or merged across."""
    cells = sheet.rows[place][1]
    written = [index for index, cell in enumerate(cells) if not is_blank_cell(cell)]
    if not written or any(not is_heading_cell(cells[index]) for index in written):
        return False
    above = sheet.rows[place - 1][1]
    under = find_merged_spans(sheet, place - 1)
    if not any(index in under for index in written):
        return False
    return all(index in under or index >= len(above) or is_blank_cell(above[index]) for index in written)


def is_heading_cell(cell: Any) -> bool:
    return isinstance(cell, str) or is_year(cell)


def is_numbering_row(cells: Cells) -> bool:
    """Whether this is the row (1) (2) (3) … that official forms have below their header."""
    found = [
        str(convert_cell_to_json(cell)).strip("() ").removesuffix(".0") for cell in cells if not is_blank_cell(cell)
    ]
    return len(found) >= 3 and found == [str(number) for number in range(1, len(found) + 1)]


def build_headings(sheet: SourceSheet, places: range) -> list[ColumnHeading]:
    """Build one heading for each column from all header rows; a merged cell's text applies to each column it spans."""
    width = max((len(cells) for _number, cells in sheet.rows), default=0)
    headings = [ColumnHeading(index, []) for index in range(width)]
    for place in places:
        cells, over = sheet.rows[place][1], find_merged_spans(sheet, place)
        for heading in headings:
            source = over.get(heading.index, heading.index)
            name = (
                squeeze_spaces(format_cell(cells[source]))
                if source < len(cells) and not is_blank_cell(cells[source])
                else ""
            )
            if name and name not in heading.parts:
                heading.parts.append(name)
    named: ColumnHeading | None = None
    for heading in headings:
        if heading.parts:
            named = heading
        elif named is not None:
            heading.nickname = f"{named.parts[-1]} {heading.index - named.index + 1}"
    return headings


def guess_column_mapping(table: SheetTable, kind: ImportKind) -> dict[str, str]:
    """Guess column index → code: first by exact name, then by similar name, then unnamed columns by their content."""
    known, mapping = map_column_names(kind.columns), {}
    free = {column.code for column in kind.columns}

    def take(heading: ColumnHeading, code: str | None) -> None:
        if code in free:
            free.discard(code)
            mapping[str(heading.index)] = code

    latest_first = sorted(table.headings, key=lambda heading: -heading.year)
    for way in range(4):
        for heading in latest_first:
            if str(heading.index) not in mapping and way < len(heading.ways()):
                take(heading, known.get(heading.ways()[way]))
    for heading in table.headings:
        if str(heading.index) not in mapping and heading.parts and len(heading.ways()[0]) > 4:
            near = difflib.get_close_matches(heading.ways()[0], known, n=1, cutoff=0.88)
            take(heading, known[near[0]] if near else None)
    for heading in table.headings:
        if str(heading.index) not in mapping and not heading.parts:
            take(
                heading,
                guess_column_by_content(
                    table, heading.index, [c for c in kind.columns if c.code in free and c.choices]
                ),
            )
    return mapping


def guess_column_by_content(table: SheetTable, index: int, columns: Sequence[ImportColumn]) -> str | None:
    """Return the only column whose choices include everything written here, if there is exactly one."""
    said = {row[index] for _number, row in table.rows[:200] if index < len(row) and isinstance(row[index], str)}
    said = {word for word in said if not is_blank_cell(word)}
    fitting = [column.code for column in columns if len(said) > 1 and all(accepts_word(column, word) for word in said)]
    return fitting[0] if len(fitting) == 1 else None


def accepts_word(column: ImportColumn, word: str) -> bool:
    try:
        return column.parse(word) is not None
    except Exception:  # a parser's way to say no
        return False


def list_samples(table: SheetTable, index: int) -> list[str]:
    """The first different values of a column."""
    found: dict[str, None] = {}
    for _number, cells in table.rows[:200]:
        if index < len(cells) and not is_blank_cell(cells[index]):
            cell = convert_cell_to_json(cells[index])
            found[format_cell(cell)[:60]] = None
            if len(found) == SAMPLES:
                break
    return list(found)


def set_totals_aside(table: SheetTable, kind: ImportKind, mapping: dict[str, str]) -> None:
    """Move totals rows from `rows` to `totals`.

    A totals row says so in words, or stands at either end and holds only numbers and no required value.
    """
    required = {column.code for column in kind.columns if column.required}
    naming = [int(index) for index, code in mapping.items() if code in required]
    kept: list[tuple[int, Cells]] = []
    edge = len(table.rows) - 2
    for place, row in enumerate(table.rows):
        is_total = is_total_row(row[1]) or ((place < 2 or place >= edge) and has_only_numbers(row[1], naming))
        (table.totals if is_total else kept).append(row)
    table.rows = kept
    table.left_rows |= {number: LeftoverReason.TOTAL for number, _cells in table.totals}


def fill_merged_cells(
    sheet: SourceSheet, table: SheetTable, kind: ImportKind, mapping: dict[str, str]
) -> dict[str, list[int]]:
    """Give every row below a cell that is merged downwards the value of that cell.

    A figure that is summed stays with the first row, or it would count once for each row: such columns are returned
    with the rows that stay without it.
    """
    rows, shared = dict(table.rows), dict[str, list[int]]()
    numbers = [number for number, _cells in table.rows]
    for (top, left), (bottom, _right) in sheet.merged:
        code = mapping.get(str(left))
        if code is None or top == bottom or (source := rows.get(top + 1)) is None or left >= len(source):
            continue
        for number in numbers[bisect_right(numbers, top + 1) : bisect_right(numbers, bottom + 1)]:
            cells = rows[number]
            if left < len(cells) and not is_blank_cell(cells[left]):
                continue
            if kind.by_code[code].is_summed:
                shared.setdefault(code, []).append(number)
                continue
            cells.extend([""] * (left + 1 - len(cells)))
            cells[left] = source[left]
            table.merged.setdefault(number, set()).add(left)
    return shared


def is_total_row(cells: Cells) -> bool:
    first = next((cell for cell in cells if cell != ""), None)
    return isinstance(first, str) and first.strip()[:1].lower() in "tjg" and normalise_text(first) in TOTAL_WORDS


def has_only_numbers(cells: Cells, naming: Sequence[int]) -> bool:
    if not naming or any(index < len(cells) and not is_blank_cell(cells[index]) for index in naming):
        return False
    written = [cell for cell in cells if not is_blank_cell(cell)]
    return len(written) > 1 and all(isinstance(cell, int | float) for cell in written)


def is_broken_cell(raw: Any) -> bool:
    return isinstance(raw, str) and raw[:1] == "#" and (raw == NOT_CALCULATED or raw in ERRORS)
