"""One's own booking, without an account: by reference and telephone number, or by the link in a message."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from clinics.models import Place
from consultations.booking import (
    catalogue,
    channels,
    letters,
    links,
    manners,
    offers,
    policies,
    remembered,
    sequels,
    services,
    way,
)
from consultations.booking.enums import AttendanceState, ServiceChannel, SlotKind
from consultations.booking.forms import LookUpForm, LostNumberForm, SwapForm
from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.remembered import remember_booking
from consultations.booking.throttle import (
    LOOK_UPS,
    LOOK_UPS_BY_PHONE,
    LOST_NUMBERS,
    LOST_NUMBERS_BY_PHONE,
    MOVES_BY_PHONE,
    may_try,
    may_try_as,
)
from krs_portal.kit import formats, qr
from krs_portal.kit.badges import build_badge
from krs_portal.kit.clock import now
from krs_portal.kit.downloads import build_download
from krs_portal.kit.numbers import read_key
from krs_portal.kit.submitting import press_button, submit_form


@login_not_required
@never_cache
@require_safe
def show_ticket(request: HttpRequest, reference: str) -> HttpResponse:
    """The ticket, for the browser that booked or proved to know the number."""
    attendance = remembered.find_remembered_booking(request, reference)
    if attendance is None or attendance.state in (AttendanceState.WAITLISTED, AttendanceState.OFFERED):
        return redirect("consultations:manage", reference)
    return render(request, "consultations/booking/booked.html", describe_ticket(attendance))


@login_not_required
@never_cache
def show_booking(request: HttpRequest, reference: str) -> HttpResponse:
    if attendance := remembered.find_remembered_booking(request, reference):
        told = describe_ticket(attendance) | {"sequels": sequels.list_sequels(attendance)}
        return render(request, "consultations/booking/manage.html", told)
    return look_up_booking(request, reference)


@login_not_required
def look_up_booking(request: HttpRequest, reference: str = "") -> HttpResponse:
    """Ask for reference and telephone number. The refusal does not say which of the two was wrong."""
    posted = request.method == "POST"
    form = LookUpForm(request.POST if posted else None, initial={"reference": reference})
    is_valid = form.is_valid()
    if posted and not may_look_up(request, form.cleaned_data.get("phone", "")):
        form.add_error(None, _("Terlalu banyak percobaan. Tunggu beberapa saat, lalu coba lagi."))
        return render(request, "consultations/booking/look_up.html", {"form": form}, status=429)
    if is_valid:
        if attendance := Attendance.objects.known_by(**form.cleaned_data).first():
            return remember_booking(redirect("consultations:manage", attendance.reference), request, attendance)
        if enquiry := Enquiry.objects.known_by(**form.cleaned_data).first():
            return remember_booking(redirect("consultations:enquiry", enquiry.reference), request, enquiry)
        form.add_error(None, _("Nomor janji dan nomor telepon ini tidak cocok. Periksa keduanya pada tiket Anda."))
    return render(request, "consultations/booking/look_up.html", {"form": form}, status=422 if form.errors else 200)


def may_look_up(request: HttpRequest, phone: str) -> bool:
    return may_try(request, LOOK_UPS) and (not phone or may_try_as(phone, LOOK_UPS_BY_PHONE))


@login_not_required
def send_lost_number(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether a booking is found or not."""
    form = LostNumberForm(request.POST or None)
    if submit_form(request, form, partial(send_limited_numbers, request)):
        return render(request, "consultations/booking/lost_sent.html")
    return render(request, "consultations/booking/lost_number.html", {"form": form}, status=form.status)


def send_limited_numbers(request: HttpRequest, *, address: str, by: Any, at: datetime) -> None:
    """Each of them is a message to somebody: one address asks for few, and one browser for not many."""
    if not (may_try(request, LOST_NUMBERS) and may_try_as(address.lower(), LOST_NUMBERS_BY_PHONE)):
        raise ValidationError(_("Terlalu banyak percobaan. Tunggu beberapa saat, lalu coba lagi."))
    services.send_lost_numbers(address=address, at=at)


