"""What a sheet's markup says that the reader of its values does not: what is hidden, which formulas have no value, and
which cells stand so far away that reading the sheet would fill the memory.

The markup is read as a stream by an XML parser, never by a pattern: a quotation mark, a prefix or an attribute more
makes no difference.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers import expat

from krs_portal.imports.values import NOT_CALCULATED

MOST_ROWS, MOST_COLUMNS = 200_000, 702  # 702 is column ZZ
WIDE, MOST_WIDE_ROWS = 78, 20_000  # a sheet is read as a rectangle: it may be deep or wide, not both
MOST_STRAYS = 20  # so many cells far away were left by accident; more are a table
Place = tuple[int, int]  # row from 1, column from 0


class StrangeMarkup(Exception):
    """The markup declares entities, which no workbook needs."""


@dataclass
class FarCells:
    """Filled cells beyond a line: how many, where, and at which byte the tags of the first ones begin and end."""

    count: int = 0
    places: list[Place] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    @property
    def are_strays(self) -> bool:
        return 0 < self.count <= MOST_STRAYS

    @property
    def are_table(self) -> bool:
        return self.count > MOST_STRAYS


@dataclass
class SheetMarkup:
    """`broken` maps row → column → the error's word. Rows are counted from 1, columns from 0."""

    filled_rows: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    broken: dict[int, dict[int, str]] = field(default_factory=dict)
    outside: FarCells = field(default_factory=FarCells)  # beyond the largest sheet that is read
    to_the_right: FarCells = field(default_factory=FarCells)  # in a column of a wide sheet
    below: FarCells = field(default_factory=FarCells)  # in a row of a deep sheet

    def list_strays(self) -> list[FarCells]:
        """The cells to leave out before the sheet is read, so that what is left is deep or wide, not both."""
        found = [self.outside] if self.outside.are_strays else []
        if self.to_the_right.count and self.below.count:
            found.append(min(self.to_the_right, self.below, key=lambda far: far.count))
        return found

    @property
    def too_far(self) -> Place | None:
        """A cell that is too far away and no stray: there is a table that is too large."""
        wide_and_deep = self.to_the_right.are_table and self.below.are_table
        far = self.outside if self.outside.are_table else self.below if wide_and_deep else None
        return far.places[0] if far else None


def parse_column_letters(letters: str) -> int:
    """ "A" → 0, "AA" → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def format_column_letters(index: int) -> str:
    letters, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def format_cell_address(place: Place) -> str:
    return f"{format_column_letters(place[1])}{place[0]}"


def read_sheet_markup(stream: IO[bytes]) -> SheetMarkup:
    return SheetReader().read(stream)


def cut_out_cells(markup: bytes, strays: list[FarCells]) -> bytes:
    """The markup without these cells."""
    for start, end in sorted({span for far in strays for span in far.spans}, reverse=True):
        markup = markup[:start] + markup[markup.index(b">", end) + 1 :]
    return markup


class SheetReader:
    """Listens to the parser, which calls `start` for every element.

    Most cells are near and hold a plain value: they pass without being looked at. What is waited for (the first value
    of a row, an error's word, a formula's value, a far cell) sets `waits`. 100.000 rows of 24 columns take 2,5 s, and
    4,2 s where every cell is looked at.
    """

    def __init__(self) -> None:
        self.found = SheetMarkup()
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EntityDeclHandler = self.refuse
        self.row, self.digits, self.address = 0, 1, ""
        self.is_deep = self.row_is_filled = self.cell_is_filled = self.waits = False
        self.awaited = self.text = ""
        self.far: tuple[FarCells, ...] = ()
        self.began = 0

    def read(self, stream: IO[bytes]) -> SheetMarkup:
        self.parser.ParseFile(stream)
        return self.found

    def refuse(self, *_declared: Any) -> None:
        raise StrangeMarkup

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            address = attributes.get("r", "")
            if len(address) - self.digits == 1 and not self.is_deep and attributes.get("t") != "e":
                self.address = address
            else:
                self.start_cell(address, attributes)
        elif name == "v":
            if self.waits:
                self.start_value(name)
        elif ":" in name:
            self.start(name.rpartition(":")[2], attributes)
        elif name in ("is", "f"):
            self.start_value(name)
        elif name == "row":
            self.start_row(attributes)
        elif name == "col" and is_true(attributes.get("hidden")):
            first, last = int(attributes["min"]) - 1, int(attributes["max"])
            self.found.hidden_columns.update(range(first, min(last, MOST_COLUMNS)))

    def start_row(self, attributes: dict[str, str]) -> None:
        self.row = int(attributes.get("r", self.row + 1))
        self.digits, self.address = len(str(self.row)), ""
        self.is_deep = (self.row > MOST_WIDE_ROWS and not self.found.below.are_table) or self.row > MOST_ROWS
        self.row_is_filled, self.waits = False, True
        if is_true(attributes.get("hidden")) and self.row <= MOST_ROWS:
            self.found.hidden_rows.add(self.row)

    def start_cell(self, address: str, attributes: dict[str, str]) -> None:
        if not address:  # the place may be left out: the next after the one before
            address = format_cell_address((self.row, self.column + 1 if self.address else 0))
        self.address = address
        column = self.column
        if column >= WIDE or self.is_deep:
            self.await_far_cell(column)
        if attributes.get("t") == "e":
            self.await_value("e")

    @property
    def column(self) -> int:
        return parse_column_letters(self.address.rstrip("0123456789"))

    def await_far_cell(self, column: int) -> None:
        found = self.found
        if self.row > MOST_ROWS or column >= MOST_COLUMNS:
            self.far = (found.outside,)
        else:
            below = (found.below,) if self.row > MOST_WIDE_ROWS else ()
            self.far = (*below, found.to_the_right) if column >= WIDE else below
        if all(far.are_table for far in self.far):
            self.far = ()
            return
        self.waits, self.cell_is_filled, self.began = True, False, self.parser.CurrentByteIndex
        self.parser.EndElementHandler = self.end

    def start_value(self, name: str) -> None:
        if not self.row_is_filled:
            self.row_is_filled, self.found.filled_rows = True, self.found.filled_rows + 1
        if not self.cell_is_filled:
            self.cell_is_filled = True
            for far in self.far:
                far.count += 1
        if name == "f" and self.awaited != "e":
            self.await_value("f")
        elif name == "v" and self.awaited:
            self.text = ""
            self.parser.CharacterDataHandler = self.hear
        elif not self.awaited:
            self.waits = bool(self.far)

    def await_value(self, awaited: str) -> None:
        self.awaited, self.text, self.waits = awaited, "", True
        self.parser.EndElementHandler = self.end

    def hear(self, text: str) -> None:
        self.text += text

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "v":
            self.parser.CharacterDataHandler = None
        elif name == "c":
            self.end_cell()
            self.awaited, self.far, self.cell_is_filled = "", (), False
            self.waits = not self.row_is_filled
            self.parser.EndElementHandler = None

    def end_cell(self) -> None:
        word = self.text.strip()
        if self.awaited == "f":
            word = "" if word else NOT_CALCULATED
        if self.awaited and word and self.column < MOST_COLUMNS:
            self.found.broken.setdefault(self.row, {})[self.column] = word
        for far in self.far if self.cell_is_filled else ():
            if far.count <= MOST_STRAYS:
                far.places.append((self.row, self.column))
                far.spans.append((self.began, self.parser.CurrentByteIndex))


def is_true(attribute: str | None) -> bool:
    return attribute in ("1", "true")
