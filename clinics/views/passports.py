"""The page of a figure: what it is, how it is reckoned, what changed it, and how it was known from day to day.

What the figure says is public, as the board is; its rows and names are for those who may see the rows of
all its offices.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinics import disclosure, passports, waterfalls
from clinics.addresses import FigureAddress, read_figure_address
from clinics.enums import FigureKind
from clinics.figures import narrow_offices
from clinics.models import Target, TargetRevision
from clinics.policies import may_open_rows
from clinics.querysets import LEDGER_ORDER
from clinics.questions import get_default_as_at
from clinics.sums import LATE_AFTER, sum_late_by_office
from clinics.views.rows import LedgerLine, build_board_query, build_ledger_line, list_question_entries
from krs_portal.kit.clock import now
from krs_portal.kit.formats import format_day
from krs_portal.kit.links import build_absolute_url
from krs_portal.kit.pagination import KeysetPage, fetch_keyset_page
from krs_portal.kit.parameters import reads_parameters
from krs_portal.offices.models import Office

ROWS = 20  # of a passport; the page of rows has them all


@dataclass(frozen=True)
class LateOffice:
    """Which office recorded late, how much, and the passport where the people stand."""

    name: str
    entries: int
    quantity: int
    url: str


def finds_figure(view: Callable[[HttpRequest, FigureAddress], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the figure of its address. What no figure is called, and a day that has not come, is said.

    So is what an outside reader is not told: 403, with the reason and where else to look.
    """

    @wraps(view)
    def find(request: HttpRequest, address: str) -> HttpResponse:
        figure = read_figure_address(address)
        if figure is None:
            fault = _("Tidak ada angka dengan alamat ini. Periksa kembali huruf, angka dan titiknya.")
        elif figure.question.as_at > get_default_as_at(figure.question.period):
            fault = _("Hari data angka ini, %s, belum tiba.") % format_day(figure.question.as_at)
        elif str(figure) != address:
            return redirect(request.resolver_match.view_name, str(figure))  # type: ignore[union-attr]
        elif fault := find_withholding(request.user, figure):
            return render(request, "clinics/no_figure.html", {"fault": fault, "figure": figure}, status=403)
        else:
            return view(request, figure)
        return render(request, "clinics/no_figure.html", {"fault": fault, "address": address}, status=404)

    return find


def follows_counts(view: Callable[[HttpRequest, FigureAddress], HttpResponse]) -> Callable[..., HttpResponse]:
    """What changed a ratio, and when, is told by its two operands: to these its passport leads."""

    @wraps(view)
    def follow(request: HttpRequest, figure: FigureAddress) -> HttpResponse:
        return redirect("clinics:passport", str(figure)) if figure.is_rate else view(request, figure)

    return follow


def find_withholding(user: Any, figure: FigureAddress) -> str | None:
    """Why the reader is not told the figure; whoever may open its rows is told everything."""
    if may_open_rows(user, passports.list_figure_offices(figure.question)):
        return None
    return disclosure.why_not_tell(figure)


@login_not_required
@require_safe
@reads_parameters("cursor")
@finds_figure
def show_passport(request: HttpRequest, figure: FigureAddress) -> HttpResponse:
    found = passports.compute_passport(figure)
    question, offices = figure.question, passports.list_figure_offices(figure.question)
    opens = may_open_rows(request.user, offices)
    context = build_figure_context(request, figure) | {
        "passport": found,
        "rules": passports.list_rules_of(question),
        "opens": opens,
        "unnamed": not opens,
        "history": list_target_history(figure) if figure.kind == FigureKind.TARGET and question.office else [],
        "changes_url": reverse("clinics:changes", args=[str(figure)]),
        "vintages_url": reverse("clinics:vintages", args=[str(figure)]),
        "since_url": reverse("clinics:since", args=[str(figure)]),
    }
    return render(request, "clinics/passport.html", context | build_rows_context(request, figure, opens=opens))


