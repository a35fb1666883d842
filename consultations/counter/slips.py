"""The advice slip: in plain words what was asked and advised, what the clinic promised, and what comes next.

It is made anew from what stands, on paper and on the page that the reference opens; the internal summary is no part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from consultations.booking.enums import AttendanceState
from consultations.booking.letters import build_booking_url
from consultations.booking.models.seats import Attendance
from consultations.booking.sequels import Sequel, SequelSource
from consultations.counter.enums import ConsultationState, Outcome
from consultations.counter.models import Consultation
from consultations.counter.promises.models import Promise
from consultations.counter.promises.policies import why_not_say
from consultations.counter.promises.showing import build_due_badge
from consultations.counter.referring import list_referrals
from krs_portal.kit import formats, qr
from krs_portal.kit.badges import Badge
from krs_portal.kit.clock import today
from krs_portal.meetings.documents import build_letterhead, format_contact

SEEN = (AttendanceState.IN_SERVICE, AttendanceState.DONE)


@dataclass(frozen=True)
class PromisedThing:
    """What the clinic will do, as the citizen reads it."""

    promise: Promise
    badge: Badge
    is_theirs_to_say: bool


@dataclass(frozen=True)
class AdviceSlip:
    letterhead: tuple[str, ...]
    address: str
    name: str
    day: str
    officer: str
    asked: tuple[str, ...]
    advice: str
    promises: tuple[PromisedThing, ...]
    next_steps: str
    referral: str
    reference: str
    url: str  # empty where no telephone number proves who may open it
    qr: Any
    phone: str


def build_slip(consultation: Consultation) -> AdviceSlip:
    office, coming = consultation.office, consultation.attendance
    url = build_booking_url(coming) if coming and coming.phone else ""
    return AdviceSlip(
        letterhead=build_letterhead(office, consultation.happened_on),
        address=format_contact(office),
        name=consultation.client_name,
        day=formats.format_full_day(consultation.happened_on),
        officer=str(consultation.officer or ""),
        asked=tuple(list_asked(consultation)),
        advice=consultation.advice,
        promises=tuple(list_promised_things(consultation)),
        next_steps=consultation.next_steps,
        referral=format_referral(consultation),
        reference=coming.reference if coming else "",
        url=url,
        qr=qr.draw_qr(url) if url else "",
        phone=office.phone,
    )


def list_asked(consultation: Consultation) -> list[str]:
    """The topics, and what was written in own words when it was booked."""
    topics = [str(topic) for topic in consultation.topics.in_order()]
    wish = consultation.attendance.wish if consultation.attendance else ""
    return topics + ([f"“{wish}”"] if wish else [])


def format_referral(consultation: Consultation) -> str:
    if consultation.outcome != Outcome.REFERRED:
        return ""
    if named := [str(each.programme) for each in list_referrals(consultation).standing()]:
        return _("Anda dirujuk ke %(partners)s. Tanyakan kabarnya kepada klinik dengan nomor ini.") % {
            "partners": "; ".join(named)
        }
    return _("Anda dirujuk ke program atau instansi lain. Tanyakan kabarnya kepada klinik dengan nomor ini.")


def list_promised_things(consultation: Consultation, attendance: Attendance | None = None) -> list[PromisedThing]:
    day = today(consultation.office.time_zone)
    rows = Promise.objects.filter(consultation=consultation).with_lines().order_by("due_on", "pk")
    return [
        PromisedThing(
            row,
            build_due_badge(row, day),
            attendance is not None and why_not_say(row, attendance, today=day) is None,
        )
        for row in rows
    ]


def find_consultation_of(attendance: Attendance) -> Consultation | None:
    """The consultation that somebody came for: their own, or the one of the session they came to."""
    if attendance.state not in SEEN:
        return None
    of_visit = Q(attendance=attendance) | Q(session=attendance.slot_id)
    found: Consultation | None = (
        Consultation.objects.standing()
        .filter(of_visit)
        .select_related("office__parent__parent", "officer", "attendance")
        .first()
    )
    return found


def build_sequel(attendance: Attendance) -> Sequel | None:
    """Advice once the consultation is closed; what was promised as soon as it is written down."""
    consultation = find_consultation_of(attendance)
    if consultation is None:
        return None
    promises = list_promised_things(consultation, attendance)
    is_closed = consultation.state == ConsultationState.CLOSED
    if not is_closed and not promises:
        return None
    told = {
        "advice": consultation.advice if is_closed else "",
        "next_steps": consultation.next_steps if is_closed else "",
        "referral": format_referral(consultation),
        "promises": promises,
        "has_slip": why_not_make_slip(consultation) is None,
        "zone": consultation.office.time_zone,
    }
    return Sequel("consultations/counter/sequel.html", told)


def why_not_make_slip(consultation: Consultation) -> str | None:
    if consultation.state != ConsultationState.CLOSED:
        return _("Tutup konsultasi dahulu; lembar saran memuat isinya yang sudah selesai.")
    if consultation.advice.strip() or Promise.objects.filter(consultation=consultation).exists():
        return None
    return _("Belum ada saran atau tindak lanjut untuk dicetak. Tulis sarannya lewat “Koreksi”.")


def why_not_send_slip(consultation: Consultation, channels: list[Any]) -> str | None:
    """It is sent as the number and the page under which it is found."""
    if refusal := why_not_make_slip(consultation):
        return refusal
    if consultation.attendance is None:
        return _("Konsultasi ini tidak dari antrean dan tidak punya nomor; cetak lembarnya.")
    if not consultation.attendance.phone:
        return _("Tidak ada nomor telepon pemohon; cetak lembarnya.")
    return None if channels else _("Nomor ini tidak dapat menerima pesan; cetak lembarnya.")


SOURCE = SequelSource("advice", build_sequel)
