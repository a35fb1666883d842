"""A round from its first day to its last: who takes part, opening, reminding, the desk, closing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from krs_portal.kit.about import About
from krs_portal.kit.clock import day_of
from krs_portal.meetings import services as meetings
from krs_portal.meetings.enums import MeetingState
from krs_portal.meetings.models import Meeting
from krs_portal.offices.models import Office
from monitoring import messages, policies, progress
from monitoring.enums import ProfileState, RoundState
from monitoring.models import Estate, Participant, Profile, ProfileForm, Round
from monitoring.services.prefill import prefilled

COORDINATION = "monitoring-coordination"
REMIND_BEFORE = (1, 3, 7)  # days before the last day of filling


@dataclass(frozen=True)
class Coordination:
    """The coordination meeting with which a round opens."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    agenda: str = ""
    letter_number: str = ""


def refuse(sentence: str | None) -> None:
    if sentence:
        raise PermissionDenied(sentence)


@transaction.atomic
def start_round(
    *,
    office: Office,
    name: str,
    data_as_at: date,
    desk_starts_on: date,
    desk_ends_on: date,
    fill_until_on: date | None,
    form: ProfileForm,
    by: Any,
    at: datetime,
) -> Round:
    """A round that nobody is told of yet. Whoever has estates it asks for is suggested as participant."""
    refuse(policies.why_not_run_rounds(by, office))
    before = Round.objects.filter(office=office, data_as_at__lt=data_as_at).order_by("-data_as_at", "-pk")
    made = Round(
        office=office, name=" ".join(name.split()), data_as_at=data_as_at, desk_starts_on=desk_starts_on,
        desk_ends_on=desk_ends_on, fill_until_on=fill_until_on, form=form, previous=before.first(),
    )  # fmt: skip
    made.full_clean()
    made.save()
    add_participants(made, suggested(made, day_of(at, office.time_zone)))
    return made


@transaction.atomic
def edit_round(*, round_: Round, by: Any, at: datetime, **values: Any) -> Round:
    """Name and days; what profiles were filled in from (data as at, form) only before it opens."""
    round_ = locked(round_)
    refuse(policies.why_not_change_round(by, round_))
    open_to = {"name", "desk_starts_on", "desk_ends_on", "fill_until_on"}
    if round_.state == RoundState.PREPARING:
        open_to |= {"data_as_at", "form"}
    for each in open_to & values.keys():
        setattr(round_, each, values[each])
    round_.full_clean()
    round_.save()
    return round_


def suggested(round_: Round, day: date) -> list[Office]:
    """The agencies below the province that have estates a round asks for."""
    estates = Estate.objects.in_use(day).asked_by_rounds()
    return list(Office.objects.filter(parent=round_.office, estates__in=estates).distinct().order_by("code"))


@transaction.atomic
def choose_participants(*, round_: Round, offices: Iterable[Office], by: Any, at: datetime) -> Round:
    """Before the round opens any choice; later somebody may still be added, and is invited at once."""
    round_ = locked(round_)
    refuse(policies.why_not_change_round(by, round_))
    chosen = {office.pk: office for office in offices}
    known = set(round_.participants.values_list("office", flat=True))
    if strangers := [office for office in chosen.values() if office.parent_id != round_.office_id]:
        raise ValidationError({"offices": _("Bukan dinas di provinsi ini: %(office)s.") % {"office": strangers[0]}})
    leaving = known - chosen.keys()
    if leaving and round_.state != RoundState.PREPARING:
        raise ValidationError({"offices": _("Peserta putaran yang sudah dibuka tidak dikeluarkan lagi.")})
    round_.participants.filter(office__in=leaving).delete()
    fresh = add_participants(round_, [office for pk, office in chosen.items() if pk not in known])
    if round_.state != RoundState.PREPARING:
        make_profiles(round_, day_of(at, round_.office.time_zone))
        invite(round_, fresh, by=by, at=at)
    return round_


def add_participants(round_: Round, offices: Iterable[Office]) -> list[Participant]:
    return Participant.objects.bulk_create(Participant(round=round_, office=office) for office in offices)


@transaction.atomic
def open_round(*, round_: Round, coordination: Coordination | None, by: Any, at: datetime) -> Round:
    """Every estate gets its profile, filled in beforehand; every participant is asked to the coordination meeting."""
    round_ = locked(round_)
    refuse(policies.why_not_move_round(by, round_, RoundState.COLLECTING))
    participants = list(round_.participants.select_related("office").order_by("pk"))
    if not participants:
        raise ValidationError(_("Pilih peserta lebih dahulu."))
    round_.state, round_.opened_at, round_.opened_by = RoundState.COLLECTING, at, by
    if coordination:
        round_.coordination = plan(round_, coordination, by=by, at=at)
    round_.save()
    if not make_profiles(round_, day_of(at, round_.office.time_zone)):
        raise ValidationError(_("Tidak satu pun peserta punya rusun atau rusus yang diminta putaran ini."))
    invite(round_, participants, by=by, at=at)
    return round_


