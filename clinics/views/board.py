"""All that the board's template shows (texts, charts, links), computed here so that the template decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clinics import disclosure, figures, sums
from clinics.addresses import OF_OFFICE, OF_TOTAL
from clinics.courses.enums import ChartCode
from clinics.enums import FigureKind, OfficeShare, TargetState
from clinics.questions import FigureQuestion
from clinics.standings import TotalStanding
from clinics.views.board_links import BoardLinks
from clinics.views.provinces import draw_province_map
from krs_portal.kit import charts
from krs_portal.kit.clock import add_months, get_month_end
from krs_portal.kit.formats import format_day_without_year, format_number, format_percent
from krs_portal.kit.words import join_names


@dataclass(frozen=True)
class BoardRow:
    """One line of the table-chart; `word` says its `state`, the total's how many offices reached their target.

    `gaps` are what is short and what is over, each said apart in a total. `remarks` tell what was decided about the
    target. Each figure has its passport, by the name of its kind; `rows_url` opens what the rows add up to.
    """

    name: str
    state: TargetState
    word: str
    realised: int | None
    target: int | None = None
    percent: Decimal | None = None
    capped: int | None = None
    gaps: list[int] = field(default_factory=list)
    needed: Decimal | None = None
    is_reached: bool = False
    is_missed: bool = False
    chart: SafeString | str = ""
    capped_percent: Decimal | None = None
    rows_url: str = ""
    passports: dict[str, str] = field(default_factory=dict)
    full_name: str = ""
    remarks: list[str] = field(default_factory=list)

    @property
    def gap_links(self) -> list[tuple[int, str]]:
        """What is short and what is over with their passports; an office has one of both."""
        of_total = {True: "over", False: "short"}
        return [(gap, self.passports.get("gap" if self.full_name else of_total[gap > 0], "")) for gap in self.gaps]


@dataclass(frozen=True)
class BoardMonth:
    first: date
    name: str


@dataclass(frozen=True)
class BoardMonthCell:
    """`quantity` None: nothing was ever recorded; `is_ahead`: the month has not come by the day of the data.

    `is_hidden`: it is small, or would tell a small one, and the reader is anybody.
    """

    name: str
    quantity: int | None
    is_ahead: bool
    url: str = ""
    is_hidden: bool = False


@dataclass(frozen=True)
class BoardMonthRow:
    name: str
    cells: list[BoardMonthCell]
    total: int | None
    url: str = ""


@dataclass(frozen=True)
class AchievementBoard:
    question: FigureQuestion
    answer: str
    reading: str
    figures: figures.Achievements
    rows: list[BoardRow]
    split: list[BoardRow]
    total: BoardRow
    has_pace: bool
    weeks: SafeString
    running: SafeString
    months: list[BoardMonth]
    month_rows: list[BoardMonthRow]
    month_sums: list[BoardMonthCell]
    provinces: SafeString | None
    hiding: str = ""
    targets_url: str = ""
    said: list[tuple[figures.PublishedComparison, str]] = field(default_factory=list)
    pace: str = ""
    course_url: str = ""
    grid_url: str = ""
    structure_url: str = ""
    keep_url: str = ""
    files: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    total_passports: dict[str, str] = field(default_factory=dict)

    @property
    def changes_url(self) -> str:
        return f"{self.total_passports['realised']}perubahan/"

    @property
    def vintages_url(self) -> str:
        return f"{self.total_passports['realised']}riwayat/"

    @property
    def decrees(self) -> list[str]:
        return sorted({row.decree for row in self.figures.offices if row.decree})


def build_achievement_board(question: FigureQuestion, offices: Any, *, opens_rows: bool) -> AchievementBoard:
    """The whole board in a fixed number of queries.

    Without `opens_rows` (for the public) no figure opens rows, and of the months only those are told that may be.
    """
    found = figures.compute_achievements(question, offices)
    links = BoardLinks(question, opens_rows)
    is_running = question.as_at < question.period.ends_on
    scale = charts.compute_bullet_scale((row.realised, row.target) for row in found.offices)
    return AchievementBoard(
        question=question,
        answer=format_board_answer(found) if found.offices or not opens_rows else format_empty_answer(found),
        reading=" ".join(filter(None, [format_capped_reading(found), format_target_changes(found)])),
        figures=found,
        rows=[build_office_row(row, found, links, scale, is_running) for row in found.offices],
        split=build_split_rows(found.total, links) if found.total.is_split else [],
        total=build_total_row(found.total, links),
        has_pace=is_running,
        **draw_board_over_time(question, offices, found, links),
        provinces=draw_province_map(found),
        targets_url=links.targets(),
        said=[(each, links.changes_since(each.known_at, each.as_at)) for each in found.published],
        pace=format_pace(found) if is_running else "",
        course_url=links.onward("course"),
        grid_url=links.onward("grid"),
        structure_url=links.onward("structure"),
        keep_url=links.keep_view(),
        files={code.name.lower(): links.chart_files(code.value) for code in ChartCode},
        total_passports=links.passports(OF_TOTAL),
    )


def build_office_row(
    row: figures.OfficeFigure, found: figures.Achievements, links: BoardLinks, scale: float, is_running: bool
) -> BoardRow:
    return BoardRow(
        name=row.short_name,
        full_name=row.name or "",
        state=row.state,
        word=str(row.state.label),
        realised=row.realised,
        target=row.target,
        percent=row.percent,
        capped=row.capped,
        gaps=[] if row.difference is None else [row.difference],
        needed=row.needed_per_week,
        is_reached=row.is_reached,
        is_missed=row.is_missed,
        chart=charts.draw_bullet(
            row.realised,
            row.target,
            pace=float(row.pace) if is_running and row.pace is not None else None,
            scale=scale,
            label=row.name or row.office.code,
            outside=row.target is None,
        ),
        rows_url=links.rows(office=row.office),
        passports=links.passports(OF_OFFICE, row.office),
        remarks=row.remarks,
    )


def build_total_row(total: TotalStanding, links: BoardLinks) -> BoardRow:
    """Everything that was counted; where some of it stands outside any target, what concerns targets is said apart."""
    if total.is_split:
        return BoardRow(
            name=_("Jumlah"), state=total.state, word=_("semua unit"), realised=total.realised, rows_url=links.rows(),
            passports=links.passports([FigureKind.REALISED]),
        )  # fmt: skip
    return build_targeted_row(_("Jumlah"), total, links.rows(), total.realised, links)


def build_split_rows(total: TotalStanding, links: BoardLinks) -> list[BoardRow]:
    """The offices with a target against it, and beside them what the others achieved."""
    outside = TargetState.UNTARGETED
    return [
        build_targeted_row(_("Unit bertarget"), total, links.rows(share=OfficeShare.TARGETED), total.targeted, links),
        BoardRow(
            name=str(outside.label),
            state=outside,
            word=_("tidak masuk persentase"),
            realised=total.outside,
            rows_url=links.rows(share=OfficeShare.OUTSIDE),
            passports={"realised": links.passports([FigureKind.OUTSIDE])["outside"]},
        ),
    ]


def build_targeted_row(
    name: str, total: TotalStanding, rows_url: str, realised: int | None, links: BoardLinks
) -> BoardRow:
    passports = links.passports(kind for kind in OF_TOTAL if total.offices or kind != FigureKind.REACHED)
    if total.is_split:
        passports |= {"realised": links.passports([FigureKind.TARGETED])["targeted"]}
    return BoardRow(
        name=name,
        state=total.state,
        word=format_reached_offices(total) if total.offices else str(_("target belum ditetapkan")),
        realised=realised,
        target=total.target,
        percent=total.percent,
        capped=total.capped,
        capped_percent=total.capped_percent,
        gaps=total.gaps,
        needed=total.needed_per_week,
        is_reached=total.is_reached,
        rows_url=rows_url,
        passports=passports,
    )


def format_reached_offices(total: TotalStanding) -> str:
    return _("%(reached)s dari %(offices)s unit mencapai target") % {
        "reached": format_number(total.offices_reached),
        "offices": format_number(total.offices),
    }


def format_board_answer(found: figures.Achievements) -> str:
    """Say in one sentence how far the target is reached, and every office that has not reached it."""
    total, unit = found.total, found.indicator.get_unit_display()
    if total.realised is None:
        return _("Belum ada %(unit)s yang tercatat pada %(period)s.") % {"unit": unit, "period": found.period}
    words = {"realised": format_number(total.realised), "unit": unit}
    if total.target is None:
        return _("%(realised)s %(unit)s tercatat; target belum ditetapkan.") % words
    words |= {"realised": format_number(total.targeted or 0), "target": format_number(total.target)}
    missed = [row.short_name for row in found.offices if row.is_missed]
    words |= {"reached": format_reached_offices(total), "missed": join_names(missed)}
    if not missed:
        said = _("%(realised)s %(unit)s dari target %(target)s; semua unit mencapai target.") % words
    elif total.is_over:
        said = _("%(realised)s %(unit)s dari target %(target)s; %(reached)s, %(missed)s tidak.") % words
    else:
        said = _("%(realised)s %(unit)s dari target %(target)s; %(reached)s, %(missed)s belum.") % words
    if not total.is_split:
        return said
    words["outside"] = format_number(total.outside)
    return f"{said} " + _("Di luar target: %(outside)s %(unit)s.") % words


def format_empty_answer(found: figures.Achievements) -> str:
    return _("Pada %(period)s belum ada target atau catatan yang dapat Anda lihat.") % {"period": found.period}


def format_pace(found: figures.Achievements) -> str:
    """Where all together would stand if the targets were reached as they are spread over the period."""
    pace = found.total.pace
    return "" if pace is None else format_number(pace)


def format_capped_reading(found: figures.Achievements) -> str:
    """Say the percentage, and a second one with each office counted at most at its target.

    Otherwise one office's surplus would hide another's gap.
    """
    total = found.total
    if total.capped_percent is None or total.percent is None:
        return ""
    words = {"percent": format_percent(total.percent), "capped": format_percent(total.capped_percent)}
    if total.capped == total.targeted:
        return _("%(percent)s dari target.") % words
    return _("%(percent)s dari target; %(capped)s bila kelebihan satu unit tidak menutup kekurangan unit lain.") % words


def format_target_changes(found: figures.Achievements) -> str:
    """Say at the top, too, that targets were changed, exempted or withdrawn; each row says how."""
    changed = [row.short_name for row in found.offices if row.remarks]
    return _("Target berubah: %(offices)s; lihat barisnya.") % {"offices": join_names(changed)} if changed else ""


def draw_board_over_time(
    question: FigureQuestion, offices: Any, found: figures.Achievements, links: BoardLinks
) -> dict[str, Any]:
    """The same entries by week and by office and month. The public is told no months of an earlier knowing."""
    if not links.opens and question.known_at:
        return {"weeks": "", "running": "", "months": [], "month_rows": [], "month_sums": []}
    months = list_period_months(question.period)
    hidden = set() if links.opens else disclosure.list_hidden_months(question)
    rows = build_month_rows(question, offices, found, links, months, hidden)
    month_sums = [
        build_total_cell(month, [row.cells[place] for row in rows], links, hidden) for place, month in enumerate(months)
    ]
    return {
        "weeks": draw_weeks(question, offices, links) if links.opens else "",
        "running": draw_running_sum(question, found, rows, month_sums, is_public=not links.opens),
        "months": months,
        "month_rows": [replace(row, cells=[conceal_cell(cell) for cell in row.cells]) for row in rows],
        "month_sums": [conceal_cell(cell) for cell in month_sums],
        "hiding": disclosure.describe_hiding(question.period) if hidden else "",
    }


def draw_weeks(question: FigureQuestion, offices: Any, links: BoardLinks) -> SafeString:
    weeks = sums.compute_weekly_trend(question, offices)
    by_week = [
        charts.TrendPoint(
            format_day_without_year(week.starts_on),
            week.quantity,
            href=build_week_url(week, question, links) if week.quantity else None,
        )
        for week in weeks
    ]
    by_week += [
        charts.TrendPoint(format_day_without_year(monday), None) for monday in list_mondays_left(weeks, question)
    ]
    return charts.draw_trend(by_week, title=_("Tiap minggu"), height=200)


def draw_running_sum(
    question: FigureQuestion, found: figures.Achievements, rows: list[BoardMonthRow], sums: list[BoardMonthCell], *,
    is_public: bool,
) -> SafeString | str:  # fmt: skip
    """The months of the offices with a target, against it. The public is told of all offices, or of none at all."""
    if is_public and (any(cell.is_hidden for cell in sums) or found.total.is_split):
        return ""
    aimed = [row for row, of in zip(rows, found.offices, strict=True) if of.target is not None] or rows
    points = [
        charts.TrendPoint(
            cell.name, None if cell.is_ahead else sum(row.cells[place].quantity or 0 for row in aimed)
        )
        for place, cell in enumerate(sums)
    ]  # fmt: skip
    return charts.draw_trend(
        points, title=_("Jumlah berjalan"), cumulative=True, target=found.total.target, height=200
    )  # fmt: skip


def list_mondays_left(weeks: list[sums.WeekPoint], question: FigureQuestion) -> list[date]:
    """The weeks that have not come yet: the drawing keeps their place."""
    monday = weeks[-1].starts_on + timedelta(days=7) if weeks else question.period.starts_on
    return [monday + timedelta(days=days) for days in range(0, (question.period.ends_on - monday).days + 1, 7)]


def build_week_url(week: sums.WeekPoint, question: FigureQuestion, links: BoardLinks) -> str | None:
    first = max(week.starts_on, question.period.starts_on)
    last = min(week.starts_on + timedelta(days=6), question.as_at)
    return links.rows(since=first, as_at=last) or None


def list_period_months(period: Any) -> list[BoardMonth]:
    months, first = [], period.starts_on
    while first <= period.ends_on:
        months.append(BoardMonth(first, date_format(first, "M")))
        first = add_months(first.replace(day=1), 1)
    return months


def build_month_rows(
    question: FigureQuestion,
    offices: Any,
    found: figures.Achievements,
    links: BoardLinks,
    months: list[BoardMonth],
    hidden: set[disclosure.Cell],
) -> list[BoardMonthRow]:
    by_month = sums.sum_entries_by_month(offices, question)

    def cell(row: figures.OfficeFigure, month: BoardMonth) -> BoardMonthCell:
        quantity = by_month.get((row.office.pk, month.first.replace(day=1)))
        return build_month_cell(month, quantity, links, hidden, row.office)

    return [
        BoardMonthRow(
            name=row.short_name,
            cells=[cell(row, month) for month in months],
            total=row.realised,
            url=links.rows(office=row.office) if row.realised is not None else "",
        )
        for row in found.offices
    ]


def build_month_cell(
    month: BoardMonth, quantity: int | None, links: BoardLinks, hidden: set[disclosure.Cell], office: Any = None
) -> BoardMonthCell:
    as_at = links.question.as_at
    last = min(get_month_end(month.first), as_at)
    url = "" if quantity is None else links.rows(office=office, since=month.first, as_at=last)
    place = office.pk if office else None, month.first.replace(day=1)
    return BoardMonthCell(month.name, quantity, month.first > as_at, url, is_hidden=place in hidden)


def build_total_cell(
    month: BoardMonth, cells: list[BoardMonthCell], links: BoardLinks, hidden: set[disclosure.Cell]
) -> BoardMonthCell:
    recorded = [cell.quantity for cell in cells if cell.quantity is not None]
    return build_month_cell(month, sum(recorded) if recorded else None, links, hidden)


def conceal_cell(cell: BoardMonthCell) -> BoardMonthCell:
    """What is hidden is not given to the template at all."""
    return replace(cell, quantity=None) if cell.is_hidden else cell
