"""One's own booking, without an account: by reference and telephone number, or by the link in a message."""

from collections.abc import Callable
from functools import cache

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from clinics.models import Place
from consultations import catalogue, letters, links, offers, policies, remembered, services
from consultations.enums import AttendanceState
from consultations.forms import Choice, LookUpForm
from consultations.models import Attendance, Slot
from consultations.remembered import remember
from consultations.throttle import HOUR, may_try, may_try_as
from krs_portal.kit import qr
from krs_portal.kit.clock import now, today

LOOK_UPS = 10  # a minute and address
PER_PHONE = 10  # an hour, whatever the address
STATUS = {
    AttendanceState.BOOKED: "success",
    AttendanceState.OFFERED: "warning",
    AttendanceState.CANCELLED: "danger",
    AttendanceState.EXPIRED: "danger",
}


@login_not_required
@never_cache
@require_GET
def booked(request: HttpRequest, reference: str) -> HttpResponse:
    """The ticket, for the browser that booked or proved to know the number."""
    attendance = remembered.find(request, reference)
    if attendance is None or attendance.state in (AttendanceState.WAITLISTED, AttendanceState.OFFERED):
        return redirect("consultations:manage", reference)
    return render(request, "consultations/booked.html", ticket(attendance))


@login_not_required
@never_cache
def manage(request: HttpRequest, reference: str) -> HttpResponse:
    if attendance := remembered.find(request, reference):
        return render(request, "consultations/manage.html", ticket(attendance))
    return look_up(request, reference)


@login_not_required
def look_up(request: HttpRequest, reference: str = "") -> HttpResponse:
    """Asks for the two things that open a booking; says only that they do not fit, not which."""
    posted = request.method == "POST"
    form = LookUpForm(request.POST if posted else None, initial={"reference": reference})
    is_valid = form.is_valid()
    if posted and not may_look(request, form.cleaned_data.get("phone", "")):
        form.add_error(None, _("Terlalu banyak percobaan. Tunggu beberapa saat, lalu coba lagi."))
        return render(request, "consultations/look_up.html", {"form": form}, status=429)
    if is_valid:
        if attendance := Attendance.objects.known_by(**form.cleaned_data).first():
            return remember(redirect("consultations:manage", attendance.reference), request, attendance)
        form.add_error(None, _("Nomor janji dan nomor telepon ini tidak cocok. Periksa keduanya pada tiket Anda."))
    return render(request, "consultations/look_up.html", {"form": form}, status=422 if form.errors else 200)


def may_look(request: HttpRequest, phone: str) -> bool:
    by_address = may_try(request, "look-up", times=LOOK_UPS)
    return by_address and (not phone or may_try_as(phone, "look-up-phone", times=PER_PHONE, within=HOUR))


