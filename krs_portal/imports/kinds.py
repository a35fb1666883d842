"""What a kind of import is. An upper room registers its kinds in `AppConfig.ready`; this room treats all alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.utils.functional import SimpleLazyObject

from krs_portal.imports import values

if TYPE_CHECKING:
    from krs_portal.imports.models import Batch
    from krs_portal.offices.models import Office

Values = dict[str, Any]  # by column code; plain JSON: what the parsers of `values` answer


@dataclass(frozen=True)
class Column:
    """One thing a row tells. `parse` answers plain JSON or raises `values.Wrong` with a sentence.

    `choices` (what may be written) fill the list in the template workbook. Where `is_summed`, its sum is shown beside
    the file's own totals. Specific personal data (`is_private`) is kept encrypted and shown masked.
    """

    code: str
    title: Any
    parse: values.Parse = field(default_factory=values.text)
    required: bool = False
    aliases: Sequence[str] = ()
    choices: Sequence[str] = ()
    help: Any = ""
    example: str = ""
    is_summed: bool = False
    is_private: bool = False
    forgives_errors: bool = False  # a broken formula (#REF!) counts as unknown instead of waiting for a correction


@dataclass(slots=True)
class Line:
    """A row while it is checked: its number in the sheet, what was understood, and what stands against it."""

    number: int
    values: Values
    problems: list[dict[str, str]] = field(default_factory=list)
    twin: str = ""

    def wants(self, column: str, text: str) -> None:
        """It waits for a correction in this column, for the reason in `text`."""
        self.problems.append({"column": column, "text": str(text)})

    def is_twin(self, text: str) -> None:
        """What it tells is there already; `text` says where."""
        self.twin = str(text)


Lines = Sequence[Line]


@dataclass(frozen=True)
class ImportKind:
    """What is done with rows.

    `key` identifies what a row tells (two rows of a file with one key: the second is a duplicate; "" is no identity).
    `check` sees all rows that are well-formed at once and speaks by `line.wants` and `line.is_twin`; it may fill
    `line.values` further. `commit` writes some thousand rows and answers a key for each, in order; it runs inside one
    transaction for the whole batch. `undo` takes back everything the batch made, or raises `ValidationError` with the
    reason. `why_not_import` is asked for an office; `why_not_see` hides all batches of the kind from a user.
    """

    code: str
    title: Any
    columns: Sequence[Column]
    commit: Callable[[Lines, Batch, Any, datetime], Sequence[Any]]
    undo: Callable[[Batch, Any, datetime], None]
    why_not_see: Callable[[Any], str | None]
    why_not_import: Callable[[Any, Office], str | None]
    check: Callable[[Lines, Office, Any], None] = field(default=lambda lines, office, user: None)
    key: Callable[[Values], str] = field(default=lambda values: "")
    rows_url: Callable[[Batch], str | None] = field(default=lambda batch: None)  # where what was made can be looked at
    intro: Any = ""
    has_sample: bool = True  # a blank workbook is where one begins
    more: Callable[[], Sequence[Column]] | None = None  # columns that data decide, such as the questions of a form

    @cached_property
    def by_code(self) -> Mapping[str, Column]:
        return {column.code: column for column in self.columns}

    @cached_property
    def private(self) -> frozenset[str]:
        return frozenset(column.code for column in self.columns if column.is_private)

    def sums(self, rows: Sequence[Values]) -> dict[str, float]:
        """The sum of each summed column over the rows; what is no number counts nothing."""
        total: dict[str, float] = {column.code: 0 for column in self.columns if column.is_summed}
        for row in rows:
            for code in total:
                if isinstance(number := row.get(code), (int, float)):
                    total[code] += number
        return total


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    _kinds[kind.code] = kind


def get(code: str) -> ImportKind:
    return whole(_kinds[code])


def find(code: str) -> ImportKind | None:
    return whole(_kinds[code]) if code in _kinds else None


def whole(kind: ImportKind) -> ImportKind:
    """With the columns that data decide, asked for once and not before they are needed."""
    if (more := kind.more) is None:
        return kind
    columns = SimpleLazyObject(lambda: (*kind.columns, *more()))
    return replace(kind, columns=cast("Sequence[Column]", columns), more=None)


def every() -> list[ImportKind]:
    return list(_kinds.values())
