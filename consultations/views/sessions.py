"""A slot that staff make, change or cancel; whoever is coming is shown first, and told."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics.services import refuse
from consultations import policies, services
from consultations.enums import SlotKind
from consultations.models import Slot
from consultations.services.sessions import coming_to
from consultations.session_forms import SessionForm, ToldForm
from consultations.views.agenda import address, places_of
from krs_portal.kit.clock import now


def session_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A group session at a place."""
    places = list(places_of(request))
    place = get_object_or_404(places_of(request), pk=pk)
    refuse(policies.why_not_serve(request.user, place.office))
    form = SessionForm(request.POST or None, places=places, place=place)
    context: dict[str, Any] = {"form": form, "place": place, "slot": None}
    if request.method == "POST" and form.is_valid():
        context["overlaps"] = services.overlaps(Slot(kind=SlotKind.GROUP, **form.values))
        if not context["overlaps"] or "sure" in request.POST:
            try:
                slot = services.open_session(by=request.user, at=now(), **form.values)
            except ValidationError as error:
                form.refuse(error)
            else:
                messages.success(request, _("Sesi “%(title)s” terbuka untuk pendaftaran.") % {"title": slot.title})
                return redirect(address(slot))
    return render(request, "consultations/session.html", context, status=422 if form.errors else 200)


def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Its time, place and words. With people coming, or beside another slot, nothing is saved before it was shown."""
    slot = slot_of(request, pk)
    form = SessionForm(request.POST or None, places=list(places_of(request)), place=slot.place, slot=slot)
    context: dict[str, Any] = {"form": form, "place": slot.place, "slot": slot}
    context["refusal"] = policies.why_not_change_slot(slot, at=now())
    if request.method == "POST" and form.is_valid():
        people = services.affected(slot, form.values)
        clashing = services.overlaps(Slot(pk=slot.pk, kind=slot.kind, **form.values))
        told = ToldForm(request.POST if "sure" in request.POST else None, initial={"told": len(people)})
        context |= {"people": people, "overlaps": clashing, "told": told}
        if "sure" not in request.POST and not people and not clashing:
            return changed(request, slot, form, "", 0) or page(request, context)
        if told.is_valid():
            answer = changed(request, slot, form, told.cleaned_data["reason"], told.cleaned_data["told"])
            if answer:
                return answer
            context["told"] = ToldForm(initial=told.cleaned_data | {"told": len(people)})
    return page(request, context)


def slot_of(request: HttpRequest, pk: int) -> Slot:
    slots = Slot.objects.public().visible_to(request.user).select_related("place__office__parent", "topic", "officer")
    slot: Slot = get_object_or_404(slots, pk=pk)
    refuse(policies.why_not_serve(request.user, slot.place.office))
    return slot


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    context |= {"zone": context["place"].office.time_zone, "back": address(context["slot"])}
    status = 422 if context["form"].errors else 200
    return render(request, "consultations/session.html", context, status=status)


def changed(request: HttpRequest, slot: Slot, form: SessionForm, reason: str, told: int) -> HttpResponse | None:
    try:
        slot = services.change_session(slot=slot, by=request.user, at=now(), reason=reason, told=told, **form.values)
    except ValidationError as error:
        form.refuse(error)
        return None
    messages.success(request, _("Jadwal tersimpan."))
    said_to(request, told)
    return redirect(address(slot))


def session_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """With a reason, which everybody who is coming or waiting is told."""
    slot = slot_of(request, pk)
    people = list(coming_to(slot))
    form = ToldForm(request.POST or None, needs_reason=True, initial={"told": len(people)})
    if request.method == "POST" and form.is_valid():
        try:
            number = services.cancel_session(slot=slot, by=request.user, at=now(), **form.cleaned_data)
        except ValidationError as error:
            form = ToldForm(needs_reason=True, initial=form.cleaned_data | {"told": len(people)})
            for sentence in error.messages:
                messages.error(request, sentence)
        else:
            messages.success(request, _("Jadwal dibatalkan."))
            said_to(request, number)
            return redirect(address(slot))
    context = {
        "slot": slot,
        "people": people,
        "form": form,
        "zone": slot.place.office.time_zone,
        "back": address(slot),
        "refusal": policies.why_not_change_slot(slot, at=now()),
    }
    return render(request, "consultations/session_cancel.html", context, status=422 if form.errors else 200)


def said_to(request: HttpRequest, number: int) -> None:
    if number:
        said = ngettext("%(number)d orang menerima pesan.", "%(number)d orang menerima pesan.", number)
        messages.success(request, said % {"number": number})
