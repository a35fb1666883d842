"""Who may promise, work on a promise and pass it on, as a sentence of refusal. `None` means yes."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from consultations.booking.models.seats import Attendance
from consultations.counter.enums import ConsultationState
from consultations.counter.models import Consultation
from consultations.counter.policies import why_not_read_consultations
from consultations.counter.promises.enums import PROMISE_MOVES, CitizenWord, PromiseState
from consultations.counter.promises.models import Promise
from consultations.people.policies import COUNTER_ROLES, why_not_serve
from krs_portal.accounts.models import User
from krs_portal.kit.formats import format_day
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Membership, Office
from krs_portal.offices.policies import why_not_act

why_not_read_promises = why_not_read_consultations


def list_officers(office: Office) -> Any:
    """Who can be given a promise: whoever works at the office's counter."""
    at_counter = Membership.objects.filter(office=office, role__in=COUNTER_ROLES, ended_on__isnull=True)
    return User.objects.filter(pk__in=at_counter.values("user"), is_active=True).order_by("name", "pk")


def why_not_promise(user: Any, consultation: Consultation) -> str | None:
    """Also after closing: what was promised is often written down last."""
    if refusal := why_not_serve(user, consultation.office):
        return refusal
    return _("Konsultasi ini dibatalkan.") if consultation.state == ConsultationState.VOIDED else None


def why_not_due_on(day: date, *, today: date, latest: date) -> str | None:
    if day < today:
        return _("Tanggal ini sudah lewat.")
    if day > latest:
        return _("Paling lambat %(day)s: yang lebih lama tidak dijanjikan, tetapi direncanakan.") % {
            "day": format_day(latest)
        }
    return None


def why_not_move(promise: Promise, to: PromiseState) -> str | None:
    if to in PROMISE_MOVES[PromiseState(promise.state)]:
        return None
    return _("Tindak lanjut ini berstatus “%(state)s”.") % {"state": promise.get_state_display()}


def why_not_work_on(user: Any, promise: Promise) -> str | None:
    """Answering, finishing and dropping: whoever works at the office's counter, for a colleague may be away."""
    return why_not_serve(user, promise.office) or why_not_move(promise, PromiseState.DONE)


def why_not_take(user: Any, promise: Promise) -> str | None:
    """Nobody says for another that they have taken a task on."""
    if refusal := why_not_serve(user, promise.office):
        return refusal
    return None if promise.officer_id == user.pk else _("Tugas ini diterima oleh petugas yang ditunjuk.")


def why_not_acknowledge(user: Any, promise: Promise) -> str | None:
    if refusal := why_not_take(user, promise) or why_not_move(promise, PromiseState.DONE):
        return refusal
    return _("Tugas ini sudah diterima.") if promise.acknowledged_at else None


def why_not_extend(user: Any, promise: Promise, *, today: date) -> str | None:
    """Once, and before the day: what is late stays late."""
    if refusal := why_not_work_on(user, promise):
        return refusal
    if promise.extended_at:
        return _("Tenggatnya sudah pernah diperpanjang; hanya sekali.")
    return _("Tenggatnya sudah lewat dan tidak diperpanjang lagi.") if promise.due_on < today else None


def why_not_assign(user: Any, promise: Promise) -> str | None:
    if refusal := why_not_act(user, promise.office, Role.HEAD, Role.ADMIN):
        return refusal
    return why_not_move(promise, PromiseState.DONE)


def why_not_say(promise: Promise, attendance: Attendance, *, today: date, says: str = "") -> str | None:
    """The citizen judges what the clinic calls done, once; what is late and open they may say is not done."""
    if promise.consultation.attendance_id != attendance.pk:
        return _("Tindak lanjut ini bukan dari kunjungan Anda.")
    if promise.citizen_says:
        return _("Anda sudah menanggapi; klinik melihatnya.")
    if promise.state == PromiseState.DONE:
        return None
    if promise.state == PromiseState.OPEN and promise.is_late(today):
        if says == CitizenWord.DONE:
            return _("Klinik belum menyelesaikannya. Pilih “Belum” agar petugas lain melanjutkannya.")
        return None
    return _("Belum ada yang perlu ditanggapi: klinik masih mengerjakannya.")
