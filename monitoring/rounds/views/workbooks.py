"""Download of a round's profiles as a workbook to fill in offline."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from krs_portal.kit.downloads import XLSX, build_download
from krs_portal.kit.refusals import refuse_if
from monitoring.rounds import policies
from monitoring.rounds.imports.workbook import build_profile_workbook
from monitoring.rounds.models import Profile
from monitoring.rounds.views.scope import get_round


@require_safe
def download_profile_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = get_round(request, pk)
    refuse_if(policies.why_not_fill_round(request.user, round_))
    rows = Profile.objects.visible_to(request.user).filter(policies.build_open_profiles_filter(request.user, round_))
    profiles = rows.select_related("round", "estate__region").order_by("estate__region__code", "estate__name", "pk")
    return build_download(
        build_profile_workbook(list(profiles), round_.form), f"profil-{slugify(round_.name)}.xlsx", XLSX
    )
