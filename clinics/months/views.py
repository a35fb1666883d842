"""Months of offices: what waits for whom, the calendar of the year, one month with its rows, the turn of the year."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clinics.models import LedgerEntry, ReportingPeriod
from clinics.months import policies, services, turning
from clinics.months.calendar import MonthPlace, build_calendar, build_place, find_year, list_overdue_months
from clinics.months.enums import UNSENT, MonthState, MonthStep
from clinics.months.forms import MonthRemarkForm, RemarkAnswerForm
from clinics.months.models import MonthMove, MonthRemark, OfficeMonth
from clinics.policies import acts_for_ministry
from clinics.querysets import LEDGER_ORDER
from clinics.questions import FigureQuestion, find_default_indicator, list_counted_indicators
from clinics.sums import sum_entries_by_office
from clinics.views.rows import build_ledger_line
from krs_portal.kit.actions import Action
from krs_portal.kit.badges import label_in_sentence
from krs_portal.kit.clock import get_month_end, today
from krs_portal.kit.formats import format_signed
from krs_portal.kit.numbers import read_number
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form
from krs_portal.offices.models import Office

ROWS = 50
YEARS = (2000, 2999)


@require_safe
@reads_parameters("year")
def show_months(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, and the whole year of each office."""
    asked = request.GET.get("year", "")
    begun = ReportingPeriod.objects.begun_years(today())
    period = (begun.of_year(read_number(asked, *YEARS) or 0) if asked else begun).first()
    offices = Office.objects.visible_to(request.user).clinics()
    rows = build_calendar(period, offices, today()) if period else []
    places = [place for row in rows for place in row]
    seen = set(offices.values_list("pk", flat=True))
    context = {
        "period": period,
        "asked": asked,
        "years": begun,
        "rows": rows,
        "waiting": list_waiting(request.user, places),
        "is_ministry": acts_for_ministry(request.user),
        "overdue": [place for place in list_overdue_months(today()) if place.office.pk in seen],
        "states": [(state.label, *state.look) for state in MonthState],
        "places": build_trail(),
        "actions": [
            Action(_("Pergantian tahun"), reverse("clinics:turn_of_year"), icon="calendar-event"),
            Action(_("Periode dan penguncian"), reverse("clinics:periods"), icon="lock"),
        ],
    }
    return render(request, "clinics/months/months.html", context, status=404 if asked and not period else 200)


def list_waiting(user: Any, places: list[MonthPlace]) -> list[MonthPlace]:
    """The inbox: what an office has to send or to answer; what the ministry has to decide."""
    if acts_for_ministry(user):
        return [place for place in places if place.state == MonthState.SUBMITTED]
    may = {place.office.pk for place in places if not policies.why_not_take_part(user, place.office, MonthStep.SUBMIT)}
    found = [place for place in places if place.office.pk in may and place.state in UNSENT and place.is_over]
    return sorted(found, key=lambda place: place.state != MonthState.RETURNED)  # what came back goes first


def build_trail(*more: tuple[Any, str | None]) -> list[tuple[Any, str | None]]:
    here = reverse("clinics:months") if more else None
    return [(_("Dasbor"), reverse("clinics:dashboard")), (_("Bulan pelaporan"), here), *more]


@require_safe
@reads_parameters("cursor")
def show_month(request: HttpRequest, office: str, month: str) -> HttpResponse:
    """A month of an office: its figures, its steps, its rows, and what was said about them."""
    place, period = get_place(request, office, month)
    stored = find_stored_month(place)
    remarks = list_remarks(stored)
    context = {
        "place": place,
        "figures": list_month_figures(place, period),
        "moves": list(MonthMove.objects.filter(month=stored.pk).select_related("moved_by").order_by("moved_at", "pk")),
        "remarks": [(remark, build_answer_url(request.user, remark)) for remark in remarks],
        "actions": list_step_actions(request.user, place, stored, period),
        "may_remark": bool(stored.pk) and policies.why_not_remark(request.user, stored) is None,
        "places": build_trail((f"{place.office.short_name}, {place.name}", None)),
    }
    return render(request, "clinics/months/month.html", context | build_rows_context(request, place, period, remarks))


