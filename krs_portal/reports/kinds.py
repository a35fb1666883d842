"""What a kind of report is. An upper room registers its kinds in `AppConfig.ready`; this room treats all alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from krs_portal.kit.registry import Registry
from krs_portal.reports.enums import Sight

if TYPE_CHECKING:
    from django.forms import Form

    from krs_portal.reports.models import Figure, Revision
    from krs_portal.reports.workbooks import ReportSheet

Params = dict[str, Any]


@dataclass(frozen=True)
class FigureSpec:
    """One number of the document and where it comes from: its own rows, or the figures it consists of."""

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
    """Two figures that should be equal. If they differ, publishing needs a reason."""

    key: str
    label: str
    ours: int
    theirs: int
    source: str


@dataclass(frozen=True)
class DifferenceLine:
    """So much of a difference, and why."""

    category: str
    amount: int
    reference: str = ""


@dataclass(frozen=True)
class Blocker:
    """What stands in the way of publishing, in a sentence, and the page where it is put right.

    `is_drift`: the figures show it, too, so that whoever explains the change of figures explains this.
    """

    text: str
    url: str = ""
    is_drift: bool = False


@dataclass(frozen=True)
class GatePoint:
    """One thing that is looked at before publishing, and what is open of it."""

    name: str
    blockers: Sequence[Blocker] = ()


@dataclass(frozen=True)
class BuiltReport:
    document: Any
    figures: Sequence[FigureSpec]
    reconciliations: Sequence[ReconciliationSpec]


@dataclass(frozen=True)
class ReportKind:
    """`document` is a frozen dataclass: `build` makes it from the data, `context` and `sheets` show it.

    `on_published` is called in the transaction that publishes a revision.
    """

    code: str
    title: Any
    form: type[Form]
    document: type
    template: str
    name: Callable[[Params], str]
    day: Callable[[Params], date]
    build: Callable[[Params, datetime], BuiltReport]
    context: Callable[[Any], dict[str, Any]]
    sheets: Callable[[Any], list[ReportSheet]]
    sight: Callable[[Any], Sight]
    why_not_request: Callable[[Any], str | None]
    why_not_publish: Callable[[Any], str | None]
    rows_url: Callable[[Figure], str | None]
    current: Callable[[Params, datetime], Sequence[FigureSpec]]  # every figure as known then, without its rows
    passport_url: Callable[[Figure], str] = field(default=lambda figure: "")  # the page of a figure; empty: it has none
    on_published: Callable[[Revision], None] = field(default=lambda revision: None)
    list_gate_points: Callable[[Revision], Sequence[GatePoint]] = field(default=lambda revision: ())  # of this kind


REPORT_KINDS: Registry[ReportKind] = Registry(lambda kind: kind.code)


def list_visible_kinds(user: Any) -> list[ReportKind]:
    """The kinds of report of which the user may see anything, if only what is published."""
    return [kind for kind in REPORT_KINDS if kind.sight(user) != Sight.NOTHING]