@login_not_required
@never_cache
@require_safe
def open_booking_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a message; one that has run out asks for reference and telephone number."""
    if attendance := links.find_linked_booking(token, now()):
        return remember_booking(redirect("consultations:manage", attendance.reference), request, attendance)
    messages.warning(request, _("Tautan ini sudah tidak berlaku. Buka janji dengan nomor janji dan nomor telepon."))
    return redirect("consultations:look_up")


@login_not_required
@never_cache
def cancel_booking(request: HttpRequest, reference: str) -> HttpResponse:
    attendance = remembered.find_remembered_booking(request, reference)
    if attendance is None:
        return redirect("consultations:manage", reference)
    refusal = policies.why_not_cancel(attendance, at=now())
    if request.method == "POST" and not refusal:
        press_citizen_button(request, services.cancel_booking, attendance)
        return redirect("consultations:manage", reference)
    return render(request, "consultations/booking/cancel.html", describe_ticket(attendance) | {"refusal": refusal})


@login_not_required
@never_cache
def move_booking(request: HttpRequest, reference: str) -> HttpResponse:
    """Another time of the same office; the old seat is kept until the new one is ours."""
    attendance = remembered.find_remembered_booking(request, reference)
    if attendance is None:
        return redirect("consultations:manage", reference)
    refusal = policies.why_not_change(attendance, at=now())
    if request.method == "POST" and not refusal:
        return move_to_posted_slot(request, attendance)
    return show_other_times(request, attendance, refusal)


def move_to_posted_slot(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    slots = Slot.objects.public().with_place().filter(place__office=attendance.slot.place.office_id)
    to_slot = get_object_or_404(slots, pk=read_key(request.POST.get("slot", "")))
    try:
        check_move_rate(attendance.phone)
        services.move_booking(
            attendance=attendance, to_slot=to_slot, at=now(), channel=request.POST.get("channel") or None
        )
    except ValidationError as error:
        kept = _("Janji Anda yang lama tetap berlaku.")
        return show_other_times(request, attendance, " ".join([*error.messages, kept]), 422)
    messages.success(request, _("Janji dipindahkan. Nomornya tetap sama."))
    return redirect("consultations:booked", attendance.reference)


def check_move_rate(phone: str) -> None:
    """Each move is a message to the number."""
    if not may_try_as(phone, MOVES_BY_PHONE):
        raise ValidationError(_("Janji ini terlalu sering dipindahkan. Coba lagi satu jam lagi atau telepon klinik."))


def show_other_times(
    request: HttpRequest, attendance: Attendance, refusal: str | None, status: int = 200
) -> HttpResponse:
    slot, at = attendance.slot, now()
    places = Place.objects.filter(office=slot.place.office_id, slots__in=Slot.objects.offered(at)).distinct()
    with_office = places.select_related("office")
    asked = with_office.filter(pk=read_key(request.GET.get("place", ""))).first()
    place = asked or with_office.filter(pk=slot.place_id).first()
    to_slot = None if refusal else find_asked_slot(request, attendance)
    channel = to_slot.channel if to_slot else read_manner(request, slot.channel)
    days = offers.list_offered_days(place, attendance.topic, at, channel) if place else []
    asked_day = way.read_day(request.GET)
    day = offers.choose_offered_day(days, asked_day)
    context = {
        "channel": channel,
        "manner": ServiceChannel(channel).label,
        "is_other_manner": channel != slot.channel,
        "manners": offers.list_manners(with_office.order_by("name", "pk"), attendance.topic, at, slot.channel),
        "to_slot": to_slot,
        "changes": describe_move(attendance, to_slot) if to_slot else [],
        "days": days,
        "day": day,
        "other_day": offers.explain_other_day(day, asked_day),
        "place": place,
        "zone": slot.place.office.time_zone,
        "refusal": refusal,
        "can_move": policies.why_not_change(attendance, at=at) is None,
    }
    return render(request, "consultations/booking/move.html", describe_ticket(attendance) | context, status=status)


def find_asked_slot(request: HttpRequest, attendance: Attendance) -> Slot | None:
    """The time that was picked and is still to be agreed to; None where it cannot be had any more."""
    free = Slot.objects.bookable(now(), attendance.seats).filter(place__office=attendance.slot.place.office_id)
    asked = free.with_place().filter(pk=read_key(request.GET.get("slot", "")))
    found: Slot | None = asked.exclude(pk=attendance.slot_id).first()
    return found


def describe_move(attendance: Attendance, to_slot: Slot) -> list[tuple[str, str]]:
    """From and to, with manner and place where they change."""
    old, zone = attendance.slot, to_slot.place.office.time_zone

    def format_slot(slot: Slot) -> str:
        hours = formats.format_clock_range(slot.starts_at, slot.ends_at, zone)
        return f"{formats.format_full_day(slot.day)}, {hours}"

    facts = [(_("Dari"), format_slot(old)), (_("Menjadi"), format_slot(to_slot))]
    if to_slot.channel != old.channel:
        facts.append((_("Cara"), f"{old.get_channel_display()} → {to_slot.get_channel_display()}"))
    if to_slot.place_id != old.place_id:
        facts.append((_("Tempat"), f"{old.place} → {to_slot.place}"))
    return facts


def read_manner(request: HttpRequest, booked: str) -> str:
    """The manner whose times are shown: the one that is booked, unless another is asked for."""
    asked = request.POST.get("channel") or request.GET.get("channel", "")
    return asked if asked in ServiceChannel.values else booked


@login_not_required
@require_POST
def mark_on_my_way(request: HttpRequest, reference: str) -> HttpResponse:
    said = _("Terima kasih. Klinik tahu bahwa Anda sedang menuju ke sana.")
    return run_booking_service(request, reference, services.mark_on_my_way, said)


@login_not_required
@require_POST
def accept_offer(request: HttpRequest, reference: str) -> HttpResponse:
    return run_booking_service(
        request, reference, services.accept_offer, _("Kursi menjadi milik Anda. Janji tercatat.")
    )


@login_not_required
@require_POST
def wait_again(request: HttpRequest, reference: str) -> HttpResponse:
    """A seat that is free by now is offered at once, which the page then shows."""
    return run_booking_service(request, reference, services.wait_again, _("Anda kembali di daftar tunggu."))


@login_not_required
@never_cache
def swap_booking(request: HttpRequest, reference: str) -> HttpResponse:
    """The offered seat in exchange for a booking of the same day; that one is proved by its own reference."""
    attendance = remembered.find_remembered_booking(request, reference)
    if attendance is None:
        return redirect("consultations:manage", reference)
    form = SwapForm(request.POST or None, initial={"reference": find_own_booking_that_day(request, attendance)})
    swap = partial(swap_limited_booking, attendance)
    said = _("Kursi menjadi milik Anda. Janji yang lama dibatalkan.")
    if submit_form(request, form, swap, said=said):
        return redirect("consultations:booked", reference)
    context = describe_ticket(attendance) | {"form": form}
    return render(request, "consultations/booking/swap.html", context, status=form.status)


def swap_limited_booking(attendance: Attendance, *, reference: str, by: Any, at: datetime) -> Attendance:
    """References are not to be tried out."""
    if not may_try_as(attendance.phone, LOOK_UPS_BY_PHONE):
        raise ValidationError(_("Terlalu banyak percobaan. Tunggu beberapa saat, lalu coba lagi."))
    return services.swap_into_offer(attendance=attendance, reference=reference, at=at)


def find_own_booking_that_day(request: HttpRequest, attendance: Attendance) -> str:
    """The reference that this browser knows; empty where it has to be typed."""
    known = Attendance.objects.coming().filter(
        reference__in=remembered.list_remembered_references(request),
        phone=attendance.phone,
        booked_on=attendance.booked_on,
    )
    return known.values_list("reference", flat=True).order_by("pk").first() or ""


def run_booking_service(request: HttpRequest, reference: str, service: Callable, said: str) -> HttpResponse:
    """Run a service for one button; its refusal is shown on the booking's page."""
    if attendance := remembered.find_remembered_booking(request, reference):
        press_citizen_button(request, service, attendance, said)
    return redirect("consultations:manage", reference)


