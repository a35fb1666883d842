"""What the participants of a round are told beside the letters of its meetings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from krs_portal.kit import formats
from krs_portal.kit.about import About
from krs_portal.meetings import addresses
from krs_portal.outbox import services as outbox
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.kinds import MessageKind
from monitoring.models import Profile
from monitoring.progress import Standing

REMINDER, RETURNED = "round-reminder", "profile-returned"
WAYS = frozenset({Channel.EMAIL, Channel.WHATSAPP})
KINDS = [
    MessageKind(REMINDER, _("Pengingat pengisian profil"), WAYS, about_url="monitoring:round"),
    MessageKind(RETURNED, _("Profil dikembalikan"), WAYS, about_url="monitoring:profile"),
]


def remind(standing: Standing, *, turn: int, day: date, at: datetime) -> int:
    """Once for each turn; how many messages had not been written before."""
    participant, office = standing.participant, standing.participant.office
    round_ = participant.round
    context = {
        "round": round_.name,
        "host": round_.office.name_on(day),
        "until": formats.day_full(round_.fill_until_on),
        "percent": standing.percent,
        "sheets": [
            (sheet.profile.estate.name, ", ".join(str(label) for label in sheet.filling.missing))
            for sheet in standing.sheets
            if not sheet.filling.is_complete
        ],
        "url": settings.BASE_URL + reverse("monitoring:round", args=[round_.pk]),
    }
    return send(REMINDER, office, f"{participant.pk}:{turn}", context, About("round", str(round_.pk)), day=day, at=at)


def tell_returned(profile: Profile, *, day: date, at: datetime) -> int:
    context = {
        "estate": profile.estate.name,
        "round": profile.round.name,
        "reason": profile.return_reason,
        "host": profile.round.office.name_on(day),
        "url": settings.BASE_URL + reverse("monitoring:profile", args=[profile.pk]),
    }
    key = f"{profile.pk}:{profile.version}:{at:%Y%m%d%H%M%S}"
    return send(RETURNED, profile.estate.office, key, context, About("profile", str(profile.pk)), day=day, at=at)


def send(kind: str, office: Any, key: str, context: dict[str, Any], about: About, *, day: date, at: datetime) -> int:
    fresh, name = 0, office.name_on(day)
    for channel, to in addresses.of_office(office, name):
        written = outbox.enqueue(
            kind=kind,
            event_key=f"{kind}:{key}:{to.address}"[:120],
            to=to,
            channel=channel,
            context=context | {"name": name},
            at=at,
            office=office,
            about=about,
        )
        fresh += written.created_at == at
    return fresh
