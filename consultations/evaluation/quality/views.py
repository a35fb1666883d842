"""The quality of each office's records, the rows behind each number, and a sample to look at with its evidence."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultations.evaluation.funnel.addresses import write_question
from consultations.evaluation.funnel.asking import QUESTION, read_case_question
from consultations.evaluation.funnel.cases import CasePeriod
from consultations.evaluation.quality import policies
from consultations.evaluation.quality.enums import ALL, DISPUTED, QualityKind
from consultations.evaluation.quality.figures import SAMPLED, QualityRow, compute_quality, draw_sample
from consultations.evaluation.quality.forms import QualityForm
from consultations.evaluation.quality.rows import choose_rows, list_counted
from consultations.people.policies import list_served_offices
from krs_portal.kit import formats
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import read_choice, reads_parameters
from krs_portal.kit.refusals import refuse_if

PARTS = [ALL, DISPUTED, *QualityKind.values]


@require_safe
@reads_parameters(*QUESTION)
def show_quality(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_read_quality(request.user))
    form, offices, office = read_case_question(request, QualityForm)
    rows, total = compute_quality([office] if office else offices, form.period)
    context = build_context(form, offices, office) | {
        "kinds": list(QualityKind),
        "rows": [
            (row, build_page_url("quality", form.period, row.office), show_counts(row, form.period)) for row in rows
        ],
        "total": total,
        "total_cells": show_counts(QualityRow(office, total.counts), form.period),
        "sample_url": build_page_url("quality_sample", form.period, office),
    }
    return render(request, "consultations/evaluation/quality/quality.html", context)


@require_safe
@reads_parameters(*QUESTION, "part", "cursor")
def list_quality_rows(request: HttpRequest) -> HttpResponse:
    """Exactly the consultations that a number counts."""
    refuse_if(policies.why_not_read_quality(request.user))
    form, offices, office = read_case_question(request, QualityForm)
    part = read_choice(request, "part", PARTS, PARTS[0])
    of = [office.pk] if office else [each.pk for each in offices]
    rows = choose_rows(list_counted(of, form.period), part)
    order = ("-happened_on", "client_name", "-pk") if part == QualityKind.DOUBLE else ("-happened_on", "-pk")
    page: Any = fetch_keyset_page(
        rows.select_related("office").prefetch_related("topics"), order=order, cursor=request.GET.get("cursor")
    )
    context = build_context(form, offices, office) | {
        "title": name_part(part),
        "meaning": QualityKind(part).meaning if part in QualityKind.values else "",
        "number": rows.order_by().count(),
        "page": page,
        "lines": build_lines(request, page, offices),
    }
    return render(request, "consultations/evaluation/quality/rows.html", context)


@require_safe
@reads_parameters(*QUESTION)
def show_sample(request: HttpRequest) -> HttpResponse:
    """A few consultations as by lot, each with what is kept as its evidence."""
    refuse_if(policies.why_not_read_quality(request.user))
    form, offices, office = read_case_question(request, QualityForm)
    of = [office.pk] if office else [each.pk for each in offices]
    drawn = list(draw_sample(of, form.period).select_related("office").prefetch_related("topics"))
    context = build_context(form, offices, office) | {
        "lines": build_lines(request, drawn, offices),
        "sampled": SAMPLED,
    }
    return render(request, "consultations/evaluation/quality/sample.html", context)


def build_context(form: QualityForm, offices: list[Any], office: Any) -> dict[str, Any]:
    return {
        "form": form,
        "office": office,
        "several": len(offices) > 1,
        "span": formats.format_day_range(form.period.since, form.period.until),
        "quality_url": build_page_url("quality", form.period, office),
    }


def build_page_url(name: str, period: CasePeriod, office: Any, **more: str) -> str:
    return f"{reverse(f'consultations:{name}')}?{urlencode(write_question(period, office) | more)}"


def show_counts(row: QualityRow, period: CasePeriod) -> list[tuple[str, str, str]]:
    """Each number of an office with its name and its rows; nothing is opened where nothing is counted."""
    return [
        (
            str(name_part(part)),
            formats.format_number(number),
            build_page_url("quality_rows", period, row.office, part=part) if number else "",
        )
        for part in PARTS
        for number in [row.counts.get(part, 0)]
    ]


def name_part(part: str) -> str:
    words = {ALL: _("Layanan ditutup"), DISPUTED: _("Masih diperdebatkan")}
    return words[part] if part in words else str(QualityKind(part).label)


def build_lines(request: HttpRequest, rows: Any, offices: list[Any]) -> list[dict[str, Any]]:
    """Names only for those who serve the office; `row` has what was annotated."""
    served = set(list_served_offices(request.user).values_list("pk", flat=True))
    names = {each.pk: each.short_name for each in offices}
    return [
        {
            "row": row,
            "name": formats.format_person_name(row.client_name, known=row.office_id in served),
            "url": reverse("consultations:consultation", args=[row.pk]),
            "topics": ", ".join(str(topic) for topic in row.topics.all()),
            "office": names.get(row.office_id, formats.BLANK),
        }
        for row in rows
    ]
