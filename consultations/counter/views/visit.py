"""One person at the counter: every step that can be done with them, each with its way back, and when each was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations.booking import letters
from consultations.booking.enums import AttendanceState, SlotKind
from consultations.booking.models.seats import Attendance
from consultations.counter import policies, services
from consultations.counter.forms import HandOverForm, PriorityForm
from consultations.counter.services.drafts import find_record
from consultations.counter.views.board import format_officer
from consultations.counter.views.day import build_line_url
from consultations.counter.views.place import format_called
from consultations.people.policies import why_not_open_counter, why_not_serve
from krs_portal.accounts.phones import format_phone
from krs_portal.kit import formats
from krs_portal.kit.actions import Action
from krs_portal.kit.badges import build_badge
from krs_portal.kit.clock import now, today
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form


def get_attendance(request: HttpRequest, pk: int) -> Attendance:
    related = ("slot__place__office", "topic", "officer", "person")
    return get_object_or_404(Attendance.objects.visible_to(request.user).select_related(*related), pk=pk)


@require_safe
def show_visit(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_if(why_not_open_counter(request.user))
    attendance = get_attendance(request, pk)
    refuse_if(why_not_serve(request.user, attendance.slot.place.office))
    record = find_record(attendance)
    context = {
        "attendance": attendance,
        "place": attendance.slot.place,
        "zone": attendance.slot.place.office.time_zone,
        "badge": build_badge(AttendanceState(attendance.state)),
        "facts": describe_visit(attendance),
        "times": list_times(attendance),
        "actions": list_visit_actions(attendance, today(attendance.slot.place.office.time_zone)),
        "record_url": reverse("consultations:consultation", args=[record.pk]) if record else "",
        "back_url": build_line_url(attendance),
    }
    return render(request, "consultations/counter/visit.html", context)


def describe_visit(attendance: Attendance) -> list[tuple[str, Any]]:
    slot = attendance.slot
    booked = formats.format_clock(slot.starts_at, slot.place.office.time_zone)
    return [
        (_("Nomor antrean"), formats.format_number(attendance.queue_number)),
        (_("Nomor janji"), attendance.reference),
        *([(_("Waktu janji"), booked)] if slot.kind != SlotKind.WALK_IN else []),
        (_("Topik"), attendance.topic),
        (_("Jumlah orang"), formats.format_number(attendance.party_size)),
        (_("Telepon"), format_phone(attendance.phone) if attendance.phone else None),
        (_("NIK"), attendance.nik_masked or None),
        *([(_("Didaftarkan untuk"), attendance.on_behalf_of)] if attendance.on_behalf_of else []),
        (_("Didahulukan karena"), attendance.get_priority_display() or None),
        *([(_("Pesan untuk rekan"), attendance.word)] if attendance.word else []),
        *letters.describe_wishes(attendance),
        *letters.describe_triage(attendance),
    ]


def list_times(attendance: Attendance) -> list[tuple[str, Any, str]]:
    """What happened, when, and by whom or where: the visit's own moments in their order."""
    officer = format_officer(attendance)
    state = AttendanceState(attendance.state)
    calls = _("%(calls)d kali") % {"calls": attendance.calls} if attendance.calls else ""
    moments = [
        (_("Mendaftar"), attendance.created_at, ""),
        (_("Sedang menuju tempat"), attendance.on_my_way_at, ""),
        (_("Datang"), attendance.arrived_at, ""),
        (_("Dipanggil"), attendance.called_at, calls),
        (_("Mulai dilayani"), attendance.served_at, officer),
        (_("Ditunda"), attendance.set_aside_at, ""),
        (str(state.label) if not attendance.served_at else _("Selesai dilayani"), attendance.finished_at, ""),
    ]
    return sorted(((title, at, detail) for title, at, detail in moments if at), key=lambda moment: moment[1])


def list_visit_actions(attendance: Attendance, day: date) -> list[Action]:
    """Every step from here. Each shows its refusal; the service has the last word."""
    steps = STEPS.get(AttendanceState(attendance.state), ())
    if attendance.slot.day < day:
        steps = PAST_STEPS.get(AttendanceState(attendance.state), ())
    elif attendance.slot.kind == SlotKind.GROUP:
        steps = tuple(name for name in steps if name in SESSION_STEPS)
    return [build_step(attendance, name, day, is_first=not place) for place, name in enumerate(steps)]


STEPS = {
    AttendanceState.BOOKED: ("check_in", "no_show"),
    AttendanceState.WAITING: (
        "call",
        "serve",
        "set_aside",
        "hand_over",
        "leave",
        "no_show",
        "undo_check_in",
        "priority",
    ),
    AttendanceState.CALLED: ("serve", "call_again", "put_back", "set_aside", "hand_over", "leave", "no_show"),
    AttendanceState.ON_HOLD: ("serve", "put_back", "hand_over", "leave"),
    AttendanceState.IN_SERVICE: ("finish", "set_aside", "hand_over", "put_back", "leave"),
    AttendanceState.DONE: ("serve",),
    AttendanceState.LEFT: ("put_back",),
    AttendanceState.NO_SHOW: ("check_in",),
}
# What completes a day that is over.
PAST_STEPS = {
    AttendanceState.BOOKED: ("no_show",),
    AttendanceState.WAITING: ("leave", "served_after_all", "no_show"),
    AttendanceState.CALLED: ("leave", "served_after_all"),
    AttendanceState.ON_HOLD: ("leave", "served_after_all"),
    AttendanceState.IN_SERVICE: ("leave",),
    AttendanceState.LEFT: ("served_after_all",),
    AttendanceState.NO_SHOW: ("served_after_all",),
}
SESSION_STEPS = ("check_in", "no_show", "leave", "undo_check_in", "serve")
BY_FORM = ("hand_over", "priority")  # they ask something first