@login_not_required
@never_cache
@require_GET
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a message; one that has run out asks for reference and telephone number."""
    if attendance := links.opened(token, now()):
        return remember(redirect("consultations:manage", attendance.reference), request, attendance)
    messages.warning(request, _("Tautan ini sudah tidak berlaku. Buka janji dengan nomor janji dan nomor telepon."))
    return redirect("consultations:look_up")


@login_not_required
@never_cache
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    attendance = remembered.find(request, reference)
    if attendance is None:
        return redirect("consultations:manage", reference)
    refusal = policies.why_not_move(attendance, AttendanceState.CANCELLED)
    if request.method == "POST" and not refusal:
        services.cancel(attendance=attendance, at=now())
        return redirect("consultations:manage", reference)
    return render(request, "consultations/cancel.html", ticket(attendance) | {"refusal": refusal})


@login_not_required
@never_cache
def move(request: HttpRequest, reference: str) -> HttpResponse:
    """Another time of the same office; the old seat is kept until the new one is ours."""
    attendance = remembered.find(request, reference)
    if attendance is None:
        return redirect("consultations:manage", reference)
    refusal = policies.why_not_change(attendance, at=now())
    if request.method == "POST" and not refusal:
        return moved(request, attendance)
    return show_times(request, attendance, refusal)


def moved(request: HttpRequest, attendance: Attendance) -> HttpResponse:
    slots = Slot.objects.public().with_place().filter(place__office=attendance.slot.place.office_id)
    pk = request.POST.get("slot", "")
    to_slot = get_object_or_404(slots, pk=pk if pk.isdecimal() else 0)
    try:
        services.move(attendance=attendance, to_slot=to_slot, at=now())
    except ValidationError as error:
        kept = _("Janji Anda yang lama tetap berlaku.")
        return show_times(request, attendance, " ".join([*error.messages, kept]), 422)
    messages.success(request, _("Janji dipindahkan. Nomornya tetap sama."))
    return redirect("consultations:booked", attendance.reference)


def show_times(request: HttpRequest, attendance: Attendance, refusal: str | None, status: int = 200) -> HttpResponse:
    slot, at = attendance.slot, now()
    places = Place.objects.filter(office=slot.place.office_id, slots__in=Slot.objects.offered(at)).distinct()
    asked = Choice(request.GET, places=places.select_related("office")).cleaned_data
    place = asked.get("place") or places.filter(pk=slot.place_id).select_related("office").first()
    days = offers.days(place, attendance.topic, at) if place else []
    context = {
        "days": days,
        "day": offers.chosen(days, asked.get("day")),
        "places": places.order_by("name", "pk"),
        "place": place,
        "zone": slot.place.office.time_zone,
        "refusal": refusal,
        "can_move": policies.why_not_change(attendance, at=at) is None,
    }
    return render(request, "consultations/move.html", ticket(attendance) | context, status=status)


@login_not_required
@require_POST
def on_my_way(request: HttpRequest, reference: str) -> HttpResponse:
    said = _("Terima kasih. Klinik tahu bahwa Anda sedang menuju ke sana.")
    return do(request, reference, services.on_my_way, said)


@login_not_required
@require_POST
def accept(request: HttpRequest, reference: str) -> HttpResponse:
    return do(request, reference, services.accept_offer, _("Kursi menjadi milik Anda. Janji tercatat."))


def do(request: HttpRequest, reference: str, service: Callable, said: str) -> HttpResponse:
    """One step by one press; a refusal is told on the page it came from."""
    if attendance := remembered.find(request, reference):
        try:
            service(attendance=attendance, at=now())
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, said)
    return redirect("consultations:manage", reference)


@login_not_required
@never_cache
@require_GET
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    attendance = remembered.find(request, reference)
    if attendance is None:
        return redirect("consultations:manage", reference)
    text = letters.calendar(attendance, office_name(attendance), now())
    disposition = {"Content-Disposition": f'attachment; filename="{attendance.reference}.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=disposition)


def ticket(attendance: Attendance) -> dict:
    at, slot = now(), attendance.slot
    is_ahead = slot.starts_at > at
    waits = attendance.state == AttendanceState.WAITLISTED and is_ahead
    return {
        "attendance": attendance,
        "status_kind": STATUS.get(AttendanceState(attendance.state), "info"),
        "facts": letters.facts(attendance, office_name(attendance)),
        "status": AttendanceState(attendance.state).label,
        "bring": bring(get_language()),
        "qr": qr.svg(letters.address_of(attendance)),
        "zone": slot.place.office.time_zone,
        "is_ahead": attendance.state == AttendanceState.BOOKED and is_ahead,
        "waits": waits,
        "place_in_line": services.place_in_line(attendance) if waits else None,
        "is_offered": attendance.state == AttendanceState.OFFERED and (attendance.hold_ends_at or at) > at,
        "can_cancel": policies.why_not_move(attendance, AttendanceState.CANCELLED) is None and is_ahead,
        "may_come": policies.why_not_on_my_way(attendance, at=at) is None and not attendance.on_my_way_at,
        "phone": slot.place.office.phone,
    }


@cache
def bring(language: str) -> tuple[str, ...]:
    return tuple(map(str, letters.BRING))


def office_name(attendance: Attendance) -> str:
    office = attendance.slot.place.office
    return catalogue.office_name(office, today(office.time_zone))
