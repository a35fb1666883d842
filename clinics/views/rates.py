"""The board of a figure that does not add up: a ratio with its two operands, or an index with its answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics import rates
from clinics.addresses import OF_RATE, OF_RATE_TOTAL
from clinics.enums import Direction, FigureKind, TargetState
from clinics.passports import format_points
from clinics.questions import FigureQuestion
from clinics.views.board_links import BoardLinks
from krs_portal.kit import charts
from krs_portal.kit.formats import format_decimals, format_number, format_percent
from krs_portal.kit.words import join_names


@dataclass(frozen=True)
class RatePart:
    """What the value rests on: a count with its passport and its rows, or the number of answers.

    `label` is short, for where the name of the count does not fit.
    """

    label: str
    name: str
    count: int | None
    url: str = ""
    rows_url: str = ""


@dataclass(frozen=True)
class RateRow:
    name: str
    full_name: str
    state: TargetState
    word: str
    value: str
    parts: list[RatePart]
    target: str
    percent: str
    gap: str
    is_missed: bool = False
    chart: Any = ""
    url: str = ""
    passports: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class RateBoard:
    question: FigureQuestion
    answer: str
    reading: str
    figures: rates.RateFigures
    part_names: list[str]
    rows: list[RateRow]
    total: RateRow
    targets_url: str
    passport_url: str

    @property
    def decrees(self) -> list[str]:
        return sorted({row.decree for row in self.figures.offices if row.decree})


def build_rate_board(question: FigureQuestion, offices: Any, *, opens_rows: bool) -> RateBoard:
    """Without `opens_rows` (for the public) no figure opens rows."""
    found = rates.compute_rates(question, offices)
    links = BoardLinks(question, opens_rows)
    parts = [each.name for each in question.indicator.counted] if question.indicator.is_ratio else [_("Jawaban")]
    return RateBoard(
        question=question,
        answer=format_rate_answer(found),
        reading=format_rate_reading(found),
        figures=found,
        part_names=parts,
        rows=[build_rate_row(row, question, links) for row in found.offices],
        total=build_total_row(found.total, question, links),
        targets_url=links.targets(),
        passport_url=links.passports([FigureKind.REALISED])["realised"] if question.indicator.is_ratio else "",
    )


def build_rate_row(row: rates.OfficeRate, question: FigureQuestion, links: BoardLinks) -> RateRow:
    return RateRow(
        name=row.short_name,
        full_name=row.name,
        state=row.state,
        word=str(row.state.label),
        is_missed=row.is_missed,
        chart=draw_rate(row, row.name),
        passports=links.passports(OF_RATE, row.office) if question.indicator.is_ratio else {},
        remarks=row.remarks,
        **write_rate(row, question, links, row.office),
    )


def build_total_row(total: rates.RateTotal, question: FigureQuestion, links: BoardLinks) -> RateRow:
    return RateRow(
        name=_("Semua unit"),
        full_name="",
        state=total.state,
        word=format_reached(total) if total.offices else str(_("target belum ditetapkan")),
        passports=links.passports(OF_RATE_TOTAL if total.offices else OF_RATE) if question.indicator.is_ratio else {},
        remarks=list(total.of.remarks),
        **write_rate(total, question, links),
    )


def write_rate(
    row: rates.RateStanding, question: FigureQuestion, links: BoardLinks, office: Any = None
) -> dict[str, Any]:
    """The figures as they are read: percentages, or values of an index, and points between them."""
    is_ratio = question.indicator.is_ratio
    return {
        "value": format_percent(row.realised) if is_ratio else format_decimals(row.realised),
        "parts": list_parts(row, question, links, office),
        "target": format_percent(row.target, 0) if is_ratio else format_number(row.target),
        "percent": format_percent(row.percent),
        "gap": "" if row.difference is None else format_points(row.difference),
        "url": row.of.url if links.opens else "",
    }


def list_parts(row: rates.RateStanding, question: FigureQuestion, links: BoardLinks, office: Any) -> list[RatePart]:
    if not question.indicator.is_ratio:
        return [RatePart(_("Jawaban"), _("Jawaban"), row.answers)]
    labels, counts = (_("Pembilang"), _("Penyebut")), (row.numerator, row.denominator)
    return [
        RatePart(
            label,
            each.name,
            count,
            links.of(each).passports([FigureKind.REALISED], office)["realised"],
            links.of(each).rows(office=office) if count is not None else "",
        )
        for label, each, count in zip(labels, question.indicator.counted, counts, strict=True)
    ]


def draw_rate(row: rates.RateStanding, label: str) -> Any:
    """A bar that falls towards its target is drawn without it: the drawing marks what is below as short."""
    realised = None if row.realised is None else float(row.realised)
    target = None if row.direction == Direction.DOWN else row.target
    return charts.draw_bullet(realised, target, scale=100, label=label, outside=target is None)


def format_reached(total: rates.RateTotal) -> str:
    return _("%(reached)s dari %(offices)s unit mencapai target") % {
        "reached": format_number(total.offices_reached),
        "offices": format_number(total.offices),
    }


def format_rate_answer(found: rates.RateFigures) -> str:
    """The value in one sentence, and every office that misses its target."""
    total, name = found.total, found.indicator.name
    if total.realised is None:
        return _("%(name)s pada %(period)s belum dapat dihitung.") % {"name": name, "period": found.period}
    value = format_percent(total.realised) if found.indicator.is_ratio else format_decimals(total.realised)
    said = _("%(name)s: %(value)s") % {"name": name, "value": value}
    missed = [row.short_name for row in found.offices if row.is_missed]
    if not total.offices:
        return f"{said}."
    if not missed:
        return f"{said}; {format_reached(total)}."
    words = {"said": said, "reached": format_reached(total), "missed": join_names(missed)}
    return _("%(said)s; %(reached)s, %(missed)s belum.") % words


def format_rate_reading(found: rates.RateFigures) -> str:
    total = found.total
    if found.indicator.is_ratio and total.denominator:
        words = {"numerator": format_number(total.numerator), "denominator": format_number(total.denominator)}
        return _("%(numerator)s dari %(denominator)s, dijumlahkan dari semua unit, bukan rata-rata unit.") % words
    if not found.indicator.is_ratio and total.answers:
        said = ngettext("Dari %(answers)s jawaban.", "Dari %(answers)s jawaban.", total.answers)
        return said % {"answers": format_number(total.answers)}
    return ""
