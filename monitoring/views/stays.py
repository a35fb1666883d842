"""Writing about a household: moving in, changing its data and members, and its stay until it leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from krs_portal.kit.clock import now, today
from monitoring import identity, policies
from monitoring.enums import UnitState
from monitoring.forms.people import DuesForm, ExtendForm, HouseholdForm, LeaveForm, MemberForm, MoveForm, MoveInForm
from monitoring.forms.rounds import Refusing
from monitoring.models import Estate, Household, Member, Tenancy, Unit
from monitoring.plausible import BOUNDS, doubt
from monitoring.services import people, stays
from monitoring.views.doors import readers_only, refuse


def free_units(estate: Estate) -> QuerySet[Unit]:
    units = Unit.objects.empty().filter(block__estate=estate, state=UnitState.HABITABLE, block__is_listed=True)
    return units.select_related("block").order_by("block__name", "number", "pk")


@readers_only
def move_in(request: HttpRequest) -> HttpResponse:
    """First where, then who: the estate stands in the address."""
    known = policies.known_agencies(request.user)
    if not known:
        refuse(_("Penghuni dicatat oleh dinas perumahan."))
    estates = Estate.objects.visible_to(request.user).filter(office__in=known, blocks__is_listed=True).distinct()
    asked = request.GET.get("hunian", "")
    if not asked.isdigit():
        choices = estates.select_related("region").order_by("name", "pk")
        return render(request, "monitoring/people/choose_estate.html", {"estates": choices})
    estate = get_object_or_404(estates, pk=asked)
    form = MoveInForm(request.POST or None, units=free_units(estate), initial={"started_on": today()})
    if request.method == "POST" and form.is_valid() and (made := tried(form, lambda: moved_in(request, form))):
        return redirect("monitoring:household", made.household_id)
    context = {"form": form, "title": _("Catat penghuni baru"), "lead": str(estate), "button": _("Simpan penghuni")}
    return asking(request, form, context | {"back": reverse("monitoring:people")})


def moved_in(request: HttpRequest, form: MoveInForm) -> Tenancy:
    typed = form.cleaned_data
    made = stays.move_in(
        unit=typed["unit"], values=form.values, head=form.head, terms=form.terms, by=request.user, at=now()
    )
    warn(request, typed, NIK=typed["nik"], KK=typed["kk"])
    messages.success(request, _("%(name)s tercatat di unit %(unit)s.") % {"name": made.household, "unit": made.unit})
    return made


def warn(request: HttpRequest, typed: Any, **numbers: str) -> None:
    """What was kept although it may be wrong, in sentences."""
    for sentence in identity.warnings(**numbers):
        messages.warning(request, sentence)
    for field, bounds in BOUNDS.items():
        if reason := doubt(typed.get(field), bounds):
            messages.warning(request, _("Tersimpan sebagai “perlu koreksi”: %(reason)s") % {"reason": reason})


@readers_only
def household_edit(request: HttpRequest, pk: int) -> HttpResponse:
    home = home_of(request, pk)
    form = HouseholdForm(request.POST or None, household=home)

    def save() -> Household:
        made = people.edit_household(household=home, values=form.values, by=request.user, at=now())
        warn(request, form.cleaned_data, KK=form.cleaned_data["kk"])
        messages.success(request, _("Data %(name)s tersimpan.") % {"name": made})
        return made

    return answered(request, form, save, home, _("Ubah data rumah tangga"), _("Simpan perubahan"))


@readers_only
def member_edit(request: HttpRequest, pk: int, member: int | None = None) -> HttpResponse:
    home = home_of(request, pk)
    person = get_object_or_404(Member.objects.visible_to(request.user), pk=member, household=home) if member else None
    form = MemberForm(request.POST or None, member=person)

    def save() -> Member:
        if "remove" in request.POST and person:
            people.remove_member(member=person, by=request.user, at=now())
            messages.success(request, _("Anggota dihapus dari rumah tangga ini."))
            return person
        typed = form.cleaned_data
        made = people.save_member(household=home, member=person, values=typed, by=request.user, at=now())
        warn(request, {}, NIK=typed["nik"])
        messages.success(request, _("%(name)s tersimpan.") % {"name": made})
        return made

    title = _("Ubah anggota keluarga") if person else _("Tambah anggota keluarga")
    return answered(request, form, save, home, title, _("Simpan anggota"), may_remove=person is not None)


@readers_only
def stay_extend(request: HttpRequest, pk: int) -> HttpResponse:
    stay, form = stay_of(request, pk), ExtendForm(request.POST or None)

    def save() -> Tenancy:
        return stays.extend_stay(tenancy=stay, ends_on=form.cleaned_data["ends_on"], by=request.user, at=now())

    return answered(request, form, save, stay.household, _("Perpanjang perjanjian"), _("Perpanjang"))


@readers_only
def stay_dues(request: HttpRequest, pk: int) -> HttpResponse:
    stay, form = stay_of(request, pk), DuesForm(request.POST or None)

    def save() -> Tenancy:
        return stays.record_dues(tenancy=stay, **form.cleaned_data, by=request.user, at=now())

    return answered(request, form, save, stay.household, _("Sewa dan tunggakan"), _("Simpan"))


@readers_only
def stay_move(request: HttpRequest, pk: int) -> HttpResponse:
    stay = stay_of(request, pk)
    form = MoveForm(request.POST or None, units=free_units(stay.unit.block.estate))

    def save() -> Tenancy:
        return stays.move_unit(tenancy=stay, **form.cleaned_data, by=request.user, at=now())

    return answered(request, form, save, stay.household, _("Pindah unit"), _("Pindahkan"))


@readers_only
def stay_end(request: HttpRequest, pk: int) -> HttpResponse:
    stay, form = stay_of(request, pk), LeaveForm(request.POST or None)

    def save() -> Tenancy:
        return stays.move_out(tenancy=stay, ended_on=form.cleaned_data["ended_on"], by=request.user, at=now())

    return answered(request, form, save, stay.household, _("Catat keluar"), _("Catat keluar"))


def home_of(request: HttpRequest, pk: int) -> Household:
    home = get_object_or_404(Household.objects.visible_to(request.user).select_related("estate__office"), pk=pk)
    refuse(policies.why_not_edit_people(request.user, home.estate))
    return home


def stay_of(request: HttpRequest, pk: int) -> Tenancy:
    rows = Tenancy.objects.visible_to(request.user).select_related("household", "unit__block__estate__office")
    stay = get_object_or_404(rows, pk=pk)
    refuse(policies.why_not_change_stay(request.user, stay))
    return stay


def tried(form: Refusing, save: Callable[[], Any]) -> Any:
    """What the service made; its refusal lands in the form."""
    try:
        return save()
    except ValidationError as error:
        form.refuse(error)
        return None


def answered(
    request: HttpRequest,
    form: Any,
    save: Callable[[], Any],
    home: Household,
    title: str,
    button: str,
    *,
    may_remove: bool = False,
) -> HttpResponse:
    """Back to the household once it is done; else the form, with what stands against it."""
    removing = may_remove and "remove" in request.POST
    if request.method == "POST" and (form.is_valid() or removing) and tried(form, save):
        return redirect("monitoring:household", home.pk)
    context = {"form": form, "title": title, "lead": home.name, "button": button, "may_remove": may_remove}
    return asking(request, form, context | {"back": reverse("monitoring:household", args=[home.pk])})


def asking(request: HttpRequest, form: Any, context: dict[str, Any]) -> HttpResponse:
    return render(request, "monitoring/people/form.html", context, status=422 if form.errors else 200)
