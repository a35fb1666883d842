"""Progress of a round: answered fields and photos per participant and per profile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from krs_portal.files.models import Attachment
from monitoring.rounds import fields
from monitoring.rounds.enums import ProfileState
from monitoring.rounds.models import Participant, Profile, Round

PROFILE = "monitoring.profile"  # the kind under which `files` keeps the photos of a profile
ENOUGH = 80  # percent of answered fields from which a desk session is worth holding


@dataclass(frozen=True)
class ProfileProgress:
    """One profile and how much of it is answered."""

    profile: Profile
    filling: fields.ProfileFilling


@dataclass
class ParticipantProgress:
    """One participant of a round and the progress of its profiles."""

    participant: Participant
    sheets: list[ProfileProgress] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return sum(sheet.filling.asked for sheet in self.sheets)

    @property
    def answered(self) -> int:
        return sum(sheet.filling.answered for sheet in self.sheets)

    @property
    def percent(self) -> int:
        """Rounded down: 100 means that nothing is missing, also where nothing is asked."""
        return fields.floor_percent(self.answered, self.asked) if self.asked else 100

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


def list_participant_progress(
    round_: Round, participants: Iterable[Participant] | None = None
) -> list[ParticipantProgress]:
    """The given participants, or all of the round, ordered by region. Before the round opens they have no profiles."""
    if participants is None:
        participants = round_.participants.select_related("office__region").in_order_of_regions()
    found = {participant.office_id: ParticipantProgress(participant) for participant in participants}
    profiles = round_.profiles.filter(estate__office__in=found).select_related("estate__region")
    for sheet in list_profile_progress(round_, profiles.order_by("estate__name", "pk")):
        found[sheet.profile.estate.office_id].sheets.append(sheet)
    return list(found.values())


def list_profile_progress(round_: Round, profiles: Iterable[Profile]) -> list[ProfileProgress]:
    profiles = list(profiles)
    pictured = find_photographed_profiles(profiles)
    return [
        ProfileProgress(profile, fields.measure_filling(profile, round_.form, has_photo=profile.pk in pictured))
        for profile in profiles
    ]


def find_photographed_profiles(profiles: Iterable[Profile]) -> set[int]:
    keys = [profile.pk for profile in profiles]
    shown = Attachment.objects.about(PROFILE, *keys).present().photos()
    return {int(key) for key in shown.values_list("about_key", flat=True)}


def summarise_progress(standings: Iterable[ParticipantProgress]) -> dict[str, Any]:
    """The sums of all participants, for the line above the table."""
    totals: dict[str, int] = defaultdict(int)
    for standing in standings:
        totals["participants"] += 1
        totals["enough"] += standing.is_enough
        totals["profiles"] += standing.profiles
        totals["submitted"] += standing.submitted
        totals["frozen"] += standing.frozen
        totals["asked"] += standing.asked
        totals["answered"] += standing.answered
    return {**totals, "percent": fields.floor_percent(totals["answered"], totals["asked"]) if totals["asked"] else 0}
