"""What the pages show of meetings, decided before the template: facts, badges and actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from krs_portal.files import shelves
from krs_portal.kit import formats
from krs_portal.kit.about import About
from krs_portal.kit.actions import Action
from krs_portal.kit.badges import Badge, build_badge, label_in_sentence
from krs_portal.kit.clock import today
from krs_portal.meetings import attachments, codes, kinds, policies
from krs_portal.meetings.enums import HOSTS, Answer, DecisionState, MeetingState, MinutesState
from krs_portal.meetings.models import Agreement, Decision, Invitation, Meeting, Minutes
from krs_portal.offices.models import Office
from krs_portal.outbox.enums import MessageState


def list_named_offices() -> Any:
    return Office.objects.with_name_on(today())


def list_hosted_offices(user: Any) -> Any:
    """The user's own offices for which they may host a meeting. Nothing is offered that would be refused."""
    from_user = Office.objects.visible_to(user).filter(memberships__user=user, memberships__ended_on__isnull=True)
    roles = from_user.filter(memberships__role__in=HOSTS, memberships__user=user)
    return list_named_offices().filter(pk__in=roles.values("pk")).order_by("code", "pk")


def prefetch_office_names(rows: Any) -> Any:
    return rows.prefetch_related(Prefetch("office", list_named_offices())).order_by("pk")


def build_meeting_badge(meeting: Meeting, at: datetime) -> Badge:
    """Once its time has passed, the badge says whether the meeting was recorded as held."""
    state, is_over = MeetingState(meeting.state), meeting.ends_at <= at
    if is_over and state == MeetingState.HELD:
        return Badge(_("Terlaksana"), "success")
    if is_over and state == MeetingState.PLANNED:
        return Badge(_("Belum dicatat"), "warning")
    return build_badge(state)


def build_minutes_badge(minutes: Minutes) -> Badge:
    return build_badge(MinutesState(minutes.state))


def build_agreement_badge(agreement: Agreement) -> Badge:
    if agreement.agreed_at:
        return Badge(_("Setuju"), "success", "check")
    if agreement.returned_at:
        return Badge(_("Dikembalikan"), "danger", "arrow-left")
    return Badge(_("Menunggu"), "neutral", "hourglass")


def build_decision_badge(decision: Decision, day: date) -> Badge:
    """An open decision says how many days are left."""
    state = DecisionState(decision.state)
    if state != DecisionState.OPEN:
        return build_badge(state)
    if decision.due_on is None:
        return build_badge(state, _("Tanpa batas waktu"))
    left = (decision.due_on - day).days
    if left < 0:
        return Badge(_("Terlambat %(days)s hari") % {"days": formats.format_number(-left)}, "danger", "alert-circle")
    if left == 0:
        return Badge(_("Hari ini"), "warning", "alert-triangle")
    return Badge(
        _("%(days)s hari lagi") % {"days": formats.format_number(left)}, "warning" if left <= 3 else "neutral", "clock"
    )


def list_decisions_with_badge(decisions: Iterable[Decision], day: date) -> list[tuple[Decision, Badge]]:
    return [(decision, build_decision_badge(decision, day)) for decision in decisions]


def describe_meeting(meeting: Meeting) -> list[tuple[str, Any]]:
    place = [(_("Tempat"), meeting.place)] if meeting.place else []
    return [
        (_("Hari"), formats.format_full_day(meeting.day)),
        (_("Waktu"), meeting.hours),
        *place,
        (_("Penyelenggara"), meeting.office.name_on(meeting.day)),
        *([(_("Nomor surat"), meeting.letter_number)] if meeting.letter_number else []),
    ]


def describe_decision(decision: Decision) -> list[tuple[str, Any]]:
    zone = decision.meeting.zone
    found: list[tuple[str, Any]] = [
        (_("Penanggung jawab"), decision.owner),
        (_("Batas waktu"), formats.format_full_day(decision.due_on)),
    ]
    if decision.carried:
        found.append((_("Diundur"), _("%(times)s kali") % {"times": formats.format_number(decision.carried)}))
    if decision.done_at:
        found += [
            (_("Ditutup"), f"{formats.format_moment(decision.done_at, zone)}, {decision.done_by}"),
            (_("Bukti atau alasan"), decision.proof),
        ]
    return found


def list_agreements(minutes: Minutes | None) -> list[Agreement]:
    if minutes is None or minutes.state == MinutesState.DRAFT:
        return []
    found = list(prefetch_office_names(minutes.agreements.current().select_related("agreed_by")))
    for agreement in found:
        agreement.minutes = minutes
    return found


