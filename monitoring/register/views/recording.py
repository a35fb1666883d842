"""Recording an estate: its data, blocks, units, facilities and rent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from krs_portal.kit.clock import today
from krs_portal.kit.formats import format_number, format_rupiah
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import FormGroup, submit_form
from krs_portal.kit.versions import Edited, lock_under
from krs_portal.offices.enums import OfficeKind, RegionKind
from krs_portal.offices.models import Office, Region
from monitoring.register import policies, services
from monitoring.register.enums import FacilityKind
from monitoring.register.forms import AddUnitsForm, BlockForm, EstateForm, FacilityForm, TariffForm, UnitForm
from monitoring.register.models import Block, Unit
from monitoring.register.views.asking import (
    build_estate_trail,
    build_estate_url,
    get_estate_to_edit,
    handle_estate_form,
    render_estate_form,
)
from monitoring.register.views.doors import require_monitoring_reader

BLOCK_NAMES = "ABCDEFGHJK"  # proposed one after the other; without I, which reads like 1


def list_recording_agencies(user: Any) -> QuerySet[Office]:
    """The agencies for which the user may record, the provincial one first."""
    rows = Office.objects.filter(pk__in=policies.list_known_agencies(user)).select_related("region")
    return rows.order_by("-kind", "code")


def list_regions_of_offices(offices: Any) -> QuerySet[Region]:
    """The kab/kota for which those agencies are responsible."""
    mine = [office.region for office in offices if office.region]
    provinces = [region.pk for region in mine if region.kind == RegionKind.PROVINCE]
    here = Q(pk__in=[region.pk for region in mine]) | Q(parent__in=provinces)
    return Region.objects.kab_kota_in_force().filter(here).select_related("parent").order_by("code", "pk")


@require_monitoring_reader
def create_estate(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_record_estates(request.user))
    offices = list(list_recording_agencies(request.user))
    recorder = next((each for each in offices if each.kind == OfficeKind.PROVINCIAL_AGENCY), offices[0])
    form = EstateForm(request.POST or None, regions=list_regions_of_offices(offices))
    if estate := submit_form(request, form, services.create_estate, typed=form.values, recorder=recorder):
        announce_point_remarks(request, form)
        messages.success(request, _("Lokasi tercatat. Tambahkan bloknya agar unit dan hunian terhitung."))
        return redirect("monitoring:estate", estate.pk)
    return render_estate_form(request, form, title=_("Tambah lokasi"), button=_("Simpan lokasi"))


def announce_point_remarks(request: HttpRequest, form: EstateForm) -> None:
    """Warn about a point that was stored although it looks wrong."""
    for remark in form.remarks:
        messages.warning(request, remark)


@require_monitoring_reader
def edit_estate(request: HttpRequest, pk: int) -> HttpResponse:
    estate = get_estate_to_edit(request, pk)
    regions = list_regions_of_offices(list_recording_agencies(request.user))
    form = EstateForm(request.POST or None, instance=estate, regions=regions)
    if submit_form(request, form, services.edit_estate, typed=form.values, estate=estate):
        announce_point_remarks(request, form)
        return redirect("monitoring:estate", pk)
    return render_estate_form(request, form, estate, title=_("Ubah data lokasi"), button=_("Simpan data"))


@require_monitoring_reader
def create_block(request: HttpRequest, pk: int) -> HttpResponse:
    estate = get_estate_to_edit(request, pk)
    name = BLOCK_NAMES[min(estate.blocks.count(), len(BLOCK_NAMES) - 1)]
    form = BlockForm(request.POST or None, initial={"name": name})
    return handle_estate_form(
        request,
        estate,
        form,
        services.save_block,
        estate=estate,
        title=_("Tambah blok"),
        button=_("Simpan blok"),
        anchor="#unit",
    )


def get_block_to_edit(request: HttpRequest, pk: int) -> Block:
    """A block out of sight is not there."""
    found = get_object_or_404(Block.objects.visible_to(request.user), pk=pk)
    found.estate = get_estate_to_edit(request, found.estate_id)
    return found


@require_monitoring_reader
def edit_block(request: HttpRequest, pk: int) -> HttpResponse:
    block = get_block_to_edit(request, pk)
    form = BlockForm(request.POST or None, instance=block, edits=Edited(block, lock=lock_under(block.estate)))
    title = _("Ubah blok %(name)s") % {"name": block.name}
    return handle_estate_form(
        request,
        block.estate,
        form,
        services.save_block,
        estate=block.estate,
        block=block,
        title=title,
        button=_("Simpan blok"),
        anchor="#unit",
    )


@require_monitoring_reader
def add_units(request: HttpRequest, pk: int) -> HttpResponse:
    block = get_block_to_edit(request, pk)
    refuse_if(policies.why_not_add_units(request.user, block))
    form = AddUnitsForm(request.POST or None, initial={"floor": 1, "first": 101, "count": 12})
    title = _("Tambah unit blok %(name)s") % {"name": block.name}
    return handle_estate_form(
        request,
        block.estate,
        form,
        services.add_units,
        block=block,
        said=lambda made: _("%(count)s unit ditambahkan.") % {"count": format_number(len(made))},
        title=title,
        button=_("Tambah unit"),
        anchor="#unit",
    )


@require_monitoring_reader
def edit_unit(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.visible_to(request.user).select_related("block"), pk=pk)
    unit.block.estate = estate = get_estate_to_edit(request, unit.block.estate_id)
    form = UnitForm(request.POST or None, instance=unit, edits=Edited(unit, lock=lock_under(estate)))
    title = _("Unit %(number)s") % {"number": unit.number}
    return handle_estate_form(
        request, estate, form, services.edit_unit, unit=unit, title=title, button=_("Simpan unit"), anchor="#unit"
    )


@require_monitoring_reader
def edit_facilities(request: HttpRequest, pk: int) -> HttpResponse:
    """Three questions about each kind of facility, all on one page."""
    estate = get_estate_to_edit(request, pk)
    prefetch_related_objects([estate], "facilities")
    sent = request.POST if request.method == "POST" else None
    page = FormGroup(FacilityForm(sent, kind=kind, estate=estate) for kind in FacilityKind)

    def list_answers() -> dict[str, Any]:
        return {"answers": {form.kind: form.cleaned_data for form in page.forms}}

    if submit_form(request, page, services.save_facilities, estate=estate, typed=list_answers):
        return redirect(build_estate_url(estate) + "#fasilitas")
    title = _("Fasilitas")
    context = {"title": title, "estate": estate, "forms": page.forms, "places": build_estate_trail(title, estate)}
    return render(request, "monitoring/register/facilities.html", context, status=page.status)


@require_monitoring_reader
def set_tariff(request: HttpRequest, pk: int) -> HttpResponse:
    estate = get_estate_to_edit(request, pk)
    form = TariffForm(request.POST or None, initial={"units": estate.tally.units, "factor": 100, "valid_from": today()})
    return handle_estate_form(
        request,
        estate,
        form,
        services.set_tariff,
        estate=estate,
        said=lambda made: _("Tarif: %(amount)s per unit per bulan.") % {"amount": format_rupiah(made.amount)},
        title=_("Tetapkan tarif"),
        button=_("Hitung dan simpan tarif"),
        anchor="#tarif",
    )
