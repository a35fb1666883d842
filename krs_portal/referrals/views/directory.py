"""The directory: partners with their clocks, and what they offer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from krs_portal.kit.clock import today
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import render_form_page, submit_form
from krs_portal.referrals import policies, services, showing
from krs_portal.referrals.filters import PartnerFilter
from krs_portal.referrals.forms import PartnerForm, ProgrammeForm, edit_programme
from krs_portal.referrals.models import Partner, Programme


@require_safe
@reads_parameters("cursor", *PartnerFilter.base_filters)
def list_partners(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_read_referrals(request.user))
    visible = Partner.objects.visible_to(request.user).select_related("region").prefetch_related("programmes")
    narrowed = PartnerFilter(request.GET, visible, request=request)
    page = fetch_keyset_page(narrowed.qs, order=("name", "pk"), cursor=request.GET.get("cursor"), size=50)
    context = {
        "filter": narrowed,
        "page": page,
        "may_add": policies.keeps_some_directory(request.user),
        "places": build_breadcrumbs(),
    }
    return render(request, "referrals/partners.html", context)


@require_safe
def show_partner(request: HttpRequest, pk: int) -> HttpResponse:
    partner = get_partner(request, pk)
    context = {
        "partner": partner,
        "facts": showing.describe_partner(partner),
        "programmes": partner.programmes.order_by("name", "pk"),
        "may_keep": policies.why_not_keep_partner(request.user, partner.office) is None,
        "places": build_breadcrumbs(partner),
    }
    return render(request, "referrals/partner.html", context)


def add_partner(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_start_partner(request.user))
    offices = policies.list_directory_offices(request.user).with_name_on(today()).order_by("code", "pk")
    is_national = policies.keeps_national_directory(request.user)
    form = PartnerForm(request.POST or None, offices=offices, is_national=is_national)
    said = _("Mitra tercatat. Tambahkan programnya.")
    if made := submit_form(request, form, services.save_partner, partner=None, said=said):
        return redirect("referrals:partner", made.pk)
    return render_directory_form(request, form, _("Catat mitra"), _("Simpan mitra"))


def edit_partner(request: HttpRequest, pk: int) -> HttpResponse:
    partner = get_kept_partner(request, pk)
    form = PartnerForm(request.POST or None, instance=partner, offices=Partner.objects.none(), is_national=False)
    if submit_form(request, form, services.save_partner, partner=partner, said=_("Mitra tersimpan.")):
        return redirect("referrals:partner", pk)
    return render_directory_form(request, form, _("Ubah mitra"), _("Simpan mitra"), partner)


def add_programme(request: HttpRequest, pk: int) -> HttpResponse:
    return handle_programme_form(request, get_kept_partner(request, pk), None)


def edit_programme_of_partner(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_if(policies.why_not_read_referrals(request.user))
    visible = Programme.objects.visible_to(request.user).select_related("partner__office__parent")
    programme = get_object_or_404(visible, pk=pk)
    refuse_if(policies.why_not_keep_partner(request.user, programme.partner.office))
    return handle_programme_form(request, programme.partner, programme)


def handle_programme_form(request: HttpRequest, partner: Partner, programme: Programme | None) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, edits=edit_programme(programme))
    said = _("Program tersimpan.")
    if submit_form(request, form, services.save_programme, partner=partner, programme=programme, said=said):
        return redirect("referrals:partner", partner.pk)
    title = _("Ubah program") if programme else _("Tambah program")
    return render_directory_form(request, form, title, _("Simpan program"), partner)


def get_partner(request: HttpRequest, pk: int) -> Partner:
    refuse_if(policies.why_not_read_referrals(request.user))
    visible = Partner.objects.visible_to(request.user).select_related("office__parent", "region")
    return get_object_or_404(visible, pk=pk)


def get_kept_partner(request: HttpRequest, pk: int) -> Partner:
    partner = get_partner(request, pk)
    refuse_if(policies.why_not_keep_partner(request.user, partner.office))
    return partner


def render_directory_form(
    request: HttpRequest, form: Any, title: str, button: str, partner: Partner | None = None
) -> HttpResponse:
    url = reverse("referrals:partner", args=[partner.pk]) if partner else reverse("referrals:partners")
    trail = build_breadcrumbs(partner, title)
    return render_form_page(
        request, form, title=title, button=button, lead=partner.name if partner else "", trail=trail, cancel_url=url
    )


def build_breadcrumbs(partner: Partner | None = None, here: str = "") -> list[tuple[str, str]]:
    places = [
        (_("Rujukan"), reverse("referrals:list")),
        (_("Mitra"), reverse("referrals:partners") if partner or here else ""),
    ]
    if partner:
        places.append((partner.name, reverse("referrals:partner", args=[partner.pk]) if here else ""))
    return [*places, (here, "")] if here else places