def get_place(request: HttpRequest, code: str, month: str) -> tuple[MonthPlace, ReportingPeriod]:
    """Raises 404 for what is no month, and for an office that the reader may not see."""
    try:
        first = datetime.strptime(month, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError as error:
        raise Http404 from error
    if f"{first:%Y-%m}" != month or (period := find_year(first)) is None:
        raise Http404
    offices = Office.objects.visible_to(request.user).clinics().with_name_on(get_month_end(first))
    office = get_object_or_404(offices, code=code)
    stored = OfficeMonth.objects.filter(office=office, starts_on=first).with_remark_counts().first()
    return build_place(office, first, stored, period.due_days, today(office.time_zone)), period


def find_stored_month(place: MonthPlace) -> OfficeMonth:
    """The month as it is stored, or as it would be."""
    known = OfficeMonth.objects.filter(office=place.office, starts_on=place.starts_on).first()
    month = known or OfficeMonth(starts_on=place.starts_on)
    month.office = place.office
    return month


def list_month_figures(place: MonthPlace, period: ReportingPeriod) -> list[tuple[str, int | None, str]]:
    found = []
    for indicator in list_counted_indicators():
        question = build_month_question(place, period, indicator)
        quantity = sum_entries_by_office([place.office], question).get(place.office.pk)
        found.append((indicator.name, quantity, f"{reverse('clinics:rows')}?{question.query()}"))
    return found


def build_month_question(place: MonthPlace, period: ReportingPeriod, indicator: Any) -> FigureQuestion:
    last = get_month_end(place.starts_on)
    return FigureQuestion(indicator, period, last, office=place.office, since=place.starts_on)


def list_remarks(month: OfficeMonth) -> list[MonthRemark]:
    found = MonthRemark.objects.filter(month=month.pk).select_related(
        "month__office", "entry", "asked_by", "answered_by"
    )
    return list(found.order_by("asked_at", "pk"))


def build_answer_url(user: Any, remark: MonthRemark) -> str:
    return "" if policies.why_not_answer(user, remark) else reverse("clinics:month_answer", args=[remark.pk])


def list_step_actions(user: Any, place: MonthPlace, month: OfficeMonth, period: ReportingPeriod) -> list[Action]:
    """The steps of the reader's side that the state allows, each with why it may not be done yet."""
    actions = []
    for step in MonthStep:
        if place.state in step.comes_from and policies.why_not_take_part(user, place.office, step) is None:
            refusal = policies.why_not_step(user, month, step, today=today(place.office.time_zone))
            is_first = step in (MonthStep.SUBMIT, MonthStep.ACCEPT)
            url = reverse("clinics:month_step", args=[place.office.code, f"{place.starts_on:%Y-%m}", step.value])
            kind = "primary" if is_first else "secondary"
            actions.append(Action(step.label, url, refusal, step.icon, kind, method="post"))
    if place.state not in UNSENT and policies.why_not_take_part(user, place.office, MonthStep.SUBMIT) is None:
        actions.append(
            Action(_("Minta pengecualian"), reverse("clinics:period_except", args=[period.pk]), icon="lock-open")
        )
    return actions


def build_rows_context(
    request: HttpRequest, place: MonthPlace, period: ReportingPeriod, remarks: list[MonthRemark]
) -> dict[str, Any]:
    """The month's rows of what targets are set in, each with what was said about it."""
    indicator = find_default_indicator()
    if indicator is None:
        return {"lines": [], "page": None}
    question = build_month_question(place, period, indicator)
    entries = LedgerEntry.objects.behind(question, [place.office])
    entries = entries.select_related("indicator", "rule", "office", "exception", "reversed_by")
    page = fetch_keyset_page(entries, order=LEDGER_ORDER, cursor=request.GET.get("cursor"), size=ROWS)
    said = {remark.entry_id: remark for remark in remarks if remark.entry_id}
    lines = [(build_ledger_line(entry, place.office.short_name, question), said.get(entry.pk)) for entry in page]
    return {"lines": lines, "page": page, "indicator": indicator}


@require_POST
def move_month(request: HttpRequest, office: str, month: str, step: str) -> HttpResponse:
    place, _period = get_place(request, office, month)
    if step not in MonthStep:
        raise Http404
    asked = MonthStep(step)
    refuse_if(policies.why_not_take_part(request.user, place.office, asked))
    said = f"{place.name}: {label_in_sentence(asked.leads_to)}."
    press_button(
        request, services.move_month, said=said, office=place.office, starts_on=place.starts_on, step=asked
    )  # fmt: skip
    return redirect("clinics:month", office, month)


def write_remark(request: HttpRequest, office: str, month: str, entry: int | None = None) -> HttpResponse:
    """About one row of the month, or about the month."""
    place, period = get_place(request, office, month)
    stored = find_stored_month(place)
    refuse_if(policies.why_not_remark(request.user, stored))
    row = get_object_or_404(list_month_entries(place), pk=entry) if entry else None
    form = MonthRemarkForm(request.POST or None)
    if submit_form(request, form, services.write_remark, said=_("Catatan tersimpan."), month=stored, entry=row):
        return redirect("clinics:month", office, month)
    back = reverse("clinics:month", args=[office, month])
    title = _("Catatan pada baris") if row else _("Catatan pada bulan")
    lead = ""
    if row:
        line = build_ledger_line(row, place.office.short_name, build_month_question(place, period, row.indicator))
        lead = f"{line.source}, {format_signed(row.quantity)}"
    return render_form_page(
        request,
        form,
        title=title,
        lead=lead,
        button=_("Simpan catatan"),
        trail=build_trail((f"{place.office.short_name}, {place.name}", back), (title, None)),
        cancel_url=back,
    )


def list_month_entries(place: MonthPlace) -> Any:
    entries = LedgerEntry.objects.filter(office=place.office).happened(place.starts_on, get_month_end(place.starts_on))
    return entries.select_related("indicator", "office", "exception", "reversed_by")


def answer_remark(request: HttpRequest, pk: int) -> HttpResponse:
    visible = OfficeMonth.objects.visible_to(request.user)
    asked = MonthRemark.objects.filter(month__in=visible)
    remark = get_object_or_404(asked.prefetch_related(Prefetch("month", visible.with_upper_offices())), pk=pk)
    refuse_if(policies.why_not_answer(request.user, remark))
    form = RemarkAnswerForm(request.POST or None, remark=remark)
    month = f"{remark.month.starts_on:%Y-%m}"
    back = reverse("clinics:month", args=[remark.month.office.code, month])
    if submit_form(request, form, services.answer_remark, said=_("Jawaban tersimpan."), remark=remark):
        return redirect(back)
    title = _("Jawab catatan")
    return render_form_page(
        request,
        form,
        title=title,
        lead=f"“{remark.text}”",
        button=_("Simpan jawaban"),
        trail=build_trail((month, back), (title, None)),
        cancel_url=back,
    )


@require_safe
@reads_parameters()
def show_turn_of_year(request: HttpRequest) -> HttpResponse:
    """What is to be done before the new year becomes the one that is shown, and the old one is closed."""
    context = {
        "turn": turning.build_turn_of_year(today()),
        "places": build_trail((_("Pergantian tahun"), None)),
    }
    return render(request, "clinics/months/turn_of_year.html", context)
