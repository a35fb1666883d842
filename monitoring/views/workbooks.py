"""A round's profiles as a workbook to fill in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from monitoring import policies
from monitoring.imports.profile_workbook import workbook
from monitoring.models import Profile
from monitoring.services.profiles import refuse
from monitoring.views.desk_papers import XLSX, download
from monitoring.views.rounds import load


@require_GET
def round_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = load(request, pk)
    refuse(policies.why_not_fill_round(request.user, round_))
    rows = Profile.objects.visible_to(request.user).filter(policies.open_profiles(request.user, round_))
    profiles = rows.select_related("round", "estate__region").order_by("estate__region__code", "estate__name", "pk")
    return download(workbook(list(profiles), round_.form), f"profil-{slugify(round_.name)}.xlsx", XLSX)
