"""How far a round is: what each participant has answered of what is asked, photos included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from krs_portal.files.models import Attachment
from monitoring import fields
from monitoring.enums import ProfileState
from monitoring.models import Participant, Profile, Round

PROFILE = "monitoring.profile"  # under which the photos of a profile are kept
ENOUGH = 80  # percent from which the desk has something to talk about


@dataclass(frozen=True)
class Sheet:
    """One profile and how far it is."""

    profile: Profile
    filling: fields.Filling


@dataclass
class Standing:
    """One participant of a round and how far it is."""

    participant: Participant
    sheets: list[Sheet] = field(default_factory=list)

    @property
    def percent(self) -> int:
        """Rounded down: 100 means that nothing is missing."""
        asked = sum(sheet.filling.asked for sheet in self.sheets)
        return 100 * sum(sheet.filling.answered for sheet in self.sheets) // asked if asked else 100

    @property
    def profiles(self) -> int:
        return len(self.sheets)

    @property
    def is_enough(self) -> bool:
        return self.percent >= ENOUGH

    @property
    def is_complete(self) -> bool:
        return all(sheet.filling.is_complete for sheet in self.sheets)

    def in_state(self, *states: ProfileState) -> int:
        return sum(sheet.profile.state in states for sheet in self.sheets)

    @property
    def submitted(self) -> int:
        return self.in_state(ProfileState.SUBMITTED, ProfileState.FROZEN)

    @property
    def frozen(self) -> int:
        return self.in_state(ProfileState.FROZEN)


def standings(round_: Round, participants: Iterable[Participant] | None = None) -> list[Standing]:
    """The participants given, or all, by region; of a round that is not open yet: without profiles."""
    if participants is None:
        participants = round_.participants.all()
        participants = participants.select_related("office__region").order_by("office__region__code", "pk")
    found = {participant.office_id: Standing(participant) for participant in participants}
    profiles = round_.profiles.filter(estate__office__in=found).select_related("estate__region")
    for sheet in sheets(round_, profiles.order_by("estate__name", "pk")):
        found[sheet.profile.estate.office_id].sheets.append(sheet)
    return list(found.values())


def sheets(round_: Round, profiles: Iterable[Profile]) -> list[Sheet]:
    profiles = list(profiles)
    pictured = with_photo(profiles)
    return [
        Sheet(profile, fields.filling(profile, round_.form, has_photo=profile.pk in pictured)) for profile in profiles
    ]


def with_photo(profiles: Iterable[Profile]) -> set[int]:
    keys = [profile.pk for profile in profiles]
    shown = Attachment.objects.about(PROFILE, *keys).present().photos()
    return {int(key) for key in shown.values_list("about_key", flat=True)}


def summary(standings_: Iterable[Standing]) -> dict[str, Any]:
    """Of the whole round, for the line above the table."""
    totals: dict[str, int] = defaultdict(int)
    for standing in standings_:
        totals["participants"] += 1
        totals["enough"] += standing.is_enough
        totals["profiles"] += standing.profiles
        totals["submitted"] += standing.submitted
        totals["frozen"] += standing.frozen
        totals["asked"] += sum(sheet.filling.asked for sheet in standing.sheets)
        totals["answered"] += sum(sheet.filling.answered for sheet in standing.sheets)
    return {**totals, "percent": 100 * totals["answered"] // totals["asked"] if totals["asked"] else 0}
