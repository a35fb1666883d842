"""The figures: every office beside the others, one office with its nine elements, and what the public reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.satisfaction import exports, policies
from consultations.satisfaction.enums import CommentKind, PeriodPart
from consultations.satisfaction.figures import (
    BANDS,
    FEWEST,
    ElementMean,
    OfficeSatisfaction,
    Satisfaction,
    SatisfactionBoard,
    SurveyPeriod,
    compute_board,
    count_answers_by_year,
    find_newest_year,
)
from consultations.satisfaction.forms import PeriodForm
from consultations.satisfaction.models import SurveyAnswer, SurveyComment
from krs_portal.kit.actions import Tab
from krs_portal.kit.badges import Badge, build_badge
from krs_portal.kit.charts import draw_part_bar
from krs_portal.kit.clock import today
from krs_portal.kit.formats import format_decimals, format_number
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import read_choice, reads_parameters, refuse_parameter
from krs_portal.kit.refusals import refuse_if
from krs_portal.offices.models import Office

CSV = "text/csv; charset=utf-8"
REPLIES = 20


@dataclass(frozen=True)
class FigureLine:
    """A line of a table: an office, or one element of an office."""

    name: Any
    found: Any
    chart: Any
    badge: Badge | None = None
    url: str = ""
    is_lowest: bool = False


@require_safe
@reads_parameters("year", "period")
def show_satisfaction(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_read_satisfaction(request.user))
    offices = Office.objects.visible_to(request.user)
    years = count_answers_by_year(offices)
    period = read_period(request, years)
    board = compute_board(offices, period)
    context = describe_board(board, years) | {
        "lines": [build_office_line(row, build_office_url(row.office, period)) for row in list_answered(board)],
        "unsorted": SurveyComment.objects.visible_to(request.user).unsorted().count(),
    }
    return render(request, "consultations/satisfaction/satisfaction.html", context)


@login_not_required
@require_safe
@reads_parameters("year", "period")
def show_public_satisfaction(request: HttpRequest) -> HttpResponse:
    """All clinics, and the comments that a head has answered."""
    offices = Office.objects.clinics()
    years = count_answers_by_year(offices)
    period = read_period(request, years)
    board = compute_board(offices, period)
    names = {row.office.pk: row.name for row in board.rows if row.found.is_shown}
    replied = SurveyComment.objects.replied().filter(office__in=names).between(period.first_day, period.last_day)
    context = describe_board(board, years) | {
        "lines": [build_office_line(row) for row in list_answered(board)],
        "replies": [
            (comment, names[comment.office_id]) for comment in replied.order_by("-answered_on", "-pk")[:REPLIES]
        ],
    }
    return render(request, "consultations/satisfaction/public.html", context)


@require_safe
@reads_parameters("year", "period")
def download_satisfaction_csv(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_read_satisfaction(request.user))
    offices = Office.objects.visible_to(request.user)
    period = read_period(request, count_answers_by_year(offices))
    rows = exports.write_board_csv(compute_board(offices, period))
    return build_csv(rows, f"kepuasan-{period.year}-{period.part}.csv")


@require_safe
@reads_parameters("year", "period", "kind", "cursor")
def show_office_satisfaction(request: HttpRequest, code: str) -> HttpResponse:
    """One office: its IKM, the nine elements as bars, and from ten answers on what people wrote."""
    office, years, period, row = get_office_figures(request, code)
    kind = read_choice(request, "kind", CommentKind.values)
    closed = policies.why_not_open_rows(row.found.answers)
    written = SurveyComment.objects.filter(office=office).between(period.first_day, period.last_day)
    shown = written.none() if closed else written.filter(kind=kind) if kind else written
    page = fetch_keyset_page(shown, order=("-answered_on", "-pk"), cursor=request.GET.get("cursor"), size=20)
    context = describe_figures(row.found, period, years) | {
        "office": office,
        "name": row.name,
        "found": row.found,
        "badge": build_grade_badge(row.found),
        "elements": [build_element_line(each, row.found) for each in row.found.elements],
        "closed": closed,
        "page": page,
        "comments": [(comment, build_badge(CommentKind(comment.kind))) for comment in page],
        "tabs": build_kind_tabs(office, period, kind),
    }
    return render(request, "consultations/satisfaction/office.html", context)


@require_safe
@reads_parameters("year", "period")
def download_answers_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The answers that an office's figure is made of, from ten on."""
    office, _years, period, row = get_office_figures(request, code)
    refuse_if(policies.why_not_open_rows(row.found.answers))
    answers = SurveyAnswer.objects.filter(office=office).between(period.first_day, period.last_day)
    rows = exports.write_answers_csv(answers.order_by("answered_on", "pk").iterator(2000))
    return build_csv(rows, f"jawaban-{office.code}-{period.year}-{period.part}.csv")