def build_step(attendance: Attendance, name: str, day: date, *, is_first: bool) -> Action:
    refusals: dict[str, Callable[[], str | None]] = {
        "check_in": lambda: policies.why_not_arrive(attendance, day=day),
        "call_again": lambda: policies.why_not_call_again(attendance, at=now()),
        "no_show": lambda: policies.why_not_miss(attendance),
        "served_after_all": lambda: policies.why_not_served_after_all(attendance, day=day),
    }
    refusal = refusals[name]() if name in refusals else None
    url = reverse(f"consultations:{name}", args=[attendance.pk])
    kind = "primary" if is_first else "secondary"
    return Action(name_step(name, attendance), url, refusal, kind=kind, method="get" if name in BY_FORM else "post")


def name_step(name: str, attendance: Attendance) -> str:
    if name == "serve":
        goes_on = attendance.state in (AttendanceState.ON_HOLD, AttendanceState.DONE)
        return _("Lanjutkan melayani") if goes_on else _("Mulai melayani")
    return {
        "check_in": _("Datang"),
        "no_show": _("Tidak hadir"),
        "call": _("Panggil"),
        "call_again": _("Panggil lagi"),
        "set_aside": _("Tunda"),
        "hand_over": _("Titipkan kepada rekan"),
        "leave": _("Pergi"),
        "undo_check_in": _("Belum datang"),
        "priority": _("Ubah prioritas"),
        "put_back": _("Kembali ke antrean"),
        "finish": _("Selesai dilayani"),
        "served_after_all": _("Ternyata dilayani"),
    }[name]


def press_step(request: HttpRequest, pk: int, service: Callable[..., Any], said: Any = "") -> HttpResponse:
    attendance = get_attendance(request, pk)
    press_button(request, service, said=said, attendance=attendance)
    return redirect(build_line_url(attendance))


@require_POST
def check_in_person(request: HttpRequest, pk: int) -> HttpResponse:
    return press_step(request, pk, services.check_in_person)


@require_POST
def mark_no_show(request: HttpRequest, pk: int) -> HttpResponse:
    return press_step(request, pk, services.mark_no_show)


@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A call, a pause or a departure that was a mistake or is over."""
    return press_step(request, pk, services.put_back)


@require_POST
def undo_check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """A check-in or a registration that was a mistake."""
    return press_step(request, pk, services.undo_check_in)


@require_POST
def call_person(request: HttpRequest, pk: int) -> HttpResponse:
    return press_step(request, pk, services.call_person, said=format_called)


@require_POST
def call_again(request: HttpRequest, pk: int) -> HttpResponse:
    return press_step(request, pk, services.call_again, said=format_called)


@require_POST
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    return press_step(request, pk, services.set_aside)


@require_POST
def mark_left(request: HttpRequest, pk: int) -> HttpResponse:
    return press_step(request, pk, services.mark_left)


@require_POST
def finish_service(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Selesai dilayani. Catatannya masih terbuka; tutup setelah ditulis.")
    return press_step(request, pk, services.finish_service, said=said)


@require_POST
def serve_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Serving opens the consultation."""
    return open_record(request, pk, services.serve_person)


@require_POST
def record_served_after_all(request: HttpRequest, pk: int) -> HttpResponse:
    return open_record(request, pk, services.record_served_after_all)


def open_record(request: HttpRequest, pk: int, service: Callable[..., Any]) -> HttpResponse:
    attendance = get_attendance(request, pk)
    if made := press_button(request, service, attendance=attendance):
        return redirect("consultations:consultation", made.pk)
    return redirect(build_line_url(attendance))


def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    attendance = get_served_attendance(request, pk)
    posted = request.POST if request.method == "POST" else None
    form = HandOverForm(posted, office=attendance.slot.place.office, by=request.user)
    said = _("%(name)s dititipkan.") % {"name": attendance.name}
    if submit_form(request, form, services.hand_over, said=said, attendance=attendance):
        return redirect(build_line_url(attendance))
    return render_visit_form(
        request,
        form,
        attendance,
        title=_("Titipkan %(name)s kepada rekan") % {"name": attendance.name},
        button=_("Titipkan"),
        icon="arrow-right",
        lead=_("Orangnya menunggu rekan itu dan dipanggilnya lebih dahulu; catatan yang sudah ditulis ikut."),
    )


def set_priority(request: HttpRequest, pk: int) -> HttpResponse:
    attendance = get_served_attendance(request, pk)
    posted = request.POST if request.method == "POST" else None
    form = PriorityForm(posted, attendance=attendance)
    if submit_form(request, form, services.set_priority, said=_("Prioritas tersimpan."), attendance=attendance):
        return redirect(build_line_url(attendance))
    return render_visit_form(
        request,
        form,
        attendance,
        title=_("Prioritas %(name)s") % {"name": attendance.name},
        button=_("Simpan"),
        lead=_("Waktu tunggu yang didahulukan dihitung dua kali; paling banyak dua kali berturut-turut."),
    )


def get_served_attendance(request: HttpRequest, pk: int) -> Attendance:
    attendance = get_attendance(request, pk)
    refuse_if(why_not_serve(request.user, attendance.slot.place.office))
    return attendance


def render_visit_form(request: HttpRequest, form: Any, attendance: Attendance, **texts: Any) -> HttpResponse:
    """With the way back to the line and to the person."""
    visit_url = reverse("consultations:visit", args=[attendance.pk])
    trail = [(_("Meja layanan"), build_line_url(attendance)), (attendance.name, visit_url), (texts["title"], "")]
    return render_form_page(request, form, trail=trail, cancel_url=visit_url, **texts)
