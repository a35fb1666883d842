"""The funnel of a period, and the cases behind each of its figures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from consultations.evaluation.funnel import policies
from consultations.evaluation.funnel.addresses import PARTS, FunnelPart, build_funnel_url
from consultations.evaluation.funnel.asking import QUESTION, read_case_question
from consultations.evaluation.funnel.cases import list_record_cases, list_visit_cases
from consultations.evaluation.funnel.enums import CaseEnd, CaseOrigin
from consultations.evaluation.funnel.figures import LEAST_BASE, compute_funnel
from consultations.evaluation.funnel.forms import FunnelForm
from consultations.evaluation.funnel.show import show_figures
from consultations.people.policies import list_served_offices
from krs_portal.kit import formats
from krs_portal.kit.actions import Tab
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import read_choice, reads_parameters
from krs_portal.kit.refusals import refuse_if

ORDERS = {CaseOrigin.VISIT: ("-slot__starts_at", "-pk"), CaseOrigin.RECORD: ("-happened_on", "-pk")}


@require_safe
@reads_parameters(*QUESTION)
def show_funnel(request: HttpRequest) -> HttpResponse:
    form, offices, office = read_question(request)
    funnel = compute_funnel([office] if office else offices, form.period)
    context = {
        "form": form,
        "several": len(offices) > 1,
        "office": office,
        "span": formats.format_day_range(form.period.since, form.period.until),
        "shown": show_figures(funnel, form.period, office),
        "least": LEAST_BASE,
    }
    return render(request, "consultations/evaluation/funnel/funnel.html", context)


@require_safe
@reads_parameters(*QUESTION, "part", "origin", "cursor")
def list_cases(request: HttpRequest) -> HttpResponse:
    """Exactly the cases that a figure counts: those with a visit, and those recorded without one, each as a tab."""
    form, offices, office = read_question(request)
    part = FunnelPart(read_choice(request, "part", PARTS, PARTS[0]))
    of = [office.pk] if office else [each.pk for each in offices]
    rows = {
        CaseOrigin.VISIT: list_visit_cases(of, form.period).filter(end__in=part.ends),
        CaseOrigin.RECORD: list_record_cases(of, form.period).filter(end__in=part.ends),
    }
    counts = {origin: each.order_by().count() for origin, each in rows.items()}
    first = CaseOrigin.VISIT if counts[CaseOrigin.VISIT] else CaseOrigin.RECORD
    origin = CaseOrigin(read_choice(request, "origin", CaseOrigin.values, first))
    page: Any = fetch_keyset_page(
        load_case_lines(rows[origin], origin), order=ORDERS[origin], cursor=request.GET.get("cursor"), size=50
    )
    names = {each.pk: each.short_name for each in offices}
    context = {
        "part": part,
        "office": office,
        "span": formats.format_day_range(form.period.since, form.period.until),
        "number": sum(counts.values()),
        "tabs": build_tabs(request, counts, origin),
        "page": page,
        "lines": build_lines(request, page, origin, names),
        "several": len(offices) > 1,
        "funnel_url": build_funnel_url(form.period, office),
    }
    return render(request, "consultations/evaluation/funnel/cases.html", context)


def read_question(request: HttpRequest) -> tuple[FunnelForm, list[Any], Any]:
    refuse_if(policies.why_not_read_funnel(request.user))
    return read_case_question(request, FunnelForm)


def load_case_lines(rows: Any, origin: CaseOrigin) -> Any:
    if origin == CaseOrigin.VISIT:
        return rows.select_related("slot__place__office", "topic")
    return rows.select_related("office").prefetch_related("topics")


def build_tabs(request: HttpRequest, counts: dict[CaseOrigin, int], current: CaseOrigin) -> list[Tab]:
    """Both kinds of cases, where there are both."""
    asked = request.GET.copy()
    asked.pop("cursor", None)
    tabs = []
    for origin, number in counts.items():
        asked["origin"] = origin.value
        tabs.append(Tab(origin.label, f"?{asked.urlencode()}", origin == current, number))
    return tabs if all(counts.values()) else []


def build_lines(request: HttpRequest, page: Any, origin: CaseOrigin, names: dict[int, str]) -> list[dict[str, Any]]:
    """Names only for those who serve the office; the record is opened by whoever may see it."""
    served = set(list_served_offices(request.user).values_list("pk", flat=True))
    is_visit = origin == CaseOrigin.VISIT
    return [
        {
            "name": formats.format_person_name(
                row.name if is_visit else row.client_name, known=row.case_office in served
            ),
            "url": build_case_url(row, is_visit, row.case_office in served),
            "day": row.slot.day if is_visit else row.happened_on,
            "people": row.case_people,
            "topics": str(row.topic) if is_visit else ", ".join(str(topic) for topic in row.topics.all()),
            "office": names.get(row.case_office, formats.BLANK),
            "end": CaseEnd(row.end).label,
        }
        for row in page
    ]


def build_case_url(row: Any, is_visit: bool, serves: bool) -> str:
    if row.record:
        return reverse("consultations:consultation", args=[row.record])
    return reverse("consultations:visit", args=[row.pk]) if is_visit and serves else ""