def plan(round_: Round, asked: Coordination, *, by: Any, at: datetime) -> Meeting:
    return meetings.plan_meeting(
        office=round_.office,
        kind=COORDINATION,
        title=_("Rapat koordinasi %(round)s") % {"round": round_.name},
        about=About("round", str(round_.pk)),
        by=by,
        at=at,
        **asked.__dict__,
    )


def make_profiles(round_: Round, day: date) -> list[Profile]:
    """One for each estate of the participants that has none yet."""
    asked = Estate.objects.in_use(day).asked_by_rounds().filter(office__in=round_.participants.values("office"))
    new = asked.exclude(profiles__round=round_).order_by("pk")
    return Profile.objects.bulk_create(prefilled(round_, list(new)))


def invite(round_: Round, participants: list[Participant], *, by: Any, at: datetime) -> None:
    meeting = round_.coordination
    for participant in participants:
        if meeting and meeting.state == MeetingState.PLANNED:
            meetings.invite(meeting=meeting, office=participant.office, by=by, at=at)
        participant.invited_at, participant.invited_by = at, by
        participant.save(update_fields=["invited_at", "invited_by"])


@transaction.atomic
def move_round(*, round_: Round, state: RoundState, by: Any, at: datetime) -> Round:
    """To the desk, or back to filling."""
    if state not in (RoundState.DESK, RoundState.COLLECTING) or round_.state == RoundState.PREPARING:
        raise ValueError(f"a round is opened by open_round and closed by close_round, not moved to {state}")
    round_ = locked(round_)
    refuse(policies.why_not_move_round(by, round_, state))
    round_.state = state
    round_.save(update_fields=["state"])
    return round_


@transaction.atomic
def close_round(*, round_: Round, reasons: Mapping[int, str], by: Any, at: datetime) -> Round:
    """Every profile is frozen, or somebody says why it is not: `reasons` by profile."""
    round_ = locked(round_)
    refuse(policies.why_not_move_round(by, round_, RoundState.CLOSED))
    loose = list(round_.profiles.exclude(state=ProfileState.FROZEN).select_related("estate").order_by("pk"))
    for profile in loose:
        profile.unfrozen_reason = " ".join((reasons.get(profile.pk) or profile.unfrozen_reason).split())[:300]
    if unsaid := [profile for profile in loose if not profile.unfrozen_reason]:
        raise ValidationError(
            ngettext(
                "%(count)s profil belum dibekukan dan belum ada alasannya: %(names)s.",
                "%(count)s profil belum dibekukan dan belum ada alasannya: %(names)s.",
                len(unsaid),
            )
            % {"count": len(unsaid), "names": ", ".join(str(profile.estate) for profile in unsaid[:3])}
        )
    Profile.objects.bulk_update(loose, ["unfrozen_reason"])
    round_.state, round_.closed_at, round_.closed_by = RoundState.CLOSED, at, by
    round_.save(update_fields=["state", "closed_at", "closed_by"])
    return round_


def remind_participants(*, at: datetime) -> int:
    """Seven, three and one day before filling ends, whoever has not answered everything; how many messages."""
    collecting = Round.objects.filter(state=RoundState.COLLECTING, fill_until_on__isnull=False)
    return sum(remind_round(round_, at=at) for round_ in collecting.select_related("office", "form").order_by("pk"))


def remind_round(round_: Round, *, at: datetime) -> int:
    """A day on which nobody asked is made good the next day; asked again, nothing is said twice."""
    day = day_of(at, round_.office.time_zone)
    left = (round_.fill_until_on - day).days if round_.fill_until_on else -1
    turn = next((days for days in REMIND_BEFORE if 0 <= left <= days), None)
    if turn is None:
        return 0
    written = 0
    for standing in progress.standings(round_):
        if standing.is_complete:
            continue
        written += messages.remind(standing, turn=turn, day=day, at=at)
        Participant.objects.filter(pk=standing.participant.pk).update(reminded_on=day)
    return written


def locked(round_: Round) -> Round:
    return (
        Round.objects.select_for_update(of=("self",))
        .select_related("office__parent", "form", "coordination")
        .get(pk=round_.pk)
    )
