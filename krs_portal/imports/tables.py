"""Where in a sheet the table is: its header, however many rows that takes; its columns, also unnamed; its totals."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from krs_portal.imports.kinds import Column, ImportKind
from krs_portal.imports.values import ERRORS, NOT_CALCULATED, is_blank, normal
from krs_portal.imports.workbooks import Cells, Sheet, column_letters, plain

LOOKED_AT = 15  # filled rows among which the header is looked for
SAMPLES = 3
TOTAL_WORDS = frozenset({"total", "jumlah", "jml", "grand total", "jumlah total", "total jumlah", "jumlah seluruhnya"})


@dataclass
class Heading:
    """A column as its header tells it. `nickname` counts an unnamed one from the last name on its left."""

    index: int
    parts: list[str]
    nickname: str = ""

    @property
    def letters(self) -> str:
        return column_letters(self.index)

    @property
    def title(self) -> str:
        return " / ".join(self.parts)

    def ways(self) -> list[str]:
        """What it may be known by, the fullest first."""
        if not self.parts:
            return [normal(self.nickname)] if self.nickname else []
        return [normal(" ".join(self.parts)), *([normal(self.parts[-1])] if len(self.parts) > 1 else [])]


@dataclass
class Table:
    header_row: int
    headings: list[Heading]
    rows: list[tuple[int, Cells]]
    totals: list[tuple[int, Cells]] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """The same for every workbook with this header, wherever it stands in the sheet."""
        said = "\n".join(normal(heading.title) for heading in self.headings)
        return hashlib.sha256(said.encode()).hexdigest()


def names_of(columns: Sequence[Column]) -> dict[str, str]:
    """Everything a column is known by → its code; the first column that claims a name has it."""
    known: dict[str, str] = {}
    for column in columns:
        for name in (column.title, *column.aliases, column.code):
            known.setdefault(normal(name), column.code)
    return known


def hits(cells: Cells, known: dict[str, str]) -> int:
    return len({known[name] for cell in cells if isinstance(cell, str) and (name := normal(cell)) in known})


def best_row(sheet: Sheet, known: dict[str, str]) -> tuple[int, int]:
    """(place of the row that looks most like a header, how many columns it names)."""
    found = [(hits(cells, known), -place) for place, (_number, cells) in enumerate(sheet.rows[:LOOKED_AT])]
    best, place = max(found, default=(0, 0))
    if not best:  # nobody's words: the row with the most text
        found = [(words(cells), -place) for place, (_number, cells) in enumerate(sheet.rows[:LOOKED_AT])]
        place = max(found, default=(0, 0))[1]
    return -place, best


def words(cells: Cells) -> int:
    return sum(isinstance(cell, str) and not is_blank(cell) for cell in cells)


def found_in(sheet: Sheet, kind: ImportKind, header_row: int | None = None) -> Table:
    """The table of the sheet; `header_row` is the last row of its header where somebody said so."""
    known = names_of(kind.columns)
    place = next((p for p, (number, _cells) in enumerate(sheet.rows) if number == header_row), None)
    first = last = best_row(sheet, known)[0] if place is None else place
    if not sheet.rows:
        return Table(header_row or 1, [], [])
    while first > 0 and is_group(sheet, first - 1, known):
        first -= 1
    while place is None and last + 1 < len(sheet.rows) and is_below(sheet, first, last + 1):
        last += 1
    headings = stacked(sheet, range(first, last + 1))
    rows = sheet.rows[last + 1 :]
    if rows and is_numbering(rows[0][1]):
        rows = rows[1:]
    heads = [cells for _number, cells in sheet.rows[first : last + 1]]
    rows = [row for row in rows if row[1] not in heads]  # a header printed again on every page
    return Table(sheet.rows[last][0], headings, rows)


def spans(sheet: Sheet, place: int) -> dict[int, int]:
    """Where cells of this row are merged sideways: column → the first column of its span."""
    at = sheet.rows[place][0] - 1
    found = {}
    for (top, left), (bottom, right) in sheet.merged:
        if top <= at <= bottom and left < right:
            found.update(dict.fromkeys(range(left, right + 1), left))
    return found


def is_group(sheet: Sheet, place: int, known: dict[str, str]) -> bool:
    """A row above the header that names groups of columns; a title over the whole table is none."""
    cells = sheet.rows[place][1]
    written = [index for index, cell in enumerate(cells) if not is_blank(cell)]
    if not written or any(not isinstance(cells[index], str) for index in written):
        return False
    groups = {left for left in spans(sheet, place).values() if left in written}
    if len(written) == 1:
        return False
    return bool(groups) or hits(cells, known) > 0


def is_below(sheet: Sheet, first: int, place: int) -> bool:
    """A row under the header that goes on with it: words only where the rows above are blank or span columns."""
    cells = sheet.rows[place][1]
    written = [index for index, cell in enumerate(cells) if not is_blank(cell)]
    if not written or any(not isinstance(cells[index], str) for index in written):
        return False
    above = sheet.rows[place - 1][1]
    under = spans(sheet, place - 1)
    if not any(index in under for index in written):
        return False
    return all(index in under or index >= len(above) or is_blank(above[index]) for index in written)


def is_numbering(cells: Cells) -> bool:
    """The row (1) (2) (3) … that forms put below their header."""
    found = [str(plain(cell)).strip("() ").removesuffix(".0") for cell in cells if not is_blank(cell)]
    return len(found) >= 3 and found == [str(number) for number in range(1, len(found) + 1)]


def stacked(sheet: Sheet, places: range) -> list[Heading]:
    """One heading a column, of all header rows; a merged name stands over each of its columns."""
    width = max((len(cells) for _number, cells in sheet.rows[: places.stop + 200]), default=0)
    headings = [Heading(index, []) for index in range(width)]
    for place in places:
        cells, over = sheet.rows[place][1], spans(sheet, place)
        for heading in headings:
            source = over.get(heading.index, heading.index)
            name = " ".join(str(cells[source]).split()) if source < len(cells) and not is_blank(cells[source]) else ""
            if name and name not in heading.parts:
                heading.parts.append(name)
    named: Heading | None = None
    for heading in headings:
        if heading.parts:
            named = heading
        elif named is not None:
            heading.nickname = f"{named.parts[-1]} {heading.index - named.index + 1}"
    return headings


def guessed(table: Table, kind: ImportKind) -> dict[str, str]:
    """Column index → code: by name, by a name nearly the same, and unnamed ones by what stands in them."""
    known, mapping = names_of(kind.columns), {}
    free = {column.code for column in kind.columns}

    def take(heading: Heading, code: str | None) -> None:
        if code in free:
            free.discard(code)
            mapping[str(heading.index)] = code

    for way in range(2):
        for heading in table.headings:
            if str(heading.index) not in mapping and way < len(heading.ways()):
                take(heading, known.get(heading.ways()[way]))
    for heading in table.headings:
        if str(heading.index) not in mapping and heading.parts and len(heading.ways()[0]) > 4:
            near = difflib.get_close_matches(heading.ways()[0], known, n=1, cutoff=0.88)
            take(heading, known[near[0]] if near else None)
    for heading in table.headings:
        if str(heading.index) not in mapping and not heading.parts:
            take(heading, by_content(table, heading.index, [c for c in kind.columns if c.code in free and c.choices]))
    return mapping


def by_content(table: Table, index: int, columns: Sequence[Column]) -> str | None:
    """The one column among whose choices is everything that stands here."""
    said = {row[index] for _number, row in table.rows[:200] if index < len(row) and isinstance(row[index], str)}
    said = {word for word in said if not is_blank(word)}
    fitting = [column.code for column in columns if len(said) > 1 and all(fits(column, word) for word in said)]
    return fitting[0] if len(fitting) == 1 else None


def fits(column: Column, word: str) -> bool:
    try:
        return column.parse(word) is not None
    except Exception:  # a parser's way to say no
        return False


def samples(table: Table, index: int) -> list[str]:
    """The first different things written in a column."""
    found: dict[str, None] = {}
    for _number, cells in table.rows[:200]:
        if index < len(cells) and not is_blank(cells[index]):
            cell = plain(cells[index])
            found[str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)[:60]] = None
            if len(found) == SAMPLES:
                break
    return list(found)


def set_totals_aside(table: Table, kind: ImportKind, mapping: dict[str, str]) -> None:
    """Rows that sum the others are no rows: they say so, or they are nothing but numbers and name nothing."""
    required = {column.code for column in kind.columns if column.required}
    naming = [int(index) for index, code in mapping.items() if code in required]
    kept: list[tuple[int, Cells]] = []
    edge = len(table.rows) - 2
    for place, row in enumerate(table.rows):
        is_total = says_total(row[1]) or ((place < 2 or place >= edge) and is_only_numbers(row[1], naming))
        (table.totals if is_total else kept).append(row)
    table.rows = kept


def says_total(cells: Cells) -> bool:
    first = next((cell for cell in cells if cell != ""), None)
    return isinstance(first, str) and first.strip()[:1].lower() in "tjg" and normal(first) in TOTAL_WORDS


def is_only_numbers(cells: Cells, naming: Sequence[int]) -> bool:
    if not naming or any(index < len(cells) and not is_blank(cells[index]) for index in naming):
        return False
    written = [cell for cell in cells if not is_blank(cell)]
    return len(written) > 1 and all(isinstance(cell, int | float) for cell in written)


def is_broken(raw: Any) -> bool:
    return isinstance(raw, str) and raw[:1] == "#" and (raw == NOT_CALCULATED or raw in ERRORS)