@login_not_required
@require_safe
@reads_parameters()
@finds_figure
@follows_counts
def show_since(request: HttpRequest, figure: FigureAddress) -> HttpResponse:
    """What changed the figure since and who recorded late: a part that its passport loads, for it takes longer."""
    then = waterfalls.get_first_knowing(figure.question)
    changed = waterfalls.compute_waterfall(figure.live, then) if then < now() else None
    context = {
        "then": then,
        "changed": changed,
        "difference": passports.format_amount(figure.kind, changed.difference) if changed else "",
    }
    return render(request, "clinics/parts/since.html", context | build_late_context(request, figure))


def build_late_context(request: HttpRequest, figure: FigureAddress) -> dict[str, Any]:
    offices = passports.list_figure_offices(figure.question)
    opens = may_open_rows(request.user, offices)
    names_people = figure.question.office and opens
    late = list_late_offices(figure, offices)
    return {
        "late": late if opens else disclosure.drop_small_parts(late, figure.question.period),
        "late_people": list_late_people(figure, offices) if names_people else [],
        "late_after": LATE_AFTER,
    }


def build_figure_context(request: HttpRequest, figure: FigureAddress) -> dict[str, Any]:
    """What the three pages of a figure say alike."""
    question = figure.question
    board = reverse("clinics:dashboard" if request.user.is_authenticated else "clinics:public")
    board_name = _("Dasbor") if request.user.is_authenticated else _("Capaian")
    return {
        "figure": figure,
        "question": question,
        "label": str(figure.kind.label),
        "whose": passports.describe_figure_offices(question),
        "absolute": build_absolute_url("clinics:passport", str(figure)),
        "places": [(board_name, f"{board}?{build_board_query(question)}"), (_("Paspor angka"), figure.path)],
    }


def build_rows_context(request: HttpRequest, figure: FigureAddress, *, opens: bool) -> dict[str, Any]:
    """The first rows of what is counted; a derived figure leads to them by its operands."""
    if not opens or not figure.has_rows:
        return {"lines": [], "page": KeysetPage([], None, True)}
    question = figure.rows
    entries = list_question_entries(question, narrow_offices(question, Office.objects.visible_to(request.user)))
    page = fetch_keyset_page(entries, order=LEDGER_ORDER, cursor=request.GET.get("cursor"), size=ROWS)
    names = {
        office.pk: getattr(office, "short_name", "") or office.code
        for office in Office.objects.filter(pk__in={entry.office_id for entry in page}).with_name_on(question.as_at)
    }
    lines: list[LedgerLine] = [build_ledger_line(entry, names[entry.office_id], question) for entry in page]
    return {"lines": lines, "page": page, "rows_url": f"{reverse('clinics:rows')}?{question.query()}"}


def list_late_offices(figure: FigureAddress, offices: QuerySet[Office]) -> list[LateOffice]:
    """Who recorded late, most first; of a figure of the target alone, nobody."""
    if figure.kind in (FigureKind.TARGET, FigureKind.PACE):
        return []
    late = sum_late_by_office(offices, figure.question)
    named = Office.objects.filter(pk__in=late).with_name_on(figure.question.as_at)
    found = [
        LateOffice(
            getattr(office, "short_name", "") or office.code, late[office.pk].entries, late[office.pk].quantity,
            figure.of(FigureKind.REALISED, office).path,
        )
        for office in named
    ]  # fmt: skip
    return sorted(found, key=lambda each: (-each.entries, each.name))


def list_late_people(figure: FigureAddress, offices: QuerySet[Office]) -> list[tuple[str, int, int]]:
    entries = list_question_entries(figure.question, offices).late(figure.question.as_at, LATE_AFTER)
    return waterfalls.count_by_person(entries)


def list_target_history(figure: FigureAddress) -> list[TargetRevision]:
    """The decisions about an office's target that were known, newest first."""
    question = figure.question
    targets = Target.objects.filter(office=question.office, indicator=question.indicator, period=question.period)
    found = targets.with_history().first()
    known = found.history if found else []  # type: ignore[attr-defined]
    return [each for each in known if not question.known_at or each.recorded_at <= question.known_at]
