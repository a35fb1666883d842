"""Where profile and register say different things, and the decision which of them is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from krs_portal.kit.formats import format_day
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import build_rows_url, read_choice, reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import render_form_page, submit_form
from krs_portal.offices.querysets import PARENTS
from monitoring.register.filters import get_request_estates, list_regions_with_estates
from monitoring.register.policies import why_not_edit_estate
from monitoring.register.views.doors import require_monitoring_reader
from monitoring.rounds import disagreements
from monitoring.rounds.disagreements import Disagreement
from monitoring.rounds.forms.settling import SettleFigureForm
from monitoring.rounds.models import Profile
from monitoring.rounds.services import settling as services

SIZE = 25
SETTLED = "all"


@dataclass(frozen=True)
class DisagreementLine:
    found: Disagreement
    source: str
    url: str


@require_safe
@require_monitoring_reader
@reads_parameters("show", "region", "estate", "cursor")
def list_disagreements(request: HttpRequest) -> HttpResponse:
    """Every estate whose newest profile and whose register disagree; settled ones only on request."""
    show = read_choice(request, "show", [SETTLED])
    visible = {str(region.code): region for region in list_regions_with_estates(request)}
    region = visible.get(read_choice(request, "region", visible))
    estate = find_asked_estate(request)
    profiles = Profile.objects.visible_to(request.user)
    profiles = profiles.filter(estate__region=region) if region else profiles
    profiles = profiles.filter(estate=estate) if estate else profiles
    rows = disagreements.list_disagreeing_profiles(profiles, settled_too=show == SETTLED)
    rows = rows.select_related("round", "estate__region", "estate__tally", f"estate__office__{PARENTS}")
    rows = rows.prefetch_related("settlements__settled_by", "estate__blocks")
    page = fetch_keyset_page(rows, order=("estate__name",), cursor=request.GET.get("cursor"), size=SIZE)
    asked = {"region": region.code if region else "", "estate": estate.pk if estate else ""}
    context = {
        "page": page,
        "groups": [(profile, describe_disagreements(request, profile, show)) for profile in page],
        "count": rows.count(),
        "region": region,
        "estate": estate,
        "is_all": show == SETTLED,
        "other_url": build_rows_url("monitoring:disagreements", **asked, show="" if show else SETTLED),
        "free_url": reverse("monitoring:disagreements") if region or estate else "",
    }
    return render(request, "monitoring/rounds/disagreements.html", context)


def find_asked_estate(request: HttpRequest) -> Any | None:
    asked = request.GET.get("estate", "")
    if not asked:
        return None
    found = (
        get_request_estates(request).filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 18 else None
    )
    if found is None:
        raise Http404
    return found


def describe_disagreements(request: HttpRequest, profile: Profile, show: str) -> list[DisagreementLine]:
    may_settle = why_not_edit_estate(request.user, profile.estate) is None
    source = name_register_source(profile)
    return [
        DisagreementLine(
            each,
            source if each.field.name != "condition" else _("data lokasi"),
            reverse("monitoring:settle_figure", args=[profile.pk, each.field.name]) if may_settle else "",
        )
        for each in disagreements.list_disagreements(profile)
        if show == SETTLED or each.is_open
    ]


def name_register_source(profile: Profile) -> str:
    """Where the register has its figures from: lists of units, or declared figures of a day."""
    blocks = list(profile.estate.blocks.all())
    if any(block.is_listed for block in blocks):
        return _("daftar unit dan sewa, hari ini")
    days = [block.declared_on for block in blocks if block.declared_on]
    if not days:
        return _("angka gabungan, tanggal datanya belum diketahui")
    return _("angka gabungan per %(day)s") % {"day": format_day(max(days))}


@require_monitoring_reader
def settle_figure(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    related = "round", "estate__region", "estate__tally", f"estate__office__{PARENTS}"
    profile = get_object_or_404(Profile.objects.visible_to(request.user).select_related(*related), pk=pk)
    refuse_if(why_not_edit_estate(request.user, profile.estate))
    if field not in disagreements.FIELDS:
        raise Http404
    found = next((each for each in disagreements.list_disagreements(profile) if each.field.name == field), None)
    if found is None:
        messages.info(request, _("Kedua angka ini sudah sama."))
        return redirect("monitoring:estate", profile.estate_id)
    form = SettleFigureForm(request.POST or None, found=found, day=format_day(profile.round.data_as_at))
    here = build_rows_url("monitoring:disagreements", estate=profile.estate_id)
    said = _("Selisih diputuskan.")
    if submit_form(request, form, services.settle_figure, profile=profile, field=field, said=said):
        return redirect("monitoring:estate", profile.estate_id)
    lead = _("%(estate)s: %(field)s menurut profil %(ours)s, menurut daftar hunian %(theirs)s.") % {
        "estate": profile.estate.name,
        "field": str(found.field.label).lower(),
        "ours": found.profile_shown,
        "theirs": found.register_shown,
    }
    return render_form_page(
        request, form, title=_("Putuskan selisih"), button=_("Simpan keputusan"), lead=lead,
        trail=[(_("Selisih"), here), (_("Putuskan selisih"), None)], base="monitoring/base.html",
    )  # fmt: skip
