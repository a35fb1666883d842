"""Words that several pages of the desk show: whose session it is, when it is, and the breadcrumbs."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from krs_portal.kit import formats
from krs_portal.kit.clock import day_of
from monitoring.desk.models import DeskSession
from monitoring.desk.timetable import DeskTurn
from monitoring.rounds.models import Participant, Round
from monitoring.rounds.trail import build_round_trail


def format_participant(participant: Participant) -> str:
    return str(participant.office.region or participant.office)


def format_session_time(session: DeskSession, zone: str) -> str:
    hours = formats.format_clock_range(session.starts_at, session.ends_at, zone)
    return f"{formats.format_full_day(day_of(session.starts_at, zone))}, {hours}"


def describe_turn(turn: DeskTurn, zone: str) -> str:
    hours = formats.format_clock_range(turn.starts_at, turn.ends_at, zone)
    return f"{formats.format_weekday(turn.starts_at.date())}, {hours}, {turn.room.name}"


def build_desk_trail(round_: Round, here: str | None, *between: tuple[str, str]) -> list[tuple[str, str | None]]:
    """The breadcrumbs of a page below the round's desk; without `here`, of the desk itself."""
    if here is None:
        return build_round_trail(round_, _("Desk"))
    return build_round_trail(round_, here, (_("Desk"), reverse("monitoring:desk", args=[round_.pk])), *between)
