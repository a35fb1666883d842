"""Readiness to own: what programmes there are, who is ready for them, and what the others wait for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from krs_portal.kit.actions import Action
from krs_portal.kit.clock import now, today
from krs_portal.kit.htmx import faces, wants_fragment
from krs_portal.kit.pagination import keyset
from krs_portal.offices.models import Membership, Office
from monitoring import dossier, policies, standing
from monitoring.badges import Badge
from monitoring.enums import ObjectionState, Verdict
from monitoring.filters.readiness import ReadinessFilter
from monitoring.identity import initials
from monitoring.models import Assessment, Criterion, IncomeLimit, Objection, Programme, Recomputation, ReferralList
from monitoring.readiness import plain
from monitoring.services import readiness as services
from monitoring.views.doors import readers_only

SIZE = 40


@require_GET
@readers_only
def readiness(request: HttpRequest) -> HttpResponse:
    visible = Assessment.objects.visible_to(request.user)
    chosen = ReadinessFilter(request.GET, visible, request=request)
    kept = {name: request.GET[name] for name in ("region", "estate") if request.GET.get(name)}
    newest = Recomputation.objects.visible_to(request.user).order_by("-requested_at").first()
    context = {
        "filter": chosen,
        "programmes": standing.programmes(chosen.qs, kept),
        "newest": newest,
        "actions": actions(request.user),
        "open_objections": Objection.objects.visible_to(request.user).filter(state=ObjectionState.OPEN).count(),
        "lists": ReferralList.objects.visible_to(request.user).count(),
    }
    return faces(request, "monitoring/readiness/index.html", context)


def actions(user: Any) -> list[Action]:
    office = office_of(user)
    refusal = policies.why_not_recompute(user, office)
    again = Action(_("Nilai ulang sekarang"), reverse("monitoring:recompute"), refusal, "refresh", method="post")
    return [] if refusal else [again]


def office_of(user: Any) -> Office | None:
    """For whom the user has everybody assessed: their own agency; without one, for the nation."""
    own = Membership.objects.of(user).filter(office__kind__in=policies.AGENCIES).select_related("office")
    membership = own.order_by("office__parent", "pk").first()
    return membership.office if membership else None


@require_GET
@readers_only
def readiness_rows(request: HttpRequest, code: str) -> HttpResponse:
    """The households behind a figure, each with what it fails or lacks; no amounts."""
    programme = get_object_or_404(Programme, code=code)
    visible = Assessment.objects.visible_to(request.user).filter(programme=programme)
    chosen = ReadinessFilter(request.GET, visible, request=request, programme=programme)
    rows = chosen.qs.select_related("household__estate__region")
    page = keyset(rows, order=("household__name", "pk"), cursor=request.GET.get("cursor"), size=SIZE)
    kinds = dict(Criterion.objects.filter(programme=programme).values_list("pk", "kind"))
    known = policies.known_agencies(request.user)
    context = {
        "programme": programme,
        "filter": chosen,
        "page": page,
        "count": chosen.qs.count(),
        "rows": [shown(row, kinds, known) for row in page],
    }
    return faces(request, "monitoring/readiness/rows.html", context)


def shown(row: Assessment, kinds: dict[int, str], known: set[int]) -> dict[str, Any]:
    home = row.household
    said = [plain(kinds[each], Verdict.NOT_YET) for each in row.unmet if each in kinds]
    said += [plain(kinds[each], Verdict.NEEDS_DATA) for each in row.unknown if each in kinds]
    return {
        "household": home,
        "name": home.name if home.estate.office_id in known else initials(home.name),
        "badge": Badge(row.get_verdict_display(), *dossier.LOOK[Verdict(row.verdict)]),
        "reasons": said,
    }


@require_GET
@readers_only
def criteria(request: HttpRequest) -> HttpResponse:
    """Every condition as it stands and stood, with its source: nothing that decides is hidden."""
    rows = Criterion.objects.select_related("programme").order_by(
        "programme__name", "programme", "position", "valid_from", "pk"
    )
    limits = IncomeLimit.objects.order_by("-valid_from", "zone", "pk")
    return render(request, "monitoring/readiness/criteria.html", {"criteria": rows, "limits": limits, "today": today()})


@require_POST
@readers_only
def recompute(request: HttpRequest) -> HttpResponse:
    services.request_recomputation(office=office_of(request.user), by=request.user, at=now())
    messages.success(request, _("Penilaian ulang dimulai. Halaman ini menunjukkan kemajuannya."))
    return redirect("monitoring:readiness")


@require_GET
@readers_only
def recompute_progress(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(Recomputation.objects.visible_to(request.user), pk=pk)
    if not wants_fragment(request):
        return redirect("monitoring:readiness")
    if run.finished_at:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "monitoring/readiness/progress.html", {"run": run})
