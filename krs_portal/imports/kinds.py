"""What a kind of import is. An upper room registers its kinds in `AppConfig.ready`; this room treats all alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.utils.functional import SimpleLazyObject

from krs_portal.imports import values
from krs_portal.imports.enums import RowState
from krs_portal.kit.registry import Registry

if TYPE_CHECKING:
    from krs_portal.imports.models import Batch
    from krs_portal.offices.models import Office

Values = dict[str, Any]  # by column code; plain JSON: what the parsers of `values` answer


@dataclass(frozen=True)
class ImportColumn:
    """One column of an import.

    `parse` returns plain JSON or raises `values.InvalidCell` with a sentence for the user. `choices` (what may be
    written) fill the list in the template workbook. If `is_summed`, its sum stands beside the file's own totals.
    Specific personal data (`is_private`) is kept encrypted and shown masked.
    """

    code: str
    title: Any
    parse: values.Parse = field(default_factory=values.build_text_parser)
    required: bool = False
    aliases: Sequence[str] = ()
    choices: Sequence[str] = ()
    help: Any = ""
    example: str = ""
    is_summed: bool = False
    is_private: bool = False
    forgives_errors: bool = False  # a broken formula (#REF!) counts as unknown instead of waiting for a correction

    @property
    def must_be_read(self) -> bool:
        """Whether a cell that cannot be read holds its row: what is required, counted, or tells who somebody is.

        Any other column is left empty with a hint, and the row goes on.
        """
        return self.required or self.is_summed or self.is_private


@dataclass(slots=True)
class ImportLine:
    """A row while it is checked: its number in the sheet, its parsed values, the problems and hints found so far."""

    number: int
    values: Values
    problems: list[dict[str, str]] = field(default_factory=list)
    twin: str = ""
    hints: list[dict[str, str]] = field(default_factory=list)

    def hint(self, column: str, text: str) -> None:
        """Say what was understood or looks doubtful; the row goes on."""
        self.hints.append({"column": column, "text": str(text)})

    def wants(self, column: str, text: str) -> None:
        """Say that the column needs a correction, for the reason in `text`."""
        self.problems.append({"column": column, "text": str(text)})

    @property
    def verdict(self) -> tuple[str, list[dict[str, str]]] | None:
        """The state and the problems of a row that is not ready; None for one that is."""
        if self.problems:
            return RowState.NEEDS_CORRECTION, self.problems
        return (RowState.DUPLICATE, [{"column": "", "text": self.twin}]) if self.twin else None

    def is_twin(self, text: str) -> None:
        """Say that this is already recorded; `text` says where."""
        self.twin = str(text)


Lines = Sequence[ImportLine]


@dataclass(frozen=True)
class ImportKind:
    """What is done with rows.

    `key` identifies what a row tells (two rows of a file with one key: the second is a duplicate; "" is no
    identity). `check` sees all rows that are well-formed at once and speaks by `line.wants`, `line.hint` and
    `line.is_twin`; it may fill `line.values` further. Where rows change what is recorded (`changes_records`), a
    cell that cannot be read always waits: left empty, it would clear an answer. `commit` writes some thousand rows
    and answers a key for each, in order; it runs inside one transaction for the whole batch. `undo` takes back
    everything the batch made, or raises `ValidationError` with the reason. `why_not_import` is asked for an office;
    `why_not_see` hides all batches of the kind from a user.
    """

    code: str
    title: Any
    columns: Sequence[ImportColumn]
    commit: Callable[[Lines, Batch, Any, datetime], Sequence[Any]]
    undo: Callable[[Batch, Any, datetime], None]
    why_not_see: Callable[[Any], str | None]
    why_not_import: Callable[[Any, Office], str | None]
    check: Callable[[Lines, Office, Any], None] = field(default=lambda lines, office, user: None)
    key: Callable[[Values], str] = field(default=lambda values: "")
    rows_url: Callable[[Batch], str | None] = field(default=lambda batch: None)  # where what was made can be looked at
    intro: Any = ""
    changes_records: bool = False
    has_sample: bool = True  # a blank workbook is where one begins
    more: Callable[[], Sequence[ImportColumn]] | None = (
        None  # columns that data decide, such as the questions of a form
    )

    @cached_property
    def by_code(self) -> Mapping[str, ImportColumn]:
        return {column.code: column for column in self.columns}

    @cached_property
    def private(self) -> frozenset[str]:
        return frozenset(column.code for column in self.columns if column.is_private)

    def sums(self, rows: Sequence[Values]) -> dict[str, float]:
        """The sum of each summed column over the rows; a value that is no number is left out."""
        total: dict[str, float] = {column.code: 0 for column in self.columns if column.is_summed}
        for row in rows:
            for code in total:
                if isinstance(number := row.get(code), (int, float)):
                    total[code] += number
        return total


IMPORT_KINDS: Registry[ImportKind] = Registry(lambda kind: kind.code)


def get_import_kind(code: str) -> ImportKind:
    """The kind with all its columns. Raises KeyError for one that no room announced."""
    return complete_import_kind(IMPORT_KINDS.get(code))


def list_visible_kinds(user: Any) -> list[ImportKind]:
    """The kinds of import that are the user's business."""
    return [kind for kind in IMPORT_KINDS if kind.why_not_see(user) is None]


def find_visible_kind(user: Any, code: str) -> ImportKind | None:
    """The kind of that code with all its columns, if it is the user's business."""
    kind = IMPORT_KINDS.find(code)
    return complete_import_kind(kind) if kind and kind.why_not_see(user) is None else None


def complete_import_kind(kind: ImportKind) -> ImportKind:
    """Add the columns that come from data (such as a form's questions). They are loaded lazily, on first use."""
    if (more := kind.more) is None:
        return kind
    columns = SimpleLazyObject(lambda: (*kind.columns, *more()))
    return replace(kind, columns=cast("Sequence[ImportColumn]", columns), more=None)
