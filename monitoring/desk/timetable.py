"""Days, rooms and turns of a round's desk: the planned sessions, the proposed timetable and the free turns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from krs_portal.kit.clock import day_of
from krs_portal.meetings.enums import MeetingState
from krs_portal.meetings.models import Invitation
from krs_portal.offices import calendar
from monitoring.desk import planner
from monitoring.desk.enums import SessionState
from monitoring.desk.models import DeskRoom, DeskSession, Unavailability
from monitoring.rounds.models import Participant, Round


@dataclass(frozen=True)
class DeskTurn:
    """A room and a time for one session."""

    room: DeskRoom
    starts_at: datetime
    ends_at: datetime

    @property
    def key(self) -> str:
        return f"{self.room.pk}-{self.starts_at:%Y%m%d%H%M}"


@dataclass(frozen=True)
class TurnAssignment:
    """A participant with its turn; `session` is None while the turn is only proposed."""

    participant: Participant
    place: DeskTurn
    session: DeskSession | None = None


@dataclass(frozen=True)
class TimetableProposal:
    seats: list[TurnAssignment]
    unplaced: list[Participant]
    whys: dict[int, str] = field(default_factory=dict)  # why a participant has no turn, by its id


def get_round_zone(round_: Round) -> ZoneInfo:
    return ZoneInfo(round_.office.time_zone)


def get_desk_hours(round_: Round) -> planner.DeskHours:
    return planner.DeskHours(
        round_.desk_opens, round_.desk_closes, round_.desk_break_from, round_.desk_break_until, round_.desk_minutes
    )


def list_desk_days(round_: Round) -> list[date]:
    """The working days of the province between the first and the last day of the desk."""
    return calendar.list_working_days(round_.office.region, round_.desk_starts_on, round_.desk_ends_on)


def list_days_ahead(round_: Round, at: datetime) -> list[date]:
    today = day_of(at, round_.office.time_zone)
    return [day for day in list_desk_days(round_) if day >= today]


def list_desk_rooms(round_: Round) -> list[DeskRoom]:
    return list(round_.rooms.order_by("name", "pk"))


def list_desk_sessions(round_: Round) -> list[DeskSession]:
    """The sessions in order of time, annotated with `is_invited` and `answer` of the participant's invitation."""
    asked = Invitation.objects.filter(meeting=OuterRef("meeting"), office=OuterRef("participant__office"))
    rows = DeskSession.objects.filter(participant__round=round_)
    rows = rows.annotate(is_invited=Exists(asked), answer=Subquery(asked.values("answer")[:1]))
    return list(rows.select_related("room", "meeting", "participant").order_by("starts_at", "room__name", "pk"))


def list_unavailable_days(round_: Round) -> dict[int, set[date]]:
    """Unavailable days by id of the participant."""
    found: dict[int, set[date]] = defaultdict(set)
    rows = Unavailability.objects.filter(participant__round=round_)
    for participant, day in rows.values_list("participant", "day_on"):
        found[participant].add(day)
    return found


def build_desk_turn(round_: Round, room: DeskRoom, day: date, starts: time) -> DeskTurn:
    starts_at = datetime.combine(day, starts, get_round_zone(round_))
    return DeskTurn(room, starts_at, starts_at + timedelta(minutes=round_.desk_minutes))