def press_citizen_button(request: HttpRequest, service: Callable, attendance: Attendance, said: str = "") -> None:
    """A citizen has no account, so the services of booking take no `by`."""
    press_button(request, lambda by, **known: service(**known), said=said, attendance=attendance)


@login_not_required
@never_cache
@require_safe
def download_booking_calendar(request: HttpRequest, reference: str) -> HttpResponse:
    attendance = remembered.find_remembered_booking(request, reference)
    if attendance is None:
        return redirect("consultations:manage", reference)
    content = letters.build_booking_calendar(attendance, get_attendance_office_name(attendance), now())
    return build_download(content, f"{attendance.reference}.ics", "text/calendar; charset=utf-8")


def describe_ticket(attendance: Attendance) -> dict:
    at, slot = now(), attendance.slot
    is_ahead = slot.starts_at > at
    waits = attendance.state == AttendanceState.WAITLISTED and is_ahead
    return {
        "attendance": attendance,
        "status": build_badge(AttendanceState(attendance.state)),
        "facts": letters.describe_booking(attendance, get_attendance_office_name(attendance)),
        "bring": manners.list_things_to_prepare(attendance),
        "bring_heading": manners.format_preparation_heading(attendance),
        "qr": qr.draw_qr(letters.build_booking_url(attendance)),
        "zone": slot.place.office.time_zone,
        "is_visit": slot.kind == SlotKind.WALK_IN,
        "is_ahead": attendance.state == AttendanceState.BOOKED and is_ahead,
        "waits": waits,
        "place_in_line": services.get_place_in_line(attendance) if waits else None,
        "is_offered": attendance.state == AttendanceState.OFFERED and (attendance.hold_ends_at or at) > at,
        "may_wait_again": policies.why_not_wait_again(attendance, at=at) is None,
        "can_cancel": policies.why_not_cancel(attendance, at=at) is None,
        "may_come": policies.why_not_on_my_way(attendance, at=at) is None and not attendance.on_my_way_at,
        "office": slot.place.office,
        "sent_to": channels.format_message_channels(attendance),
    }


def get_attendance_office_name(attendance: Attendance) -> str:
    return catalogue.get_todays_office_name(attendance.slot.place.office)
