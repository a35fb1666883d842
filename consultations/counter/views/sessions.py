"""The attendance list of a group session: one page for the whole class, and the sheet that is printed for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_POST, require_safe

from consultations.booking.enums import AttendanceState, SlotKind, SlotState
from consultations.booking.models.seats import Attendance, Slot
from consultations.counter import policies, services, sheets
from consultations.counter.attachments import build_about
from consultations.counter.forms import HeadCountForm, ParticipantForm
from consultations.counter.models import Consultation
from consultations.people.policies import why_not_serve
from krs_portal.files.shelves import build_shelf
from krs_portal.kit import pdf
from krs_portal.kit.clock import today
from krs_portal.kit.downloads import build_download
from krs_portal.kit.numbers import read_key
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, submit_form
from krs_portal.meetings.documents import build_letterhead

LISTED = (
    AttendanceState.BOOKED, AttendanceState.WAITING, AttendanceState.IN_SERVICE, AttendanceState.DONE,
    AttendanceState.NO_SHOW,
)  # fmt: skip
PRESENT = (AttendanceState.WAITING, AttendanceState.IN_SERVICE, AttendanceState.DONE)


@dataclass(frozen=True)
class AttendanceLine:
    """One row of the list; `is_fixed` where a tick can no longer be taken back here."""

    attendance: Attendance
    came: bool
    is_fixed: bool


def get_session(request: HttpRequest, pk: int) -> Slot:
    """A group session of an office that one serves: a list of names is for nobody else."""
    slots = Slot.objects.filter(kind=SlotKind.GROUP).visible_to(request.user).with_upper_offices()
    slot: Slot = get_object_or_404(slots.select_related("topic", "officer"), pk=pk)
    refuse_if(why_not_serve(request.user, slot.place.office))
    return slot


@require_safe
def show_attendance_list(request: HttpRequest, pk: int) -> HttpResponse:
    return render_list(request, get_session(request, pk))


@require_POST
def tick_people(request: HttpRequest, pk: int) -> HttpResponse:
    """`shown` are those who were ticked on the page: what differs from it is what somebody ticked or took away."""
    slot = get_session(request, pk)
    came, shown = (
        {key for text in request.POST.getlist(name) if (key := read_key(text))} for name in ("came", "shown")
    )
    press_button(
        request,
        services.tick_people,
        said=lambda changed: format_ticked(changed) if came != shown else "",
        slot=slot,
        came=came - shown,
        missing=shown - came,
    )
    return redirect("consultations:session_list", pk)


def format_ticked(changed: int) -> str:
    return ngettext("%(changed)d baris diperbarui.", "%(changed)d baris diperbarui.", changed) % {"changed": changed}


@require_POST
def add_participant(request: HttpRequest, pk: int) -> HttpResponse:
    slot = get_session(request, pk)
    form = ParticipantForm(request.POST, prefix="peserta")
    if submit_form(request, form, services.add_participant, said=format_added, slot=slot):
        return redirect("consultations:session_list", pk)
    return render_list(request, slot, participant=form)


@require_POST
def add_head_count(request: HttpRequest, pk: int) -> HttpResponse:
    slot = get_session(request, pk)
    form = HeadCountForm(request.POST, prefix="jumlah")
    if submit_form(request, form, services.add_head_count, said=format_added, slot=slot):
        return redirect("consultations:session_list", pk)
    return render_list(request, slot, head_count=form)


def format_added(made: Attendance) -> str:
    return _("%(name)s tercatat hadir.") % {"name": made.name}


@require_POST
def open_session_record(request: HttpRequest, pk: int) -> HttpResponse:
    """The one consultation of the session, to be written and closed."""
    made = press_button(request, services.open_session_record, slot=get_session(request, pk))
    return redirect("consultations:consultation", made.pk) if made else redirect("consultations:session_list", pk)


def render_list(
    request: HttpRequest,
    slot: Slot,
    participant: ParticipantForm | None = None,
    head_count: HeadCountForm | None = None,
) -> HttpResponse:
    zone = slot.place.office.time_zone
    record = Consultation.objects.standing().filter(session=slot).first()
    lines = list_attendance_lines(slot)
    came = sum(line.attendance.party_size for line in lines if line.came)
    context: dict[str, Any] = {
        "slot": slot,
        "lines": lines,
        "came": came,
        "expected": sum(line.attendance.party_size for line in lines if line.attendance.booked_on),
        "refusal": policies.why_not_list_attendance(slot, record, day=today(zone)),
        "is_later": today(zone) > slot.day,
        "record": record,
        "shelf": build_shelf(request.user, build_about(record)) if record else None,
        "zone": zone,
        "participant": participant or ParticipantForm(prefix="peserta"),
        "head_count": head_count or HeadCountForm(prefix="jumlah"),
    }
    wrong = participant or head_count
    return render(request, "consultations/counter/session_list.html", context, status=wrong.status if wrong else 200)


def list_attendance_lines(slot: Slot) -> list[AttendanceLine]:
    """By name, those without one last."""
    rows = Attendance.objects.filter(slot=slot, state__in=LISTED).select_related("topic")
    return [
        AttendanceLine(row, row.state in PRESENT, row.state not in (AttendanceState.BOOKED, AttendanceState.WAITING))
        for row in rows.order_by("party_size", "name", "pk")
    ]


@require_safe
def print_attendance_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Who booked, and blank lines with their codes. Official paper is in Indonesian."""
    slot = get_session(request, pk)
    refuse_if(_("Sesi ini dibatalkan.") if slot.state == SlotState.CANCELLED else None)
    booked = Attendance.objects.filter(slot=slot, state__in=LISTED, booked_on__isnull=False)
    filled = set(
        Attendance.objects.filter(slot=slot, sheet_line__isnull=False)
        .exclude(state=AttendanceState.CANCELLED).values_list("sheet_line", flat=True)
    )  # fmt: skip
    blank = [
        (line, sheets.build_line_code(slot, line))
        for line in sheets.list_sheet_lines(slot.seats, slot.seats_taken)
        if line not in filled
    ]
    with override("id"):
        context = {
            "slot": slot,
            "zone": slot.place.office.time_zone,
            "title": slot.title or str(slot.topic or ""),
            "booked": booked.order_by("name", "pk"),
            "blank": blank,
            "letterhead": build_letterhead(slot.place.office, slot.day),
        }
        content = pdf.write_pdf(render_to_string("consultations/counter/session_sheet.html", context))
    name = f"daftar-hadir-{slot.day}-{slugify(context['title'])[:40]}.pdf"
    return build_download(content, name, "application/pdf", "inline")
