"""What the pages show of meetings, decided before the template: facts, badges, lines, and what may be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from krs_portal.files import shelves
from krs_portal.kit import formats
from krs_portal.kit.about import About
from krs_portal.kit.actions import Action
from krs_portal.kit.clock import today
from krs_portal.meetings import attachments, codes, kinds, policies
from krs_portal.meetings.enums import Answer, DecisionState, MeetingState, MinutesState
from krs_portal.meetings.models import Agreement, Decision, Invitation, Meeting, Minutes
from krs_portal.offices.models import Office


@dataclass(frozen=True)
class Badge:
    text: Any
    kind: str = "neutral"
    icon: str = ""


def named_offices() -> Any:
    return Office.objects.with_name_on(today())


def with_names(rows: Any) -> Any:
    return rows.prefetch_related(Prefetch("office", named_offices())).order_by("pk")


def state_badge(meeting: Meeting, at: datetime) -> Badge:
    if meeting.state == MeetingState.CANCELLED:
        return Badge(meeting.get_state_display(), "danger", "ban")
    if meeting.state == MeetingState.HELD:
        over = meeting.ends_at <= at
        return Badge(_("Terlaksana"), "success") if over else Badge(meeting.get_state_display(), "info")
    if meeting.ends_at <= at:
        return Badge(_("Belum dicatat"), "warning")
    return Badge(meeting.get_state_display(), "neutral", "calendar-event")


def answer_badge(invitation: Invitation) -> Badge:
    look = {Answer.YES: ("success", "check"), Answer.NO: ("danger", "x"), Answer.NONE: ("neutral", "clock")}
    return Badge(invitation.get_answer_display(), *look[Answer(invitation.answer)])


def minutes_badge(minutes: Minutes) -> Badge:
    look = {
        MinutesState.DRAFT: ("neutral", "pencil"),
        MinutesState.PROPOSED: ("warning", "hourglass"),
        MinutesState.AGREED: ("success", "rosette-discount-check"),
    }
    return Badge(minutes.get_state_display(), *look[MinutesState(minutes.state)])


def agreement_badge(agreement: Agreement) -> Badge:
    if agreement.agreed_at:
        return Badge(_("Setuju"), "success", "check")
    if agreement.returned_at:
        return Badge(_("Dikembalikan"), "danger", "arrow-left")
    return Badge(_("Menunggu"), "neutral", "hourglass")


def decision_badge(decision: Decision, day: date) -> Badge:
    if decision.state == DecisionState.DONE:
        return Badge(decision.get_state_display(), "success", "check")
    if decision.state == DecisionState.DROPPED:
        return Badge(decision.get_state_display(), "neutral", "ban")
    if decision.due_on is None:
        return Badge(_("Tanpa batas waktu"), "neutral", "clock")
    left = (decision.due_on - day).days
    if left < 0:
        return Badge(_("Terlambat %(days)s hari") % {"days": formats.number(-left)}, "danger", "alert-circle")
    if left == 0:
        return Badge(_("Hari ini"), "warning", "alert-triangle")
    return Badge(
        _("%(days)s hari lagi") % {"days": formats.number(left)}, "warning" if left <= 3 else "neutral", "clock"
    )


def decision_lines(decisions: Iterable[Decision], day: date) -> list[tuple[Decision, Badge]]:
    return [(decision, decision_badge(decision, day)) for decision in decisions]


def when(meeting: Meeting) -> str:
    hours = formats.clock_range(meeting.starts_at, meeting.ends_at, meeting.zone)
    return f"{formats.day_full(meeting.day)}, {hours}"


def facts(meeting: Meeting) -> list[tuple[str, Any]]:
    place = [(_("Tempat"), meeting.place)] if meeting.place else []
    return [
        (_("Hari"), formats.day_full(meeting.day)),
        (_("Waktu"), formats.clock_range(meeting.starts_at, meeting.ends_at, meeting.zone)),
        *place,
        (_("Penyelenggara"), meeting.office.name_on(meeting.day)),
        *([(_("Nomor surat"), meeting.letter_number)] if meeting.letter_number else []),
    ]


def decision_facts(decision: Decision) -> list[tuple[str, Any]]:
    zone = decision.meeting.zone
    found: list[tuple[str, Any]] = [
        (_("Penanggung jawab"), decision.owner),
        (_("Batas waktu"), formats.day_full(decision.due_on)),
    ]
    if decision.carried:
        found.append((_("Diundur"), _("%(times)s kali") % {"times": formats.number(decision.carried)}))
    if decision.done_at:
        found += [
            (_("Ditutup"), f"{formats.moment(decision.done_at, zone)}, {decision.done_by}"),
            (_("Bukti atau alasan"), decision.proof),
        ]
    return found


def agreements(minutes: Minutes | None) -> list[Agreement]:
    if minutes is None or minutes.state == MinutesState.DRAFT:
        return []
    found = list(with_names(minutes.agreements.current().select_related("agreed_by")))
    for agreement in found:
        agreement.minutes = minutes
    return found


def own_codes(who: policies.Standing, sides: Iterable[Agreement]) -> list[tuple[Office, str]]:
    """The codes of the sides the user speaks for, as long as they wait."""
    return [(side.office, codes.code_of(side)) for side in sides if not policies.why_not_return(who, side)]


def present(meeting: Meeting) -> Any:
    return with_names(meeting.attendances.all())


def guests(who: policies.Standing, meeting: Meeting, *, at: datetime) -> list[dict[str, Any]]:
    """Everybody invited: what they answered, whether the letter left, and the way to answer."""
    lines = []
    for invitation in with_names(meeting.invitations.select_related("message")):
        invitation.meeting = meeting
        may_answer = not policies.why_not_answer(who, invitation, at=at)
        lines.append({
            "invitation": invitation,
            "badge": answer_badge(invitation),
            "sent": letter_line(invitation) if who.is_host else "",
            "answer_url": reverse("meetings:answer", args=[invitation.pk]) if may_answer else "",
        })  # fmt: skip
    return lines


def letter_line(invitation: Invitation) -> str:
    message = invitation.message
    if message is None:
        return _("Tidak ada alamat surel; serahkan surat cetaknya.")
    return _("Surat %(state)s") % {"state": str(message.get_state_display()).lower()}


def last_remarks(minutes: Minutes | None) -> Any:
    """Why the version before was returned."""
    if minutes is None or minutes.state != MinutesState.DRAFT:
        return []
    return with_names(minutes.agreements.filter(version=minutes.version - 1, returned_at__isnull=False))


def earlier_decisions(meeting: Meeting) -> Any:
    """What is still open from meetings before, about the same matter."""
    if not meeting.about_kind:
        return []
    before = Decision.objects.open().about(*meeting.about).filter(meeting__starts_at__lt=meeting.starts_at)
    owners = Prefetch("owner_office", named_offices())
    return before.exclude(meeting=meeting).select_related("meeting").prefetch_related(owners).by_due_day()


def page(user: Any, meeting: Meeting, at: datetime) -> dict[str, Any]:
    """Everything the page of one meeting says."""
    minutes, day = policies.minutes_of(meeting), today()
    who = policies.standing(user, meeting)
    decided = meeting.decisions.prefetch_related(Prefetch("owner_office", named_offices())).order_by("pk")
    sides = agreements(minutes)
    return {
        "meeting": meeting,
        "badge": state_badge(meeting, at),
        "kind": kinds.get(meeting.kind),
        "own_url": kinds.get(meeting.kind).url(meeting),
        "facts": facts(meeting),
        "when": when(meeting),
        "guests": guests(who, meeting, at=at),
        "present": present(meeting),
        "minutes": minutes,
        "minutes_badge": minutes_badge(minutes) if minutes else None,
        "sides": [(agreement, agreement_badge(agreement)) for agreement in sides],
        "codes": own_codes(who, sides),
        "may_agree": any(not policies.why_not_agree(who, agreement) for agreement in sides),
        "remarks": last_remarks(minutes),
        "decisions": decision_lines(decided, day),
        "earlier": decision_lines(earlier_decisions(meeting), day),
        "shelf": shelves.shelf(user, About(attachments.MEETING, str(meeting.pk))),
        "zone": meeting.zone,
        "steering": steering(user, meeting) if who.is_host else [],
        "running": running(user, meeting, minutes, at) if who.is_host else [],
    }


def steering(user: Any, meeting: Meeting) -> list[Action]:
    """Before it: guests, letter, time."""
    refusal = policies.why_not_change(user, meeting)
    if refusal:
        return []

    def action(label: str, name: str, icon: str, kind: str = "secondary") -> Action:
        return Action(label, reverse(f"meetings:{name}", args=[meeting.pk]), None, icon, kind)

    return [
        action(_("Undang peserta"), "invite", "mail", "primary"),
        action(_("Ubah isi surat"), "edit", "pencil"),
        action(_("Pindahkan"), "move", "calendar-event"),
        action(_("Batalkan"), "cancel", "ban", "danger"),
    ]


def running(user: Any, meeting: Meeting, minutes: Minutes | None, at: datetime) -> list[Action]:
    """At it and after it: who is there, what is said, what is decided."""
    refusal = policies.why_not_write(user, meeting)
    if refusal:
        return []

    def action(label: str, name: str, icon: str, why_not: str | None = None, **look: Any) -> Action:
        return Action(label, reverse(f"meetings:{name}", args=[meeting.pk]), why_not, icon, **look)

    propose = policies.why_not_propose(user, minutes) if minutes else _("Tulis notulennya lebih dahulu.")
    offered = [
        action(_("Catat kehadiran"), "attendance", "users", policies.why_not_hold(user, meeting, at=at)),
        action(_("Tulis notulen"), "write", "pencil"),
        action(_("Catat keputusan"), "decide", "list-check"),
    ]
    if minutes is None or minutes.state == MinutesState.DRAFT:
        offered.append(action(_("Ajukan notulen"), "propose", "check", propose, method="post", kind="primary"))
    return offered
