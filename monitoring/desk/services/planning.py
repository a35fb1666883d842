"""Plan a round's desk: hours, rooms, unavailable days, the timetable, invitations and moves."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.kit.about import About
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.saving import save_checked_row
from krs_portal.kit.words import squeeze_spaces
from krs_portal.meetings import services as meetings
from krs_portal.meetings.models import Meeting
from krs_portal.offices.querysets import PARENTS
from monitoring.desk import policies, timetable
from monitoring.desk.enums import SessionState
from monitoring.desk.models import DeskRoom, DeskSession, Unavailability
from monitoring.desk.timetable import DeskTurn, TimetableProposal, TurnAssignment
from monitoring.rounds.models import Participant, Round

DESK = "monitoring-desk"
ABOUT = "desk-session"
AGENDA = gettext_lazy(
    "Pembahasan profil dan perbedaannya dengan putaran lalu\nPermasalahan dan tindak lanjut\nBerita acara"
)


@transaction.atomic
def set_desk_hours(
    *,
    round_: Round,
    opens: time,
    closes: time,
    break_from: time,
    break_until: time,
    minutes: int,
    by: Any,
    at: datetime,
) -> Round:
    """Set the hours of the desk. Planned sessions keep their turns; the new hours apply to the next planning."""
    round_ = lock_desk_round(round_, by)
    round_.desk_opens, round_.desk_closes, round_.desk_minutes = opens, closes, minutes
    round_.desk_break_from, round_.desk_break_until = break_from, break_until
    round_.full_clean()
    if not timetable.get_desk_hours(round_).turns():
        raise ValidationError({"minutes": _("Satu sesi lebih lama daripada jam desk.")})
    round_.save()
    return round_


@transaction.atomic
def add_desk_room(*, round_: Round, name: str, link: str, by: Any, at: datetime) -> DeskRoom:
    round_ = lock_desk_round(round_, by)
    return save_checked_row(DeskRoom(round=round_, name=squeeze_spaces(name), link=link))


@transaction.atomic
def edit_desk_room(*, room: DeskRoom, name: str, link: str, by: Any, at: datetime) -> DeskRoom:
    """Change name and link of a room; everyone who was invited into it is informed."""
    lock_desk_round(room.round, by)
    room.name, room.link = squeeze_spaces(name), link
    save_checked_row(room)
    for session in room.sessions.filter(state=SessionState.PLANNED).select_related("room", "meeting").order_by("pk"):
        move_session_meeting(session, by=by, at=at, reason=_("Nama atau tautan ruang berubah."))
    return room


@transaction.atomic
def remove_desk_room(*, room: DeskRoom, by: Any, at: datetime) -> None:
    lock_desk_round(room.round, by)
    if room.sessions.exists():
        raise ValidationError(_("Ruang ini dipakai sesi; pindahkan sesinya lebih dahulu."))
    room.delete()


@transaction.atomic
def state_unavailable_day(
    *, participant: Participant, day_on: date, reason: str, by: Any, at: datetime
) -> Unavailability:
    refuse_if(policies.why_not_state_day(by, participant))
    if day_on not in timetable.list_desk_days(participant.round):
        raise ValidationError({"day_on": _("Hari ini bukan hari desk.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Tuliskan alasannya.")})
    stated, _fresh = Unavailability.objects.update_or_create(
        participant=participant, day_on=day_on, defaults={"reason": squeeze_spaces(reason)[:150]}
    )
    return stated


@transaction.atomic
def withdraw_unavailable_day(*, stated: Unavailability, by: Any, at: datetime) -> None:
    refuse_if(policies.why_not_state_day(by, stated.participant))
    stated.delete()


@transaction.atomic
def plan_desk(*, round_: Round, by: Any, at: datetime) -> TimetableProposal:
    """Turn the proposed timetable into sessions with their meetings. Sessions that have started stay as they are, and
    so do invited ones whose turn still suits.
    """
    round_ = lock_desk_round(round_, by)
    if not round_.rooms.exists():
        raise ValidationError(_("Tambahkan sedikitnya satu ruang."))
    found = timetable.propose_timetable(round_, at)
    delete_unplaced_sessions(round_, found, by=by, at=at)
    moved = [seat for seat in found.seats if seat.session and place_session(seat.session, seat.place)]
    DeskSession.objects.bulk_update([seat.session for seat in moved if seat.session], ["room", "starts_at", "ends_at"])
    for seat in found.seats:
        if seat.session is None or not timetable.has_live_meeting(seat.session):
            schedule_session(round_, seat, by=by, at=at)
    for seat in moved:
        if seat.session:
            move_session_meeting(seat.session, by=by, at=at, reason=_("Jadwal desk disusun ulang."))
    return found


def delete_unplaced_sessions(round_: Round, found: TimetableProposal, *, by: Any, at: datetime) -> None:
    """Cancel the meetings of participants for whom the new timetable has no turn, and delete their sessions."""
    waiting = DeskSession.objects.filter(participant__in=found.unplaced).select_related("meeting").order_by("pk")
    for session in waiting:
        if session.meeting and timetable.has_live_meeting(session):
            meetings.cancel_meeting(
                meeting=session.meeting,
                reason=_("Belum ada giliran yang cocok; jadwal baru menyusul."),
                by=by,
                at=at,
            )
        session.delete()


def place_session(session: DeskSession, place: DeskTurn) -> bool:
    """Set the session's room and time. Returns whether they changed."""
    before = session.room_id, session.starts_at, session.ends_at
    session.room, session.starts_at, session.ends_at = place.room, place.starts_at, place.ends_at
    return before != (session.room_id, session.starts_at, session.ends_at)


