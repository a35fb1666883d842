"""How promises are shown to those who keep them and to those they were made to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from consultations.counter.promises.clocks import Clocks, DueAct, find_next_act
from consultations.counter.promises.enums import CitizenWord, PromiseState
from consultations.counter.promises.models import Promise
from krs_portal.kit import formats
from krs_portal.kit.badges import Badge, build_badge


@dataclass(frozen=True)
class PromiseLine:
    promise: Promise
    badge: Badge
    next_act: DueAct | None
    says: Badge | None  # what the citizen says of it


def build_promise_line(promise: Promise, day: date, clocks: Clocks) -> PromiseLine:
    return PromiseLine(
        promise, build_due_badge(promise, day), find_next_act(promise, day, clocks), build_says_badge(promise)
    )


def build_due_badge(promise: Promise, day: date) -> Badge:
    """How much time is left for it, or how it ended."""
    due = formats.format_short_day(promise.due_on)
    match PromiseState(promise.state):
        case PromiseState.NOT_NEEDED:
            return build_badge(PromiseState.NOT_NEEDED)
        case PromiseState.DONE:
            done = formats.format_short_day(promise.settled_on)
            if promise.is_late(day):
                return Badge(_("Selesai terlambat, %(day)s") % {"day": done}, "warning", "check")
            return Badge(_("Selesai tepat waktu, %(day)s") % {"day": done}, "success", "check")
    if promise.is_late(day):
        return Badge(_("Terlambat sejak %(day)s") % {"day": due}, "danger", "alert-circle")
    if promise.due_on == day:
        return Badge(_("Hari ini"), "warning", "clock")
    return Badge(_("Paling lambat %(day)s") % {"day": due}, "info", "clock")


def build_says_badge(promise: Promise) -> Badge | None:
    match promise.citizen_says:
        case CitizenWord.DONE:
            return Badge(_("Pemohon: sudah"), "success", "check")
        case CitizenWord.NOT_DONE:
            return Badge(_("Pemohon: belum"), "danger", "alert-circle")
    return None


def describe_promise(promise: Promise, *, office_name: str) -> list[tuple[str, Any]]:
    """All that is known of it, for those who keep it."""
    zone = promise.office.time_zone

    def format_act(at: Any, by: Any, words: str = "") -> str:
        signed = f"{formats.format_moment(at, zone)}, {by}"
        return f"{words} ({signed})" if words else signed

    return [
        (_("Unit kerja"), office_name),
        (_("Petugas"), promise.officer or _("Belum ada; kepala unit menunjuk")),
        (_("Tenggat"), formats.format_full_day(promise.due_on)),
        *(
            [
                (_("Tenggat semula"), formats.format_full_day(promise.extended_from_on)),
                (
                    _("Diperpanjang karena"),
                    format_act(promise.extended_at, promise.extended_by, promise.extension_reason),
                ),
            ]
            if promise.extended_at
            else []
        ),
        (_("Dicatat"), format_act(promise.made_at, promise.made_by)),
        (
            _("Diterima petugas"),
            format_act(promise.acknowledged_at, promise.acknowledged_by)
            if promise.acknowledged_at
            else _("belum; paling lambat %(day)s") % {"day": formats.format_day(promise.acknowledge_due_on)},
        ),
        (
            _("Jawaban untuk pemohon"),
            format_act(promise.answered_at, promise.answered_by, promise.answer)
            if promise.answered_at
            else promise.answer
            or _("belum; paling lambat %(day)s") % {"day": formats.format_day(promise.answer_due_on)},
        ),
        *(
            [
                (
                    _("Ditutup"),
                    format_act(promise.settled_at, promise.settled_by, promise.settled_note),
                )
            ]
            if promise.settled_at
            else []
        ),
        *(
            [
                (
                    _("Kata pemohon"),
                    f"{promise.get_citizen_says_display()}. {promise.citizen_note}".rstrip(". ")
                    + f" ({formats.format_moment(promise.citizen_said_at, zone)})",
                )
            ]
            if promise.citizen_says
            else []
        ),
    ]
