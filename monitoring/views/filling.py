"""Recording an estate: its data, blocks, units, facilities and rent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from krs_portal.kit.clock import now, today
from krs_portal.kit.formats import number, rupiah
from krs_portal.offices.enums import OfficeKind, RegionKind
from krs_portal.offices.models import Office, Region
from monitoring import policies
from monitoring.enums import FacilityKind
from monitoring.forms.estates import BlockForm, EstateForm, FacilityForm, TariffForm, UnitForm, UnitsForm
from monitoring.models import Block, Unit
from monitoring.services import estates as services
from monitoring.views.asking import asked, estate_of
from monitoring.views.doors import readers_only, refuse


def agencies(user: Any) -> QuerySet[Office]:
    """For whom the user may record, the provincial agency first."""
    return (
        Office.objects.filter(pk__in=policies.known_agencies(user))
        .select_related("region", "parent__parent")
        .order_by("-kind", "code")
    )


def regions_of(offices: Any) -> QuerySet[Region]:
    """The kab/kota that those agencies answer for."""
    mine = [office.region for office in offices if office.region]
    provinces = [region.pk for region in mine if region.kind == RegionKind.PROVINCE]
    return (
        Region.objects.filter(Q(pk__in=[region.pk for region in mine]) | Q(parent__in=provinces))
        .filter(kind__in=(RegionKind.KABUPATEN, RegionKind.KOTA), valid_until__isnull=True)
        .select_related("parent")
        .order_by("code", "pk")
    )


@readers_only
def new(request: HttpRequest) -> HttpResponse:
    offices = list(agencies(request.user))
    if not offices:
        refuse(_("Hunian dicatat oleh dinas perumahan provinsi atau kab/kota."))
    recorder = next((each for each in offices if each.kind == OfficeKind.PROVINCIAL_AGENCY), offices[0])
    form = EstateForm(request.POST or None, regions=regions_of(offices))
    if request.method == "POST" and form.is_valid():
        try:
            estate = services.create_estate(recorder=recorder, by=request.user, at=now(), **form.values())
        except ValidationError as error:
            form.refuse(error)
        else:
            remark(request, form)
            messages.success(request, _("Lokasi tercatat. Tambahkan bloknya agar unit dan hunian terhitung."))
            return redirect("monitoring:estate", estate.pk)
    title = _("Tambah lokasi")
    context = {
        "form": form,
        "title": title,
        "button": _("Simpan lokasi"),
        "places": [(_("Hunian"), reverse("monitoring:estates")), (title, None)],
    }
    return render(request, "monitoring/estates/form.html", context, status=422 if form.errors else 200)


def remark(request: HttpRequest, form: EstateForm) -> None:
    for said in form.remarks:
        messages.warning(request, said)


@readers_only
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    estate = estate_of(request, pk)
    form = EstateForm(request.POST or None, instance=estate, regions=regions_of(agencies(request.user)))

    def doing(typed: dict[str, Any]) -> None:
        services.change_estate(estate=estate, by=request.user, **form.values())
        remark(request, form)

    return asked(request, estate, form, doing, _("Ubah data lokasi"), _("Simpan data"))


@readers_only
def block_new(request: HttpRequest, pk: int) -> HttpResponse:
    estate = estate_of(request, pk)
    form = BlockForm(request.POST or None, initial={"name": "ABCDEFGHJK"[min(estate.blocks.count(), 9)]})

    def doing(typed: dict[str, Any]) -> None:
        services.save_block(estate=estate, by=request.user, **typed)

    return asked(request, estate, form, doing, _("Tambah blok"), _("Simpan blok"), "#unit")


def block_of(request: HttpRequest, pk: int) -> Block:
    """A block out of sight is not there."""
    found = get_object_or_404(Block.objects.visible_to(request.user), pk=pk)
    found.estate = estate_of(request, found.estate_id)
    return found


@readers_only
def block_edit(request: HttpRequest, pk: int) -> HttpResponse:
    block = block_of(request, pk)
    form = BlockForm(request.POST or None, instance=block)

    def doing(typed: dict[str, Any]) -> None:
        services.save_block(estate=block.estate, block=block, by=request.user, **typed)

    return asked(
        request, block.estate, form, doing, _("Ubah blok %(name)s") % {"name": block.name}, _("Simpan blok"), "#unit"
    )


@readers_only
def units_add(request: HttpRequest, pk: int) -> HttpResponse:
    block = block_of(request, pk)
    if not block.is_listed:
        refuse(_("Blok ini memakai angka gabungan. Ubah bloknya agar unit didaftar satu per satu."))
    form = UnitsForm(request.POST or None, initial={"floor": 1, "first": 101, "count": 12})

    def doing(typed: dict[str, Any]) -> None:
        made = services.add_units(block=block, by=request.user, **typed)
        messages.success(request, _("%(count)s unit ditambahkan.") % {"count": number(len(made))})

    title = _("Tambah unit blok %(name)s") % {"name": block.name}
    return asked(request, block.estate, form, doing, title, _("Tambah unit"), "#unit")


@readers_only
def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.visible_to(request.user).select_related("block"), pk=pk)
    unit.block.estate = estate = estate_of(request, unit.block.estate_id)
    form = UnitForm(request.POST or None, instance=unit)

    def doing(typed: dict[str, Any]) -> None:
        services.change_unit(unit=unit, by=request.user, **typed)

    return asked(
        request, estate, form, doing, _("Unit %(number)s") % {"number": unit.number}, _("Simpan unit"), "#unit"
    )


@readers_only
def facilities(request: HttpRequest, pk: int) -> HttpResponse:
    """Three questions about each kind at once."""
    estate = estate_of(request, pk)
    known = {facility.kind: facility for facility in estate.facilities.all()}
    sent = request.POST if request.method == "POST" else None
    forms = [FacilityForm(sent, kind=kind, facility=known.get(kind)) for kind in FacilityKind]
    wrong = [form for form in forms if form.errors]  # each is looked at, so that every mistake shows at once
    if request.method == "POST" and not wrong:
        answers = {form.kind: form.cleaned_data for form in forms}
        services.save_facilities(estate=estate, answers=answers, by=request.user)
        return redirect(reverse("monitoring:estate", args=[pk]) + "#fasilitas")
    title = _("Fasilitas")
    context = {
        "title": title,
        "estate": estate,
        "forms": forms,
        "places": [
            (_("Hunian"), reverse("monitoring:estates")),
            (estate.name, reverse("monitoring:estate", args=[pk])),
            (title, None),
        ],
    }
    return render(request, "monitoring/estates/facilities.html", context, status=422 if wrong else 200)


@readers_only
def tariff_new(request: HttpRequest, pk: int) -> HttpResponse:
    estate = estate_of(request, pk)
    form = TariffForm(request.POST or None, initial={"units": estate.tally.units, "factor": 100, "valid_from": today()})

    def doing(typed: dict[str, Any]) -> None:
        tariff = services.set_tariff(estate=estate, by=request.user, at=now(), **typed)
        messages.success(request, _("Tarif: %(amount)s per unit per bulan.") % {"amount": rupiah(tariff.amount)})

    return asked(request, estate, form, doing, _("Tetapkan tarif"), _("Hitung dan simpan tarif"), "#tarif")
