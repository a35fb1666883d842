"""Forms about a household: moving in, its data and members, and its stay until it leaves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from krs_portal.kit.clock import today
from krs_portal.kit.numbers import read_key
from krs_portal.kit.refusals import Refusable, refuse_if
from krs_portal.kit.submitting import Service, press_button, render_form_page, submit_form
from monitoring.occupants import identity, policies
from monitoring.occupants.forms.people import (
    EndStayForm,
    ExtendStayForm,
    HouseholdForm,
    HouseholdMemberForm,
    MoveInForm,
    MoveStayForm,
    StayDuesForm,
)
from monitoring.occupants.models import Household, Member, Tenancy
from monitoring.occupants.plausible import BOUNDS, explain_doubt
from monitoring.occupants.services import people, stays
from monitoring.register.enums import UnitState
from monitoring.register.models import Estate, Unit
from monitoring.register.policies import list_known_agencies
from monitoring.register.views.doors import require_monitoring_reader


def list_free_units(estate: Estate) -> QuerySet[Unit]:
    units = Unit.objects.empty().filter(block__estate=estate, state=UnitState.HABITABLE, block__is_listed=True)
    return units.select_related("block").order_by("block__name", "number", "pk")


@require_monitoring_reader
def move_in_household(request: HttpRequest) -> HttpResponse:
    """First the estate is chosen (`?hunian=`), then the form offers its free units."""
    refuse_if(policies.why_not_record_people(request.user))
    known = list_known_agencies(request.user)
    estates = Estate.objects.visible_to(request.user).filter(office__in=known, blocks__is_listed=True).distinct()
    if not (asked := read_key(request.GET.get("hunian", ""))):
        choices = estates.select_related("region").order_by("name", "pk")
        return render(request, "monitoring/occupants/choose_estate.html", {"estates": choices})
    estate = get_object_or_404(estates, pk=asked)
    form = MoveInForm(request.POST or None, units=list_free_units(estate), initial={"started_on": today()})
    if made := submit_form(
        request, form, stays.move_in_household, typed=form.values_for_service, said=describe_move_in
    ):
        announce_doubts(request, form.cleaned_data, NIK=form.cleaned_data["nik"], KK=form.cleaned_data["kk"])
        return redirect("monitoring:household", made.household_id)
    return render_household_form(
        request, form, title=_("Catat penghuni baru"), button=_("Simpan penghuni"), lead=str(estate)
    )


def describe_move_in(made: Tenancy) -> str:
    return _("%(name)s tercatat di unit %(unit)s.") % {"name": made.household, "unit": made.unit}


def announce_doubts(request: HttpRequest, typed: Any, **numbers: str) -> None:
    """Warn about values that were saved although they look wrong."""
    for sentence in identity.list_region_warnings(**numbers):
        messages.warning(request, sentence)
    for field, bounds in BOUNDS.items():
        if reason := explain_doubt(typed.get(field), bounds):
            messages.warning(request, _("Tersimpan sebagai “perlu koreksi”: %(reason)s") % {"reason": reason})


@require_monitoring_reader
def edit_household(request: HttpRequest, pk: int) -> HttpResponse:
    home = get_household_to_edit(request, pk)
    form = HouseholdForm(request.POST or None, household=home)
    if submit_form(
        request, form, people.edit_household, household=home, typed=lambda: {"values": form.values},
        said=lambda made: _("Data %(name)s tersimpan.") % {"name": made},
    ):  # fmt: skip
        announce_doubts(request, form.cleaned_data, KK=form.cleaned_data["kk"])
        return redirect("monitoring:household", pk)
    return render_household_form(request, form, home, title=_("Ubah data rumah tangga"), button=_("Simpan perubahan"))


@require_monitoring_reader
def edit_member(request: HttpRequest, pk: int, member: int | None = None) -> HttpResponse:
    home = get_household_to_edit(request, pk)
    person = get_object_or_404(Member.objects.visible_to(request.user), pk=member, household=home) if member else None
    if person and "remove" in request.POST:  # the second button of the form
        said = _("Anggota dihapus dari rumah tangga ini.")
        press_button(request, people.remove_member, member=person, said=said)
        return redirect("monitoring:household", pk)
    form = HouseholdMemberForm(request.POST or None, member=person)
    if submit_form(
        request, form, people.save_member, household=home, member=person, typed=lambda: {"values": form.cleaned_data},
        said=lambda made: _("%(name)s tersimpan.") % {"name": made},
    ):  # fmt: skip
        announce_doubts(request, {}, NIK=form.cleaned_data["nik"])
        return redirect("monitoring:household", pk)
    title = _("Ubah anggota keluarga") if person else _("Tambah anggota keluarga")
    removal = {"label": _("Hapus anggota"), "name": "remove", "icon": "trash", "kind": "danger"} if person else None
    return render_household_form(request, form, home, title=title, button=_("Simpan anggota"), other=removal)


@require_monitoring_reader
def extend_stay(request: HttpRequest, pk: int) -> HttpResponse:
    stay, form = get_stay_to_change(request, pk), ExtendStayForm(request.POST or None)
    return handle_stay_form(request, stay, form, stays.extend_stay, _("Perpanjang perjanjian"), _("Perpanjang"))


@require_monitoring_reader
def record_dues(request: HttpRequest, pk: int) -> HttpResponse:
    stay, form = get_stay_to_change(request, pk), StayDuesForm(request.POST or None)
    return handle_stay_form(request, stay, form, stays.record_dues, _("Sewa dan tunggakan"), _("Simpan"))


@require_monitoring_reader
def move_stay(request: HttpRequest, pk: int) -> HttpResponse:
    stay = get_stay_to_change(request, pk)
    form = MoveStayForm(request.POST or None, units=list_free_units(stay.unit.block.estate))
    return handle_stay_form(request, stay, form, stays.move_stay, _("Pindah unit"), _("Pindahkan"))


@require_monitoring_reader
def end_stay(request: HttpRequest, pk: int) -> HttpResponse:
    stay, form = get_stay_to_change(request, pk), EndStayForm(request.POST or None)
    return handle_stay_form(request, stay, form, stays.end_stay, _("Catat keluar"), _("Catat keluar"))


def get_household_to_edit(request: HttpRequest, pk: int) -> Household:
    home = get_object_or_404(Household.objects.visible_to(request.user).select_related("estate__office"), pk=pk)
    refuse_if(policies.why_not_edit_people(request.user, home.estate))
    return home


def get_stay_to_change(request: HttpRequest, pk: int) -> Tenancy:
    rows = Tenancy.objects.visible_to(request.user).select_related("household", "unit__block__estate__office")
    stay = get_object_or_404(rows, pk=pk)
    refuse_if(policies.why_not_change_stay(request.user, stay))
    return stay


def handle_stay_form(
    request: HttpRequest, stay: Tenancy, form: Refusable, service: Service, title: str, button: str
) -> HttpResponse:
    home = stay.household
    return handle_household_form(request, home, form, service, tenancy=stay, title=title, button=button)


def handle_household_form(
    request: HttpRequest, home: Household, form: Refusable, service: Service, /, *, title: str, button: str,
    **options: Any,
) -> HttpResponse:  # fmt: skip
    """Show the form, or run its service and return to the household. `options` are those of `submit_form`."""
    if submit_form(request, form, service, **options):
        return redirect("monitoring:household", home.pk)
    return render_household_form(request, form, home, title=title, button=button)


def render_household_form(
    request: HttpRequest, form: Refusable, home: Household | None = None, /, *, title: str, **page: Any
) -> HttpResponse:
    trail: list[tuple[Any, str | None]] = [(_("Penghuni"), reverse("monitoring:people"))]
    if home:
        trail.append((home.name, reverse("monitoring:household", args=[home.pk])))
    trail.append((title, None))
    return render_form_page(request, form, title=title, trail=trail, base="monitoring/base.html", **page)
