"""A slot that staff make, change or cancel; whoever is coming is shown first, and told."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from consultations.agenda import services
from consultations.agenda.forms.sessions import ChangeNoticeForm, SessionForm
from consultations.agenda.views.agenda import build_slot_agenda_url
from consultations.booking import nearest, policies
from consultations.booking.enums import SlotKind
from consultations.booking.messages import format_told
from consultations.booking.models.seats import Attendance, Slot
from consultations.people.policies import why_not_serve
from krs_portal.kit.clock import now
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, submit_form
from krs_portal.offices.calendar import list_days_off


def open_session(request: HttpRequest, pk: int) -> HttpResponse:
    """A group session at a place. Beside another slot, or on a holiday, nothing is saved before that was shown."""
    places = list(nearest.list_visible_places(request.user))
    place = get_object_or_404(nearest.list_visible_places(request.user), pk=pk)
    refuse_if(why_not_serve(request.user, place.office))
    form = SessionForm(request.POST or None, places=places, place=place)
    slot = Slot(kind=SlotKind.GROUP, **form.values) if form.is_valid() else None
    overlaps, holiday = (services.list_overlapping_slots(slot), find_holiday(slot)) if slot else ([], "")
    if (not (overlaps or holiday) or "sure" in request.POST) and (
        slot := submit_form(request, form, services.open_session, said=format_opened, typed=lambda: form.values)
    ):
        return redirect(build_slot_agenda_url(slot))
    context = {"form": form, "place": place, "slot": None, "overlaps": overlaps, "holiday": holiday}
    return render(request, "consultations/agenda/session.html", context, status=form.status)


def find_holiday(slot: Slot) -> str:
    """The holiday on which a session would be held; empty on other days."""
    return list_days_off(slot.place.region or slot.place.office.region, slot.day, slot.day).get(slot.day, "")


def format_opened(slot: Slot) -> str:
    return _("Sesi “%(title)s” terbuka untuk pendaftaran.") % {"title": slot.title}


def edit_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit a session.

    If people are booked or another slot overlaps, the page shows that first and asks for confirmation.
    """
    slot = get_served_slot(request, pk)
    places = list(nearest.list_visible_places(request.user))
    form = SessionForm(request.POST or None, places=places, place=slot.place, slot=slot)
    context: dict[str, Any] = {"form": form, "place": slot.place, "slot": slot}
    context["refusal"] = policies.why_not_change_slot(slot, at=now())
    if form.is_valid() and (told := save_reviewed_change(request, slot, form, context)) is not None:
        report_notified_people(request, told)
        return redirect(build_slot_agenda_url(slot))
    return render_session(request, context)


def save_reviewed_change(
    request: HttpRequest, slot: Slot, form: SessionForm, context: dict[str, Any]
) -> list[Attendance] | None:
    """Save what concerns nobody, or was confirmed; else add to the page what is to be confirmed.

    Returns the people who are told; `None` where nothing was saved.
    """
    people = services.list_affected_people(slot, form.values)
    overlaps = services.list_overlapping_slots(Slot(pk=slot.pk, kind=slot.kind, **form.values))
    moved = Slot(place=form.values["place"], starts_at=form.values["starts_at"])
    holiday = find_holiday(moved) if moved.day != slot.day else ""
    is_sure = "sure" in request.POST
    notice = ChangeNoticeForm(request.POST if is_sure else None, initial={"told": len(people)})
    context |= {"people": people, "overlaps": overlaps, "holiday": holiday, "told": notice}
    given = None if is_sure or people or overlaps or holiday else {"told": 0, "reason": ""}
    if notice.is_valid():
        given = notice.cleaned_data
        context["told"] = ChangeNoticeForm(initial=given | {"told": len(people)})  # for the page, should it be refused
    said = _("Jadwal tersimpan.")
    if given and submit_form(
        request, form, services.change_session, said=said, typed=lambda: form.values | given, slot=slot
    ):
        return people
    return None


def get_served_slot(request: HttpRequest, pk: int) -> Slot:
    slots = Slot.objects.public().visible_to(request.user).with_upper_offices().select_related("topic", "officer")
    slot: Slot = get_object_or_404(slots, pk=pk)
    refuse_if(why_not_serve(request.user, slot.place.office))
    return slot


def render_session(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    context |= {"zone": context["place"].office.time_zone, "back": build_slot_agenda_url(context["slot"])}
    status = context["form"].status
    return render(request, "consultations/agenda/session.html", context, status=status)


def cancel_session(request: HttpRequest, pk: int) -> HttpResponse:
    """With a reason, which everybody who is coming or waiting is told."""
    slot = get_served_slot(request, pk)
    people = list(services.list_coming_people(slot))
    form = ChangeNoticeForm(request.POST or None, needs_reason=True, initial={"told": len(people)})
    if form.is_valid():
        given = form.cleaned_data
        told = press_button(request, services.cancel_session, said=_("Jadwal dibatalkan."), slot=slot, **given)
        if told is not None:
            report_notified_people(request, told)
            return redirect(build_slot_agenda_url(slot))
        # Refused because others came meanwhile: the page lists them now, and the form must carry their number.
        form = ChangeNoticeForm(needs_reason=True, initial=given | {"told": len(people)})
    context = {
        "slot": slot,
        "people": people,
        "form": form,
        "zone": slot.place.office.time_zone,
        "back": build_slot_agenda_url(slot),
        "refusal": policies.why_not_change_slot(slot, at=now()),
    }
    return render(request, "consultations/agenda/session_cancel.html", context, status=form.status)


def report_notified_people(request: HttpRequest, told: list[Attendance]) -> None:
    if told:
        messages.success(request, format_told(told))
