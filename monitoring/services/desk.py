"""Planning a round's desk: hours, rooms, days somebody cannot come, the timetable, invitations, moves."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit import formats
from krs_portal.kit.about import About
from krs_portal.meetings import services as meetings
from krs_portal.meetings.models import Meeting
from monitoring import policies, timetable
from monitoring.enums import SessionState
from monitoring.models import DeskRoom, DeskSession, Participant, Round, Unavailability
from monitoring.timetable import Place, Proposal, Seat

DESK = "monitoring-desk"
ABOUT = "desk-session"
AGENDA = "Pembahasan profil dan perbedaannya dengan putaran lalu\nPermasalahan dan tindak lanjut\nBerita acara"


def refuse(sentence: str | None) -> None:
    if sentence:
        raise PermissionDenied(sentence)


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
    """Sessions that stand keep their turns; the next planning uses the new ones."""
    round_ = locked(round_, by)
    round_.desk_opens, round_.desk_closes, round_.desk_minutes = opens, closes, minutes
    round_.desk_break_from, round_.desk_break_until = break_from, break_until
    round_.full_clean()
    if not timetable.hours_of(round_).turns():
        raise ValidationError({"minutes": _("Satu sesi lebih lama daripada jam desk.")})
    round_.save()
    return round_


@transaction.atomic
def add_room(*, round_: Round, name: str, link: str, by: Any, at: datetime) -> DeskRoom:
    round_ = locked(round_, by)
    room = DeskRoom(round=round_, name=" ".join(name.split()), link=link)
    room.full_clean()
    room.save()
    return room


@transaction.atomic
def edit_room(*, room: DeskRoom, name: str, link: str, by: Any, at: datetime) -> DeskRoom:
    """Whoever was invited into it is told its new name or link."""
    locked(room.round, by)
    room.name, room.link = " ".join(name.split()), link
    room.full_clean()
    room.save()
    for session in room.sessions.filter(state=SessionState.PLANNED).select_related("room", "meeting").order_by("pk"):
        move_meeting(session, by=by, at=at, reason=_("Nama atau tautan ruang berubah."))
    return room


@transaction.atomic
def remove_room(*, room: DeskRoom, by: Any, at: datetime) -> None:
    locked(room.round, by)
    if room.sessions.exists():
        raise ValidationError(_("Ruang ini dipakai sesi; pindahkan sesinya lebih dahulu."))
    room.delete()


@transaction.atomic
def state_unavailable(*, participant: Participant, day_on: date, reason: str, by: Any, at: datetime) -> Unavailability:
    refuse(policies.why_not_state_day(by, participant))
    if day_on not in timetable.desk_days(participant.round):
        raise ValidationError({"day_on": _("Hari ini bukan hari desk.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Tuliskan alasannya.")})
    stated, _fresh = Unavailability.objects.update_or_create(
        participant=participant, day_on=day_on, defaults={"reason": " ".join(reason.split())[:150]}
    )
    return stated


@transaction.atomic
def withdraw_unavailable(*, stated: Unavailability, by: Any, at: datetime) -> None:
    refuse(policies.why_not_state_day(by, stated.participant))
    stated.delete()


@transaction.atomic
def plan_desk(*, round_: Round, by: Any, at: datetime) -> Proposal:
    """The proposal becomes sessions with their meetings. What began, or was promised and can be kept, stays."""
    round_ = locked(round_, by)
    if not round_.rooms.exists():
        raise ValidationError(_("Tambahkan sedikitnya satu ruang."))
    found = timetable.proposal(round_, at)
    give_up(round_, found, by=by, at=at)
    moved = [seat for seat in found.seats if seat.session and put(seat.session, seat.place)]
    DeskSession.objects.bulk_update([seat.session for seat in moved if seat.session], ["room", "starts_at", "ends_at"])
    for seat in found.seats:
        if seat.session is None or not timetable.is_on(seat.session):
            begin(round_, seat, by=by, at=at)
    for seat in moved:
        if seat.session:
            move_meeting(seat.session, by=by, at=at, reason=_("Jadwal desk disusun ulang."))
    return found


def give_up(round_: Round, found: Proposal, *, by: Any, at: datetime) -> None:
    """Who has no turn any more: the meeting is called off, with its reason."""
    waiting = DeskSession.objects.filter(participant__in=found.unplaced).select_related("meeting").order_by("pk")
    for session in waiting:
        if session.meeting and timetable.is_on(session):
            meetings.cancel_meeting(
                meeting=session.meeting,
                reason=_("Belum ada giliran yang cocok; jadwal baru menyusul."),
                by=by,
                at=at,
            )
        session.delete()


def put(session: DeskSession, place: Place) -> bool:
    """Whether that is another turn than before."""
    before = session.room_id, session.starts_at, session.ends_at
    session.room, session.starts_at, session.ends_at = place.room, place.starts_at, place.ends_at
    return before != (session.room_id, session.starts_at, session.ends_at)


def begin(round_: Round, seat: Seat, *, by: Any, at: datetime) -> DeskSession:
    place, region = seat.place, seat.participant.office.region
    session = seat.session or DeskSession(participant=seat.participant)
    put(session, place)
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
        agenda=_(
            "Pembahasan profil dan perbedaannya dengan putaran lalu\nPermasalahan dan tindak lanjut\nBerita acara"
        ),
        about=About(ABOUT, str(session.pk)),
        by=by,
        at=at,
    )
    session.save(update_fields=["meeting"])
    return session


@transaction.atomic
def invite_desk(*, round_: Round, by: Any, at: datetime) -> int:
    """The participant gets its letter with link and calendar entry, and so does the host; nobody twice."""
    round_ = locked(round_, by)
    fresh = 0
    for session in timetable.sessions_of(round_):
        if session.state == SessionState.PLANNED and session.meeting and not getattr(session, "is_invited", False):
            for office in (session.participant.office, round_.office):
                meetings.invite(meeting=session.meeting, office=office, by=by, at=at)
            fresh += 1
    return fresh


@transaction.atomic
def move_session(*, session: DeskSession, to: str, reason: str, by: Any, at: datetime) -> DeskSession:
    """To a free turn: that one is taken before the old one is given up, and both sides are told."""
    round_ = locked(session.participant.round, by)
    session = one(session)
    refuse(policies.why_not_move_session(by, session))
    place = next((each for each in timetable.free_places(session, round_, at) if each.key == to), None)
    if place is None:
        raise ValidationError({"to": _("Giliran ini baru saja terisi atau tidak tersedia. Pilih yang lain.")})
    put(session, place)
    session.full_clean(exclude=["meeting"])
    session.save()
    move_meeting(session, by=by, at=at, reason=reason)
    return session


def move_meeting(session: DeskSession, *, by: Any, at: datetime, reason: str) -> Meeting | None:
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


def when(place: Place, zone: str) -> str:
    hours = formats.clock_range(place.starts_at, place.ends_at, zone)
    return f"{formats.day_named(place.starts_at.date())}, {hours}, {place.room.name}"


def locked(round_: Round, by: Any) -> Round:
    """Whoever changes the desk of a round does it alone."""
    rows = Round.objects.select_for_update(of=("self",)).select_related("office__region", "office__parent", "form")
    round_ = rows.get(pk=round_.pk)
    refuse(policies.why_not_plan_desk(by, round_))
    return round_


def one(session: DeskSession) -> DeskSession:
    rows = DeskSession.objects.select_for_update(of=("self",)).select_related(
        "participant__round__office__parent", "participant__round__form", "participant__office__parent__parent",
        "participant__office__region", "room", "meeting__office__parent", "meeting__minutes",
    )  # fmt: skip
    return rows.get(pk=session.pk)
