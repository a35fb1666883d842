"""Offices and their life: what they were called, whose work they took over, and what a decree makes of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from krs_portal.kit.clock import today
from krs_portal.kit.formats import format_full_day
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form
from krs_portal.offices import lineage, policies, services
from krs_portal.offices.enums import RegionKind
from krs_portal.offices.filters import OfficeListFilter
from krs_portal.offices.forms import CloseOfficeForm, OfficeForm, OfficeNameForm
from krs_portal.offices.models import Coverage, Office, Region
from krs_portal.offices.querysets import build_validity_filter


@require_safe
@reads_parameters("cursor", *OfficeListFilter.base_filters)
def list_offices(request: HttpRequest) -> HttpResponse:
    visible = Office.objects.visible_to(request.user).with_name_on(today()).select_related("parent", "region")
    narrowed = OfficeListFilter(request.GET, visible, request=request)
    page = fetch_keyset_page(narrowed.qs, order=("code", "pk"), cursor=request.GET.get("cursor"), size=60)
    may_found = policies.why_not_restructure(request.user) is None
    return render(request, "offices/list.html", {"filter": narrowed, "page": page, "may_found": may_found})


@require_safe
def show_office(request: HttpRequest, code: str) -> HttpResponse:
    office = get_office(request, code)
    served = Coverage.objects.filter(build_validity_filter(today()), office=office).select_related("region")
    context = {
        "office": office,
        "facts": describe_office(office),
        "events": lineage.list_lineage(office),
        "heir": lineage.find_heirs([office])[office.pk] if office.closed_on else office,
        "regions": sorted(str(each.region) for each in served),
        "below": Office.objects.filter(parent=office).with_name_on(today()).order_by("code"),
        "may_change": policies.why_not_restructure(request.user) is None,
        "places": build_trail(str(office)),
    }
    return render(request, "offices/office.html", context)


def found_office(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_restructure(request.user))
    provinces = Region.objects.on(today()).filter(kind=RegionKind.PROVINCE).order_by("name", "pk")
    form = OfficeForm(request.POST or None, offices=list_standing_offices(), regions=provinces)
    if made := submit_form(request, form, services.found_office, said=_("Unit kerja tercatat.")):
        return redirect("offices:office", made.code)
    return render_form_page(
        request, form, title=_("Unit kerja baru"), button=_("Simpan unit"), trail=build_trail(_("Unit kerja baru"))
    )


def rename_office(request: HttpRequest, code: str) -> HttpResponse:
    refuse_if(policies.why_not_restructure(request.user))
    office = get_office(request, code)
    form = OfficeNameForm(request.POST or None)
    if submit_form(request, form, services.rename_office, office=office, said=_("Nama baru tersimpan.")):
        return redirect("offices:office", code)
    title = _("Ganti nama %(office)s") % {"office": office}
    return render_form_page(request, form, title=title, button=_("Simpan nama"), trail=build_trail(title, office))


def close_office(request: HttpRequest, code: str) -> HttpResponse:
    refuse_if(policies.why_not_restructure(request.user))
    office = get_office(request, code)
    form = CloseOfficeForm(request.POST or None, offices=list_standing_offices(office))
    said = _("Unit kerja ditutup.")
    if submit_form(request, form, services.close_office, typed=form.get_closing, office=office, said=said):
        return redirect("offices:office", code)
    title = _("Tutup, gabung, atau pecah %(office)s") % {"office": office}
    lead = _(
        "Satu penerus berarti digabung, beberapa berarti dipecah, tanpa penerus berarti berakhir. Capaian dan target "
        "sampai hari itu tetap milik unit ini."
    )
    return render_form_page(
        request, form, title=title, button=_("Tutup unit"), trail=build_trail(title, office), lead=lead, kind="danger"
    )


@require_POST
def reopen_office(request: HttpRequest, code: str) -> HttpResponse:
    office = get_office(request, code)
    press_button(request, services.reopen_office, office=office, said=_("Penutupan unit dibatalkan."))
    return redirect("offices:office", code)


def get_office(request: HttpRequest, code: str) -> Any:
    visible = Office.objects.visible_to(request.user).with_name_on(today()).select_related("parent", "region")
    return get_object_or_404(visible, code=code)


def list_standing_offices(but: Office | None = None) -> Any:
    """Those that exist today, but for one."""
    standing = Office.objects.filter(closed_on__isnull=True).with_name_on(today()).order_by("code")
    return standing.exclude(pk=but.pk) if but else standing


def describe_office(office: Any) -> list[tuple[str, Any]]:
    parent = office.parent
    closed_on = office.closed_on
    return [
        (_("Kode"), office.code),
        (_("Jenis"), office.get_kind_display()),
        (_("Di bawah"), parent.name_on(today()) if parent else None),
        (_("Kedudukan"), office.region),
        (_("Zona waktu"), office.get_time_zone_display()),
        (_("Berdiri"), format_full_day(office.opened_on)),
        (_("Hari terakhir"), format_full_day(closed_on) if closed_on else None),
    ]


def build_trail(here: str = "", office: Any = None) -> list[tuple[str, str | None]]:
    trail: list[tuple[str, str | None]] = [(_("Unit kerja"), reverse("offices:list"))]
    if office:
        trail.append((str(office), reverse("offices:office", args=[office.code])))
    return [*trail, (here, None)] if here else trail
