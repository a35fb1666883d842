"""Readiness to own a home: figures by programme, the households behind them, the criteria, and recomputation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from krs_portal.kit.actions import Action
from krs_portal.kit.badges import build_badge
from krs_portal.kit.clock import today
from krs_portal.kit.htmx import render_page_or_fragment, wants_fragment
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import reads_parameters
from krs_portal.kit.submitting import press_button
from krs_portal.offices.models import Membership, Office
from monitoring.occupants import policies
from monitoring.occupants.enums import ObjectionState
from monitoring.occupants.identity import mask_name
from monitoring.occupants.objections import Objection
from monitoring.occupants.readiness.enums import Verdict
from monitoring.occupants.readiness.filters import ReadinessFilter
from monitoring.occupants.readiness.models import (
    Assessment,
    Criterion,
    IncomeLimit,
    Programme,
    Recomputation,
    ReferralList,
)
from monitoring.occupants.readiness.rules import describe_finding
from monitoring.occupants.readiness.services import recomputing as services
from monitoring.occupants.readiness.views import standing
from monitoring.register.policies import AGENCIES, list_known_agencies
from monitoring.register.views.doors import require_monitoring_reader

SIZE = 40
KEPT = ("region", "estate")  # the filters of the figures, which travel to their rows


@require_safe
@require_monitoring_reader
@reads_parameters(*KEPT)
def show_readiness(request: HttpRequest) -> HttpResponse:
    visible = Assessment.objects.visible_to(request.user)
    kept = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    chosen = ReadinessFilter(kept, visible, request=request)
    newest = Recomputation.objects.visible_to(request.user).order_by("-requested_at").first()
    context = {
        "filter": chosen,
        "programmes": standing.describe_programmes(chosen.qs, kept),
        "newest": newest,
        "actions": list_readiness_actions(request.user),
        "open_objections": Objection.objects.visible_to(request.user).filter(state=ObjectionState.OPEN).count(),
        "lists": ReferralList.objects.visible_to(request.user).count(),
    }
    return render_page_or_fragment(request, "monitoring/occupants/readiness/index.html", context)


def list_readiness_actions(user: Any) -> list[Action]:
    office = find_own_agency(user)
    refusal = policies.why_not_recompute(user, office)
    again = Action(_("Nilai ulang sekarang"), reverse("monitoring:recompute"), refusal, "refresh", method="post")
    return [] if refusal else [again]


def find_own_agency(user: Any) -> Office | None:
    """The user's own agency, whose households they may have reassessed; None stands for the nation."""
    own = Membership.objects.of(user).filter(office__kind__in=AGENCIES).select_related("office")
    membership = own.order_by("office__parent", "pk").first()
    return membership.office if membership else None


@require_safe
@require_monitoring_reader
@reads_parameters("cursor", *ReadinessFilter.base_filters)
def list_readiness_rows(request: HttpRequest, code: str) -> HttpResponse:
    """The households behind a figure, each with what it fails or lacks; no amounts."""
    programme = get_object_or_404(Programme, code=code)
    visible = Assessment.objects.visible_to(request.user).filter(programme=programme)
    chosen = ReadinessFilter(request.GET, visible, request=request, programme=programme)
    rows = chosen.qs.select_related("household__estate__region")
    page = fetch_keyset_page(rows, order=("household__name", "pk"), cursor=request.GET.get("cursor"), size=SIZE)
    kinds = dict(Criterion.objects.filter(programme=programme).values_list("pk", "kind"))
    known = list_known_agencies(request.user)
    context = {
        "programme": programme,
        "filter": chosen,
        "page": page,
        "count": chosen.qs.count(),
        "rows": [describe_assessment(row, kinds, known) for row in page],
    }
    return render_page_or_fragment(request, "monitoring/occupants/readiness/rows.html", context)


def describe_assessment(row: Assessment, kinds: dict[int, str], known: set[int]) -> dict[str, Any]:
    home = row.household
    said = [describe_finding(kinds[each], Verdict.NOT_YET) for each in row.unmet if each in kinds]
    said += [describe_finding(kinds[each], Verdict.NEEDS_DATA) for each in row.unknown if each in kinds]
    return {
        "household": home,
        "name": mask_name(home, known),
        "badge": build_badge(Verdict(row.verdict)),
        "reasons": said,
    }


@require_safe
@require_monitoring_reader
def show_criteria(request: HttpRequest) -> HttpResponse:
    """Every condition, present and former, with its source."""
    rows = Criterion.objects.select_related("programme").order_by(
        "programme__name", "programme", "position", "valid_from", "pk"
    )
    limits = IncomeLimit.objects.order_by("-valid_from", "zone", "pk")
    return render(
        request, "monitoring/occupants/readiness/criteria.html", {"criteria": rows, "limits": limits, "today": today()}
    )


@require_POST
@require_monitoring_reader
def request_recomputation(request: HttpRequest) -> HttpResponse:
    said = _("Penilaian ulang dimulai. Halaman ini menunjukkan kemajuannya.")
    press_button(request, services.request_recomputation, office=find_own_agency(request.user), said=said)
    return redirect("monitoring:readiness")


@require_safe
@require_monitoring_reader
def show_recomputation(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(Recomputation.objects.visible_to(request.user), pk=pk)
    if not wants_fragment(request):
        return redirect("monitoring:readiness")
    if run.finished_at:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "monitoring/occupants/readiness/progress.html", {"run": run})