def propose_timetable(round_: Round, at: datetime) -> TimetableProposal:
    """Propose a turn for everybody without a fixed one. Fixed are sessions that have started, and invited ones whose
    day still suits.
    """
    rooms, days, away = list_desk_rooms(round_), list_days_ahead(round_, at), list_unavailable_days(round_)
    participants = list(round_.participants.select_related("office__region").order_by("office__region__code", "pk"))
    sessions = list_desk_sessions(round_)
    fixed = {each.participant_id: each for each in sessions if is_session_fixed(round_, each, days, away)}
    guests = [each.pk for each in participants if each.pk not in fixed]
    table = planner.plan_timetable(
        guests,
        days,
        rooms=len(rooms),
        hours=get_desk_hours(round_),
        unavailable=away,
        taken=find_taken_turns(round_, rooms, days, list(fixed.values()), at),
    )
    known = {each.pk: each for each in participants}
    session_of = {each.participant_id: each for each in sessions}
    seats = [
        TurnAssignment(
            known[turn.guest],
            build_desk_turn(round_, rooms[turn.room], turn.day, turn.starts),
            session_of.get(turn.guest),
        )
        for turn in table.turns
    ]
    seats += [
        TurnAssignment(known[pk], DeskTurn(each.room, each.starts_at, each.ends_at), each) for pk, each in fixed.items()
    ]
    unplaced = [known[pk] for pk in table.unplaced]
    whys = {each.pk: explain_missing_turn(round_, each, rooms, days, away) for each in unplaced}
    return TimetableProposal(sorted(seats, key=get_turn_order), unplaced, whys)


def explain_missing_turn(
    round_: Round, participant: Participant, rooms: list[DeskRoom], days: list[date], away: dict[int, set[date]]
) -> str:
    if not list_desk_days(round_):
        return _("hari desk hanya akhir pekan atau hari libur")
    if not days:
        return _("semua hari desk sudah lewat")
    if not rooms:
        return _("belum ada ruang")
    if set(days) <= away.get(participant.pk, set()):
        return _("berhalangan pada semua hari desk yang tersisa")
    return _("semua giliran pada hari yang dapat dihadirinya sudah terisi")


def get_turn_order(seat: TurnAssignment) -> tuple[datetime, str]:
    return seat.place.starts_at, seat.place.room.name


def is_session_fixed(round_: Round, session: DeskSession, days: list[date], away: dict[int, set[date]]) -> bool:
    if session.state != SessionState.PLANNED:
        return True
    day = day_of(session.starts_at, round_.office.time_zone)
    can_be_kept = day in days and day not in away.get(session.participant_id, ())
    return bool(getattr(session, "is_invited", False)) and has_live_meeting(session) and can_be_kept


def has_live_meeting(session: DeskSession) -> bool:
    """Whether the session has a meeting that was not cancelled."""
    return session.meeting is not None and session.meeting.state != MeetingState.CANCELLED


def find_taken_turns(
    round_: Round, rooms: list[DeskRoom], days: list[date], sessions: Iterable[DeskSession], at: datetime
) -> set[planner.TurnKey]:
    """Turns that have begun, and those that `sessions` occupy."""
    busy = set()
    for day in days:
        for starts in get_desk_hours(round_).turns():
            for number, room in enumerate(rooms):
                turn = build_desk_turn(round_, room, day, starts)
                if turn.starts_at <= at or any(is_overlapping_turn(each, turn) for each in sessions):
                    busy.add((day, starts, number))
    return busy


def is_overlapping_turn(session: DeskSession, turn: DeskTurn) -> bool:
    return session.room_id == turn.room.pk and session.starts_at < turn.ends_at and turn.starts_at < session.ends_at


def list_free_turns(session: DeskSession, round_: Round, at: datetime) -> list[DeskTurn]:
    """Free turns to which the session can be moved, on days on which its participant is available."""
    rooms, days = list_desk_rooms(round_), list_days_ahead(round_, at)
    days = [day for day in days if day not in list_unavailable_days(round_).get(session.participant_id, ())]
    busy = find_taken_turns(round_, rooms, days, list_desk_sessions(round_), at)
    return [
        build_desk_turn(round_, room, day, starts)
        for day in days
        for starts in get_desk_hours(round_).turns()
        for number, room in enumerate(rooms)
        if (day, starts, number) not in busy
    ]


def count_sessions_per_day(round_: Round, starts: Iterable[datetime]) -> list[tuple[date, int]]:
    """The number of sessions for each desk day."""
    counts = dict.fromkeys(list_desk_days(round_), 0)
    for moment in starts:
        day = day_of(moment, round_.office.time_zone)
        counts[day] = counts.get(day, 0) + 1
    return sorted(counts.items())
