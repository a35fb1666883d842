"""The desk of a round in days, rooms and turns: what is planned, what would be planned, what is still free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Subquery

from krs_portal.kit.clock import day_of
from krs_portal.meetings.enums import MeetingState
from krs_portal.meetings.models import Invitation
from krs_portal.offices import calendar
from monitoring import planner
from monitoring.enums import SessionState
from monitoring.models import DeskRoom, DeskSession, Participant, Round, Unavailability


@dataclass(frozen=True)
class Place:
    """A turn in a room."""

    room: DeskRoom
    starts_at: datetime
    ends_at: datetime

    @property
    def key(self) -> str:
        return f"{self.room.pk}-{self.starts_at:%Y%m%d%H%M}"


@dataclass(frozen=True)
class Seat:
    """Who has a turn, already planned or only proposed."""

    participant: Participant
    place: Place
    session: DeskSession | None = None


@dataclass(frozen=True)
class Proposal:
    seats: list[Seat]
    unplaced: list[Participant]


def zone_of(round_: Round) -> ZoneInfo:
    return ZoneInfo(round_.office.time_zone)


def hours_of(round_: Round) -> planner.Hours:
    return planner.Hours(
        round_.desk_opens, round_.desk_closes, round_.desk_break_from, round_.desk_break_until, round_.desk_minutes
    )


def desk_days(round_: Round) -> list[date]:
    """The working days of the province: no weekend, no holiday, no cuti bersama."""
    return calendar.working_days(round_.office.region, round_.desk_starts_on, round_.desk_ends_on)


def days_ahead(round_: Round, at: datetime) -> list[date]:
    today = day_of(at, round_.office.time_zone)
    return [day for day in desk_days(round_) if day >= today]


def rooms_of(round_: Round) -> list[DeskRoom]:
    return list(round_.rooms.order_by("name", "pk"))


def sessions_of(round_: Round) -> list[DeskSession]:
    """In the order of the day, with `is_invited` and what was answered."""
    asked = Invitation.objects.filter(meeting=OuterRef("meeting"), office=OuterRef("participant__office"))
    rows = DeskSession.objects.filter(participant__round=round_)
    rows = rows.annotate(is_invited=Exists(asked), answer=Subquery(asked.values("answer")[:1]))
    return list(rows.select_related("room", "meeting", "participant").order_by("starts_at", "room__name", "pk"))


def unavailable_days(round_: Round) -> dict[int, set[date]]:
    """By participant."""
    found: dict[int, set[date]] = defaultdict(set)
    rows = Unavailability.objects.filter(participant__round=round_)
    for participant, day in rows.values_list("participant", "day_on"):
        found[participant].add(day)
    return found


def place(round_: Round, room: DeskRoom, day: date, starts: time) -> Place:
    starts_at = datetime.combine(day, starts, zone_of(round_))
    return Place(room, starts_at, starts_at + timedelta(minutes=round_.desk_minutes))


def proposal(round_: Round, at: datetime) -> Proposal:
    """Everybody who has no fixed turn gets one. Fixed is what began, and what was promised and can still be kept."""
    rooms, days, away = rooms_of(round_), days_ahead(round_, at), unavailable_days(round_)
    participants = list(round_.participants.select_related("office__region").order_by("office__region__code", "pk"))
    sessions = sessions_of(round_)
    fixed = {each.participant_id: each for each in sessions if is_fixed(round_, each, days, away)}
    guests = [each.pk for each in participants if each.pk not in fixed]
    table = planner.plan(
        guests,
        days,
        rooms=len(rooms),
        hours=hours_of(round_),
        unavailable=away,
        taken=taken(round_, rooms, days, list(fixed.values()), at),
    )
    known = {each.pk: each for each in participants}
    session_of = {each.participant_id: each for each in sessions}
    seats = [
        Seat(
            known[turn.guest],
            place(round_, rooms[turn.room], turn.day, turn.starts),
            session_of.get(turn.guest),
        )
        for turn in table.turns
    ]
    seats += [Seat(known[pk], Place(each.room, each.starts_at, each.ends_at), each) for pk, each in fixed.items()]
    return Proposal(sorted(seats, key=in_order), [known[pk] for pk in table.unplaced])


def in_order(seat: Seat) -> tuple[datetime, str]:
    return seat.place.starts_at, seat.place.room.name


def is_fixed(round_: Round, session: DeskSession, days: list[date], away: dict[int, set[date]]) -> bool:
    if session.state != SessionState.PLANNED:
        return True
    day = day_of(session.starts_at, round_.office.time_zone)
    can_be_kept = day in days and day not in away.get(session.participant_id, ())
    return bool(getattr(session, "is_invited", False)) and is_on(session) and can_be_kept


def is_on(session: DeskSession) -> bool:
    """It has its meeting, and that was not called off."""
    return session.meeting is not None and session.meeting.state != MeetingState.CANCELLED


def taken(
    round_: Round, rooms: list[DeskRoom], days: list[date], sessions: Iterable[DeskSession], at: datetime
) -> set[planner.Place]:
    """Turns that have begun, and those in which the sessions sit."""
    busy = set()
    for day in days:
        for starts in hours_of(round_).turns():
            for number, room in enumerate(rooms):
                turn = place(round_, room, day, starts)
                if turn.starts_at <= at or any(overlaps(each, turn) for each in sessions):
                    busy.add((day, starts, number))
    return busy


def overlaps(session: DeskSession, turn: Place) -> bool:
    return session.room_id == turn.room.pk and session.starts_at < turn.ends_at and turn.starts_at < session.ends_at


def free_places(session: DeskSession, round_: Round, at: datetime) -> list[Place]:
    """Where the session could go: turns nobody has, on days its participant can come."""
    rooms, days = rooms_of(round_), days_ahead(round_, at)
    days = [day for day in days if day not in unavailable_days(round_).get(session.participant_id, ())]
    busy = taken(round_, rooms, days, sessions_of(round_), at)
    return [
        place(round_, room, day, starts)
        for day in days
        for starts in hours_of(round_).turns()
        for number, room in enumerate(rooms)
        if (day, starts, number) not in busy
    ]


def per_day_of(round_: Round, starts: Iterable[datetime]) -> list[tuple[date, int]]:
    """How many sessions each desk day holds."""
    counts = dict.fromkeys(desk_days(round_), 0)
    for moment in starts:
        day = day_of(moment, round_.office.time_zone)
        counts[day] = counts.get(day, 0) + 1
    return sorted(counts.items())
