"""How the year goes on, the offices side by side, and each drawing as a file or on a page of paper."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clinics.addresses import FigureAddress, list_scope_offices
from clinics.courses import forecasts, policies, services
from clinics.courses.drawings import ChartFile, build_chart, describe_event
from clinics.courses.enums import ChartCode, ChartForm, GridGroup, GridOrder, SavedPage
from clinics.courses.forms import (
    COURSE_PARAMETERS,
    GRID_PARAMETERS,
    STRUCTURE_PARAMETERS,
    CourseForm,
    GridForm,
    ProgrammeNameForm,
    SavedViewForm,
    StructureForm,
)
from clinics.courses.structure import HeirFigure, regroup_by_heirs
from clinics.courses.years import list_target_steps, list_years
from clinics.enums import FigureKind
from clinics.figures import OfficeFigure, compute_achievements
from clinics.forms import BoardForm
from clinics.models import ProgrammeName, SavedView
from clinics.models.programme import FIRST_NAME
from clinics.questions import FigureQuestion
from clinics.sums import sum_entries_by_month
from clinics.views.asking import render_question_page
from clinics.views.board import list_period_months
from clinics.views.targets import build_target_trail
from krs_portal.kit import charts, formats
from krs_portal.kit.clock import now
from krs_portal.kit.downloads import XLSX, build_download
from krs_portal.kit.parameters import WrongParameters, reads_parameters, refuse_unknown_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form
from krs_portal.offices.lineage import find_forebears
from krs_portal.offices.models import Office
from krs_portal.reports.workbooks import DAY, NUMBER, PERCENT, ReportSheet, SheetColumn, build_csv, build_xlsx

SAVED_PARAMETERS = {*COURSE_PARAMETERS, *GRID_PARAMETERS, "known_at"}
SCREENFUL = 24  # offices of the grid at a time
PAPER_WIDTH = 680.0
ON_PAPER = 26  # lines of a table beside its drawing on one page


@require_safe
@reads_parameters(*COURSE_PARAMETERS)
def show_course(request: HttpRequest) -> HttpResponse:
    form = CourseForm(request.GET, offices=list_offices(request))
    question, context = form.question, {"form": form, "moved": form.moved}
    if question:
        offices = list_asked_offices(request, question)
        context |= build_course_context(question, offices)
        context |= {"form": form.fill(question, list_offices(request)), "codes": ChartCode}
    return render_question_page(request, "clinics/courses/course.html", context, form=form, fragment="course")


def list_offices(request: HttpRequest) -> Any:
    return Office.objects.visible_to(request.user).clinics().order_by("code")


def list_asked_offices(request: HttpRequest, question: FigureQuestion) -> Any:
    """All that the reader sees; or the one that is asked for, with the past of those whose whole work went to it."""
    if question.office is None:
        return Office.objects.visible_to(request.user)
    line = [question.office, *find_forebears(question.office)]
    return Office.objects.filter(pk__in=[office.pk for office in line])


def build_course_context(question: FigureQuestion, offices: Any) -> dict[str, Any]:
    years = list_years(question, offices)
    realised = years[-1].realised if years else None
    forecast = forecasts.compute_forecast(question, offices, realised)
    running = build_chart(ChartCode.RUNNING, question, offices, forecast.estimate)
    past = build_chart(ChartCode.YEARS, question, offices)
    return {
        "question": question,
        "realised": realised,
        "forecast": forecast,
        "completeness": forecasts.compute_completeness(question, offices),
        "steps": list_target_steps(question, offices),
        "events": [(event, describe_event(event)) for year in years for event in year.events],
        "running": running.draw(None),
        "years": past.draw(None),
        "year_rows": past.sheet.rows,
        "running_files": list_chart_files(ChartCode.RUNNING, question),
        "year_files": list_chart_files(ChartCode.YEARS, question),
        "named": question.office.name_on(question.as_at) if question.office else "",
    }


def list_chart_files(code: ChartCode, question: FigureQuestion) -> list[tuple[str, str]]:
    """Under a drawing: each form in which it can be taken along."""
    query = urlencode(write_parameters(question))
    return [(form.label, f"{reverse('clinics:chart', args=[code.value, form.value])}?{query}") for form in ChartForm]


def write_parameters(question: FigureQuestion) -> dict[str, str]:
    names = ("indicator", "year", "period", "office", "as_at")
    return {name: value for name, value in question.parameters().items() if name in names}


@require_safe
@reads_parameters(*COURSE_PARAMETERS)
def download_chart(request: HttpRequest, chart: str, form: str) -> HttpResponse:
    """One drawing: its table as XLSX or CSV, itself as SVG, or both on one page of paper."""
    if chart not in ChartCode or form not in ChartForm:
        raise Http404
    asked = CourseForm(request.GET, offices=list_offices(request))
    question = asked.question
    if question is None:
        context = {"form": asked, "moved": ""}
        return render_question_page(request, "clinics/courses/course.html", context, form=asked, fragment="course")
    offices = list_asked_offices(request, question)
    made = build_chart(ChartCode(chart), question, offices)
    address = describe_address(request, question)
    if form == ChartForm.PRINT:
        return render(request, "clinics/courses/paper.html", build_paper_context(made, question, address))
    name = f"{slugify(f'{chart} {address}')}.{form}"
    if form == ChartForm.SVG:
        return build_download(made.draw(PAPER_WIDTH).encode(), name, "image/svg+xml; charset=utf-8")
    if form == ChartForm.CSV:
        return build_download(build_csv(made.sheet), name, "text/csv; charset=utf-8")
    book = build_xlsx([made.sheet], title=made.sheet.title, code=address)
    return build_download(book, name, XLSX)


def describe_address(request: HttpRequest, question: FigureQuestion) -> str:
    """The address of the figure that the drawing is about: the same as on the board."""
    within = () if question.office else list_scope_offices(request.user)
    return str(FigureAddress(question.but(within=within), FigureKind.REALISED))


def build_paper_context(made: ChartFile, question: FigureQuestion, address: str) -> dict[str, Any]:
    return {
        "question": question,
        "printed_at": now(),
        "title": made.sheet.title,
        "columns": [(column.title, is_number(column)) for column in made.sheet.columns],
        "rows": [write_line(made.sheet, row) for row in made.sheet.rows[:ON_PAPER]],
        "left": max(len(made.sheet.rows) - ON_PAPER, 0),
        "total": write_line(made.sheet, made.sheet.total) if made.sheet.total else None,
        "chart": made.draw(PAPER_WIDTH) if len(made.sheet.rows) <= ON_PAPER else "",
        "address": address,
        "url": reverse("clinics:passport", args=[address]),
        "named": question.office.name_on(question.as_at) if question.office else _("Semua unit yang Anda lihat"),
    }


def is_number(column: SheetColumn) -> bool:
    return column.kind in (NUMBER, PERCENT)


def write_line(sheet: ReportSheet, row: Any) -> list[tuple[str, bool]]:
    """A row of the table as people read it, and which of its cells are numbers."""
    write: dict[str, Any] = {NUMBER: formats.format_number, PERCENT: formats.format_percent, DAY: formats.format_day}
    cells = zip(sheet.columns, row, strict=True)
    return [(write.get(column.kind, str)(value), is_number(column)) for column, value in cells]


@dataclass(frozen=True)
class GridTile:
    name: str
    full_name: str
    state: str
    percent: Any
    realised: int | None
    target: int | None
    is_missed: bool
    chart: Any
    url: str


@require_safe
@reads_parameters(*GRID_PARAMETERS)
def show_grid(request: HttpRequest) -> HttpResponse:
    """All offices as small drawings on one scale of time, a screenful at a time."""
    form = GridForm(request.GET)
    question, context = form.question, {"form": form, "moved": form.moved}
    if question:
        found = compute_achievements(question, Office.objects.visible_to(request.user))
        rows = arrange_rows(found.offices, form)
        number = min(form.cleaned_data.get("page") or 1, max(-(-len(rows) // SCREENFUL), 1))
        shown = rows[(number - 1) * SCREENFUL : number * SCREENFUL]
        initial = {name: form.cleaned_data.get(name) for name in ("q", "sort", "group")}
        filled = GridForm(initial=form.fill(question, Office.objects.none()).initial | initial)
        context |= {
            "form": filled,
            "question": question,
            "groups": list_groups(question, shown, form.grouping),
            "number": len(rows),
            "page": number,
            "pages": -(-len(rows) // SCREENFUL),
            "earlier": build_page_url(request, number - 1) if number > 1 else "",
            "later": build_page_url(request, number + 1) if number * SCREENFUL < len(rows) else "",
            "files": list_chart_files(ChartCode.OFFICES, question),
        }
    return render_question_page(request, "clinics/courses/grid.html", context, form=form, fragment="grid")


def build_page_url(request: HttpRequest, number: int) -> str:
    return f"?{urlencode(request.GET.dict() | {'page': str(number)})}"


def arrange_rows(rows: list[OfficeFigure], form: GridForm) -> list[OfficeFigure]:
    """Those whose name or code has the words, in the order that is asked for, grouped first."""
    words = (form.cleaned_data.get("q") or "").casefold().split()
    kept = [
        row
        for row in rows
        if all(word in f"{row.name} {row.short_name} {row.office.code}".casefold() for word in words)
    ]
    keys: dict[GridOrder, Any] = {
        GridOrder.GAP: lambda row: (row.difference is None, row.difference or 0),
        GridOrder.PERCENT: lambda row: (row.percent is None, -(row.percent or 0)),
        GridOrder.REALISED: lambda row: -(row.realised or 0),
        GridOrder.NAME: lambda row: row.short_name.casefold(),
    }
    kept.sort(key=lambda row: (keys[form.order](row), row.office.code))
    kept.sort(key=lambda row: get_group(row, form.grouping))  # stable: the order stays inside each group
    return kept


def get_group(row: OfficeFigure, grouping: GridGroup) -> str:
    if grouping == GridGroup.STATE:
        return str(row.state.label)
    return str(row.office.parent_id or 0) if grouping == GridGroup.PARENT else ""


def list_groups(question: FigureQuestion, rows: list[OfficeFigure], grouping: GridGroup) -> list[Any]:
    """The tiles under the name of their group, each drawn over the months of the period."""
    sums = sum_entries_by_month(Office.objects.filter(pk__in=[row.office.pk for row in rows]), question)
    parents = Office.objects.with_name_on(question.as_at).in_bulk([row.office.parent_id for row in rows])
    names = {str(pk): parent.short_name or parent.code for pk, parent in parents.items()}
    return [
        (names.get(group, "" if group == "0" else group), [build_tile(question, row, sums) for row in of])
        for group, of in groupby(rows, key=lambda row: get_group(row, grouping))
    ]


def build_tile(question: FigureQuestion, row: OfficeFigure, sums: dict[Any, int]) -> GridTile:
    points = [
        charts.TrendPoint(
            date_format(month.first, "M"),
            sums.get((row.office.pk, month.first.replace(day=1)), 0) if month.first <= question.as_at else None,
        )
        for month in list_period_months(question.period)
    ]
    return GridTile(
        name=row.short_name,
        full_name=row.name,
        state=str(row.state.label),
        percent=row.percent,
        realised=row.realised,
        target=row.target,
        is_missed=row.is_missed,
        chart=charts.draw_trend(points, title=row.name, cumulative=True, target=row.target, height=130, labels=3),
        url=f"{reverse('clinics:course')}?{urlencode(write_parameters(question.but(office=row.office)))}",
    )


@require_safe
@reads_parameters(*STRUCTURE_PARAMETERS)
def show_structure(request: HttpRequest) -> HttpResponse:
    """The board of a year by the offices of today: what was merged since stands under its heir."""
    form = StructureForm(request.GET)
    question, context = form.question, {"form": form, "moved": form.moved}
    if question:
        found = compute_achievements(question, Office.objects.visible_to(request.user))
        context |= {
            "form": StructureForm(initial=form.fill(question, Office.objects.none()).initial),
            "question": question,
            "figures": [(each, list_part_links(question, each)) for each in regroup_by_heirs(found)],
            "total": found.total,
        }
    return render_question_page(request, "clinics/courses/structure.html", context, form=form, fragment="structure")


def list_part_links(question: FigureQuestion, heir: HeirFigure) -> list[tuple[str, int | None, str]]:
    """Each office of that year with its own figure's page, which opens its rows."""
    return [
        (row.short_name, row.realised, FigureAddress(question.but(office=row.office), FigureKind.REALISED).path)
        for row in heir.parts
    ]