def schedule_session(round_: Round, seat: TurnAssignment, *, by: Any, at: datetime) -> DeskSession:
    place, region = seat.place, seat.participant.office.region
    session = seat.session or DeskSession(participant=seat.participant)
    place_session(session, place)
    session.full_clean(exclude=["meeting"])
    session.save()
    session.meeting = meetings.plan_meeting(
        office=round_.office,
        kind=DESK,
        title=_("Desk %(round)s: %(region)s") % {"round": round_.name, "region": region or seat.participant.office},
        starts_at=place.starts_at,
        ends_at=place.ends_at,
        place=place.room.name,
        link=place.room.link,
        agenda=str(AGENDA),
        about=About(ABOUT, str(session.pk)),
        by=by,
        at=at,
    )
    session.save(update_fields=["meeting"])
    return session


@transaction.atomic
def invite_to_desk(*, round_: Round, by: Any, at: datetime) -> int:
    """Send participant and host the invitation with link and calendar entry, for each session without one. Returns how
    many sessions were new.
    """
    round_ = lock_desk_round(round_, by)
    fresh = 0
    for session in timetable.list_desk_sessions(round_):
        if session.state == SessionState.PLANNED and session.meeting and not getattr(session, "is_invited", False):
            for office in (session.participant.office, round_.office):
                meetings.invite_guest(meeting=session.meeting, office=office, by=by, at=at)
            fresh += 1
    return fresh


@transaction.atomic
def move_desk_session(*, session: DeskSession, to: str, reason: str, by: Any, at: datetime) -> DeskSession:
    """Move a session to a free turn and inform both sides.

    The new turn is saved in the same transaction, so that the session is never without one.
    """
    round_ = lock_desk_round(session.participant.round, by)
    session = lock_desk_session(session)
    refuse_if(policies.why_not_move_session(by, session))
    place = next((each for each in timetable.list_free_turns(session, round_, at) if each.key == to), None)
    if place is None:
        raise ValidationError({"to": _("Giliran ini baru saja terisi atau tidak tersedia. Pilih yang lain.")})
    place_session(session, place)
    session.full_clean(exclude=["meeting"])
    session.save()
    move_session_meeting(session, by=by, at=at, reason=reason)
    return session


def move_session_meeting(session: DeskSession, *, by: Any, at: datetime, reason: str) -> Meeting | None:
    return session.meeting and meetings.move_meeting(
        meeting=session.meeting,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=session.room.name,
        link=session.room.link,
        reason=reason,
        by=by,
        at=at,
    )


def lock_desk_round(round_: Round, by: Any) -> Round:
    """The lock on the round makes all changes of its desk run one after the other; ask the policy under it."""
    round_ = lock_row(round_, "office__region", "office__parent", "form")
    refuse_if(policies.why_not_plan_desk(by, round_))
    return round_


def lock_desk_session(session: DeskSession) -> DeskSession:
    return lock_row(
        session, "participant__round__office__parent", "participant__round__form",
        f"participant__office__{PARENTS}", "participant__office__region", "room", "meeting__office__parent",
        "meeting__minutes",
    )  # fmt: skip