def list_own_codes(who: policies.MeetingStanding, sides: Iterable[Agreement]) -> list[tuple[Office, str]]:
    """The codes of the sides the user speaks for, as long as their answer is awaited."""
    return [
        (side.office, codes.compute_agreement_code(side)) for side in sides if not policies.why_not_return(who, side)
    ]


def list_attendances(meeting: Meeting) -> Any:
    return prefetch_office_names(meeting.attendances.all())


def describe_guests(who: policies.MeetingStanding, meeting: Meeting, *, at: datetime) -> list[dict[str, Any]]:
    """Every guest with their answer, whether the letter was sent, and the URL to answer."""
    lines = []
    for invitation in prefetch_office_names(meeting.invitations.select_related("message")):
        invitation.meeting = meeting
        may_answer = not policies.why_not_answer(who, invitation, at=at)
        lines.append({
            "invitation": invitation,
            "badge": build_badge(Answer(invitation.answer)),
            "sent": describe_letter_state(invitation) if who.is_host else "",
            "answer_url": reverse("meetings:answer", args=[invitation.pk]) if may_answer else "",
        })  # fmt: skip
    return lines


def describe_letter_state(invitation: Invitation) -> str:
    message = invitation.message
    if message is None:
        return _("Tidak ada alamat surel; serahkan surat cetaknya.")
    return _("Surat %(state)s") % {"state": label_in_sentence(MessageState(message.state))}


def read_minutes(meeting: Meeting) -> dict[str, str]:
    """The text of the minutes as a form shows it; empty before the first writing."""
    minutes = policies.find_minutes(meeting)
    return {"text": minutes.text if minutes else ""}


def list_last_remarks(minutes: Minutes | None) -> Any:
    """The remarks with which the previous version was returned."""
    if minutes is None or minutes.state != MinutesState.DRAFT:
        return []
    return prefetch_office_names(minutes.agreements.filter(version=minutes.version - 1, returned_at__isnull=False))


def list_earlier_decisions(meeting: Meeting) -> Any:
    """Decisions of earlier meetings about the same matter that are still open."""
    if not meeting.about_kind:
        return []
    before = Decision.objects.open().about(*meeting.about).filter(meeting__starts_at__lt=meeting.starts_at)
    owners = Prefetch("owner_office", list_named_offices())
    return before.exclude(meeting=meeting).select_related("meeting").prefetch_related(owners).by_due_day()


def describe_meeting_page(user: Any, meeting: Meeting, at: datetime) -> dict[str, Any]:
    """The context of a meeting's page."""
    minutes, day = policies.find_minutes(meeting), today()
    who = policies.get_meeting_standing(user, meeting)
    decided = meeting.decisions.prefetch_related(Prefetch("owner_office", list_named_offices())).order_by("pk")
    sides = list_agreements(minutes)
    return {
        "meeting": meeting,
        "badge": build_meeting_badge(meeting, at),
        "kind": kinds.get_meeting_kind(meeting.kind),
        "own_url": kinds.get_meeting_kind(meeting.kind).url(meeting),
        "facts": describe_meeting(meeting),
        "when": meeting.when,
        "guests": describe_guests(who, meeting, at=at),
        "present": list_attendances(meeting),
        "minutes": minutes,
        "minutes_badge": build_minutes_badge(minutes) if minutes else None,
        "sides": [(agreement, build_agreement_badge(agreement)) for agreement in sides],
        "codes": list_own_codes(who, sides),
        "may_agree": any(not policies.why_not_agree(who, agreement) for agreement in sides),
        "remarks": list_last_remarks(minutes),
        "decisions": list_decisions_with_badge(decided, day),
        "earlier": list_decisions_with_badge(list_earlier_decisions(meeting), day),
        "shelf": shelves.build_shelf(user, About(attachments.MEETING, str(meeting.pk))),
        "zone": meeting.zone,
        "steering": build_planning_actions(user, meeting) if who.is_host else [],
        "running": build_running_actions(user, meeting, minutes, at) if who.is_host else [],
    }


def build_planning_actions(user: Any, meeting: Meeting) -> list[Action]:
    """Actions before the meeting: guests, letter, time."""
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


def build_running_actions(user: Any, meeting: Meeting, minutes: Minutes | None, at: datetime) -> list[Action]:
    """Actions during and after the meeting: attendance, minutes, decisions."""
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