@require_safe
def list_views(request: HttpRequest) -> HttpResponse:
    views = SavedView.objects.visible_to(request.user).order_by("name", "pk")
    trail = [(_("Dasbor"), reverse("clinics:dashboard")), (_("Tampilan tersimpan"), "")]
    return render(request, "clinics/courses/views.html", {"views": views, "places": trail})


@reads_parameters(*sorted(SAVED_PARAMETERS))
def keep_view(request: HttpRequest, page: str) -> HttpResponse:
    """What stands in the address is what is kept."""
    if page not in SavedPage:
        raise Http404
    form, kept = SavedViewForm(request.POST or None), SavedPage(page)
    asked = read_kept_choices(request, kept)
    said = _("Tampilan tersimpan.")
    if submit_form(request, form, services.keep_view, page=page, query=urlencode(asked), said=said):
        return redirect("clinics:views")
    title = _("Simpan tampilan")
    trail = [(kept.label, reverse(kept.url_name)), (title, "")]
    lead = _("Yang disimpan adalah pilihannya, bukan angkanya: bila dibuka lagi, angkanya yang terbaru.")
    return render_form_page(request, form, title=title, button=_("Simpan"), trail=trail, lead=lead)


def read_kept_choices(request: HttpRequest, page: SavedPage) -> dict[str, str]:
    """What the page itself would understand; anything else is said, for a view that cannot be opened is none."""
    forms = {SavedPage.BOARD: BoardForm, SavedPage.COURSE: CourseForm, SavedPage.GRID: GridForm}
    kind = forms.get(page, StructureForm)
    options = {"offices": list_offices(request)} if kind is CourseForm else {}
    form = kind(request.GET, **options)
    refuse_unknown_parameters(request.GET, form.fields.keys())
    if not form.is_valid():
        raise WrongParameters({name: " ".join(map(str, said)) for name, said in form.errors.items()})
    return {name: request.GET[name] for name in sorted(request.GET) if request.GET[name] and name != "page"}


@require_POST
def forget_view(request: HttpRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    press_button(request, services.forget_view, view=view, said=_("Tampilan dihapus."))
    return redirect("clinics:views")


def name_programme(request: HttpRequest) -> HttpResponse:
    """The names of the programme with their days; an administrator adds the next one."""
    refuse_if(policies.why_not_name_programme(request.user))
    form = ProgrammeNameForm(request.POST or None)
    if submit_form(request, form, services.name_programme, said=_("Nama program tercatat.")):
        return redirect("clinics:programme")
    title = _("Nama program")
    return render_form_page(
        request, form, title=title, button=_("Catat nama baru"), trail=build_target_trail(title),
        template="clinics/courses/programme.html", names=ProgrammeName.objects.order_by("-valid_from"),
        first=FIRST_NAME,
        lead=_("Laporan memakai nama yang berlaku pada tanggal datanya; yang sudah terbit tidak berubah."),
    )  # fmt: skip
