"""Messages to the participants of a round: reminders and returned profiles. Invitations are written by `meetings`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from krs_portal.kit import formats
from krs_portal.kit.about import About
from krs_portal.kit.links import build_absolute_url
from krs_portal.meetings import addresses
from krs_portal.outbox import services as outbox
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.kinds import MessageKind
from krs_portal.outbox.writing import build_event_key
from monitoring.rounds.models import Profile
from monitoring.rounds.progress import ParticipantProgress

REMINDER, RETURNED = "round-reminder", "profile-returned"
WAYS = frozenset({Channel.EMAIL, Channel.WHATSAPP})
KINDS = [
    MessageKind(REMINDER, _("Pengingat pengisian profil"), WAYS, about_url="monitoring:round"),
    MessageKind(RETURNED, _("Profil dikembalikan"), WAYS, about_url="monitoring:profile"),
]


def send_filling_reminder(standing: ParticipantProgress, *, turn: int, day: date, at: datetime) -> int:
    """Write the reminder once for each turn. Returns the number of messages that did not exist before."""
    participant, office = standing.participant, standing.participant.office
    round_ = participant.round
    context = {
        "round": round_.name,
        "host": round_.office.name_on(day),
        "until": formats.format_full_day(round_.fill_until_on),
        "percent": standing.percent,
        "sheets": [
            (sheet.profile.estate.name, ", ".join(str(label) for label in sheet.filling.missing))
            for sheet in standing.sheets
            if not sheet.filling.is_complete
        ],
        "url": build_absolute_url("monitoring:round", round_.pk),
    }
    return send_round_message(
        REMINDER, office, f"{participant.pk}:{turn}", context, About("round", str(round_.pk)), day=day, at=at
    )


def notify_profile_returned(profile: Profile, *, day: date, at: datetime) -> int:
    context = {
        "estate": profile.estate.name,
        "round": profile.round.name,
        "reason": profile.return_reason,
        "host": profile.round.office.name_on(day),
        "url": build_absolute_url("monitoring:profile", profile.pk),
    }
    key = f"{profile.pk}:{profile.version}:{at:%Y%m%d%H%M%S}"
    return send_round_message(
        RETURNED, profile.estate.office, key, context, About("profile", str(profile.pk)), day=day, at=at
    )


def send_round_message(
    kind: str, office: Any, key: str, context: dict[str, Any], about: About, *, day: date, at: datetime
) -> int:
    fresh, name = 0, office.name_on(day)
    for channel, to in addresses.list_office_ways(office, name):
        written = outbox.enqueue_message(
            kind=kind,
            event_key=build_event_key(kind, key, to.address),
            to=to,
            channel=channel,
            context=context | {"name": name},
            at=at,
            office=office,
            about=about,
        )
        fresh += written.created_at == at
    return fresh
