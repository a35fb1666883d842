"""What a kind of report is. An upper room registers its kinds in `AppConfig.ready`; this room treats all alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from krs_portal.reports.enums import Sight

if TYPE_CHECKING:
    from django.forms import Form

    from krs_portal.reports.models import Figure
    from krs_portal.reports.workbooks import Sheet

Params = dict[str, Any]


@dataclass(frozen=True)
class FigureSpec:
    """One number of the document with what stands behind it: rows of its own, or the figures it is made of."""

    key: str
    label: str
    value: int | Decimal | None
    unit: str
    rule: str
    office_code: str = ""
    address: str = ""
    row_ids: Sequence[int] = ()
    parts: Sequence[str] = ()
    is_headline: bool = False


@dataclass(frozen=True)
class ReconciliationSpec:
    """Two figures that ought to be equal. Where they are not, publishing waits for a reason."""

    key: str
    label: str
    ours: int
    theirs: int
    source: str


@dataclass(frozen=True)
class Built:
    document: Any
    figures: Sequence[FigureSpec]
    reconciliations: Sequence[ReconciliationSpec]


@dataclass(frozen=True)
class ReportKind:
    """`document` is a frozen dataclass: `build` makes it from the data, `context` and `sheets` show it."""

    code: str
    title: Any
    form: type[Form]
    document: type
    template: str
    name: Callable[[Params], str]
    day: Callable[[Params], date]
    build: Callable[[Params, datetime], Built]
    context: Callable[[Any], dict[str, Any]]
    sheets: Callable[[Any], list[Sheet]]
    sight: Callable[[Any], Sight]
    why_not_request: Callable[[Any], str | None]
    why_not_publish: Callable[[Any], str | None]
    rows_url: Callable[[Figure], str | None]
    current: Callable[[Figure], int | None] = field(default=lambda figure: None)  # the same figure, as known now


_kinds: dict[str, ReportKind] = {}


def register(kind: ReportKind) -> None:
    _kinds[kind.code] = kind


def get(code: str) -> ReportKind:
    return _kinds[code]


def every() -> list[ReportKind]:
    return list(_kinds.values())