def get_office_figures(
    request: HttpRequest, code: str
) -> tuple[Office, Mapping[int, int], SurveyPeriod, OfficeSatisfaction]:
    refuse_if(policies.why_not_read_satisfaction(request.user))
    visible = Office.objects.visible_to(request.user).clinics()
    office = get_object_or_404(visible, code=code)
    alone = visible.filter(pk=office.pk)
    years = count_answers_by_year(alone)
    period = read_period(request, years)
    return office, years, period, compute_board(alone, period).rows[0]


def read_period(request: HttpRequest, years: Mapping[int, int]) -> SurveyPeriod:
    """What the address asks for; without a year the newest that is shown. Raises WrongParameters."""
    asked = request.GET.get("year", "")
    part = read_choice(request, "period", PeriodPart.values)
    period = SurveyPeriod.parse(asked or str(find_newest_year(years, today().year)), part)
    if period is None:
        refuse_parameter("year")
    return period


def describe_board(board: SatisfactionBoard, years: Mapping[int, int]) -> dict[str, Any]:
    return describe_figures(board.total, board.period, years) | {
        "board": board,
        "total": FigureLine(
            _("Semua unit yang ditampilkan"), board.total, draw_index(board.total), build_grade_badge(board.total)
        ),
        "hidden": sum(not row.found.is_shown for row in list_answered(board)),
        "silent": len(board.rows) - len(list_answered(board)),
    }


def list_answered(board: SatisfactionBoard) -> list[OfficeSatisfaction]:
    """The offices of which anybody has answered; the others are only counted."""
    return [row for row in board.rows if row.found.answers]


def describe_figures(found: Satisfaction, period: SurveyPeriod, years: Mapping[int, int]) -> dict[str, Any]:
    """What every page of figures says: its period, the choice of another, and the method."""
    chosen = {"year": period.year, "period": period.part}
    return {
        "form": PeriodForm(initial=chosen, years=sorted({*years, period.year, today().year}, reverse=True)),
        "period": period,
        "method": found,
        "bands": [(grade, least) for least, grade in BANDS],
        "fewest": FEWEST,
    }


def build_office_url(office: Office, period: SurveyPeriod) -> str:
    return f"{reverse('consultations:satisfaction_office', args=[office.code])}?{period.query}"


def build_office_line(row: OfficeSatisfaction, url: str = "") -> FigureLine:
    return FigureLine(row.name, row.found, draw_index(row.found), build_grade_badge(row.found), url)


def build_element_line(each: ElementMean, found: Satisfaction) -> FigureLine:
    said = f"{each.element.label}: {format_decimals(each.index)}"
    chart = draw_part_bar(float(each.index) if each.index else None, 100, title=said, height=14)
    return FigureLine(each.element.label, each, chart, is_lowest=each.element == found.lowest)


def draw_index(found: Satisfaction) -> Any:
    index = found.index
    said = _("IKM %(index)s dari 100, %(answers)s jawaban") % {
        "index": format_decimals(index), "answers": format_number(found.answers)
    }  # fmt: skip
    return draw_part_bar(float(index) if index else None, 100, title=said, height=14)


def build_grade_badge(found: Satisfaction) -> Badge:
    """The grade with its word, or why there is none."""
    if found.grade:
        return build_badge(found.grade, f"{found.grade.value} · {found.grade.label}")
    missing = found.needed - found.answers
    if missing <= 0:
        return Badge(_("Belum lengkap: ada unsur tanpa nilai"))
    return Badge(_("Belum dinilai: kurang %(missing)s jawaban") % {"missing": format_number(missing)})


def build_kind_tabs(office: Office, period: SurveyPeriod, chosen: str) -> list[Tab]:
    base = build_office_url(office, period)
    kinds = [Tab(_("Semua"), f"{base}#komentar", not chosen)]
    return kinds + [Tab(kind.label, f"{base}&kind={kind}#komentar", chosen == kind) for kind in CommentKind]


def build_csv(rows: Any, name: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(rows, content_type=CSV, headers=headers)
