"""Create a round, choose its participants, open it, remind them, move it to the desk and close it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from krs_portal.kit.about import About
from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.saving import save_checked_row, set_fields
from krs_portal.kit.words import squeeze_spaces
from krs_portal.meetings import services as meetings
from krs_portal.meetings.enums import MeetingState
from krs_portal.meetings.models import Meeting
from krs_portal.offices.models import Office
from monitoring.register.models import Estate
from monitoring.rounds import messages, policies, progress
from monitoring.rounds.enums import ProfileState, RoundState
from monitoring.rounds.models import Participant, Profile, ProfileForm, Round
from monitoring.rounds.services.prefill import build_prefilled_profiles

COORDINATION = "monitoring-coordination"
REMIND_BEFORE = (1, 3, 7)  # days before the last day of filling


@dataclass(frozen=True)
class CoordinationPlan:
    """Time, place and agenda of the coordination meeting with which a round opens."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    agenda: str = ""
    letter_number: str = ""


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
    is_back_entry: bool = False,
    by: Any,
    at: datetime,
) -> Round:
    """Create a round. Agencies with matching estates become participants; no message is sent."""
    refuse_if(policies.why_not_run_rounds(by, office))
    reject_past_desk(desk_ends_on, is_back_entry, day_of(at, office.time_zone))
    before = Round.objects.filter(office=office, data_as_at__lt=data_as_at).order_by("-data_as_at", "-pk")
    made = save_checked_row(Round(
        office=office, name=squeeze_spaces(name), data_as_at=data_as_at, desk_starts_on=desk_starts_on,
        desk_ends_on=desk_ends_on, fill_until_on=fill_until_on, form=form, previous=before.first(),
        is_back_entry=is_back_entry,
    ))  # fmt: skip
    add_participants(made, suggest_participants(made, day_of(at, office.time_zone)))
    return made


@transaction.atomic
def edit_round(*, round_: Round, by: Any, at: datetime, **values: Any) -> Round:
    """Change name and days. The date of the data and the form can be changed only before the round opens."""
    round_ = lock_round(round_)
    refuse_if(policies.why_not_change_round(by, round_))
    if values.get("desk_ends_on", round_.desk_ends_on) != round_.desk_ends_on:
        is_back_entry = values.get("is_back_entry", round_.is_back_entry)
        reject_past_desk(values["desk_ends_on"], is_back_entry, day_of(at, round_.office.time_zone))
    open_to = {"name", "desk_starts_on", "desk_ends_on", "fill_until_on", "is_back_entry"}
    if round_.state == RoundState.PREPARING:
        open_to |= {"data_as_at", "form"}
    set_fields(round_, {name: value for name, value in values.items() if name in open_to})
    return save_checked_row(round_)


def reject_past_desk(ends_on: date, is_back_entry: bool, day: date) -> None:
    """A round whose days are over invites to what cannot be attended, unless it is named as entered afterwards."""
    if ends_on < day and not is_back_entry:
        raise ValidationError(
            {
                "desk_ends_on": _(
                    "Hari desk sudah lewat. Tandai sebagai pencatatan susulan bila memang sudah berlangsung."
                )
            }
        )


def suggest_participants(round_: Round, day: date) -> list[Office]:
    """Agencies below the province that have estates of the kinds that rounds ask about."""
    estates = Estate.objects.in_use(day).asked_by_rounds()
    return list(Office.objects.filter(parent=round_.office, estates__in=estates).distinct().order_by("code"))


@transaction.atomic
def choose_participants(*, round_: Round, offices: Iterable[Office], by: Any, at: datetime) -> Round:
    """Set the participants. Once the round is open they can only be added, and are invited at once."""
    round_ = lock_round(round_)
    refuse_if(policies.why_not_change_round(by, round_))
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
        create_missing_profiles(round_, day_of(at, round_.office.time_zone))
        invite_participants(round_, fresh, by=by, at=at)
    return round_


def add_participants(round_: Round, offices: Iterable[Office]) -> list[Participant]:
    return Participant.objects.bulk_create(Participant(round=round_, office=office) for office in offices)


@transaction.atomic
def open_round(*, round_: Round, coordination: CoordinationPlan | None, by: Any, at: datetime) -> Round:
    """Create a pre-filled profile for every estate and invite every participant to the coordination meeting."""
    round_ = lock_round(round_)
    refuse_if(policies.why_not_move_round(by, round_, RoundState.COLLECTING))
    participants = list(round_.participants.select_related("office").order_by("pk"))
    if not participants:
        raise ValidationError(_("Pilih peserta lebih dahulu."))
    reject_past_desk(round_.desk_ends_on, round_.is_back_entry, day_of(at, round_.office.time_zone))
    if coordination and coordination.starts_at <= at and not round_.is_back_entry:
        raise ValidationError({"day": _("Waktu rapat koordinasi sudah lewat.")})
    round_.state, round_.opened_at, round_.opened_by = RoundState.COLLECTING, at, by
    if coordination:
        round_.coordination = plan_coordination(round_, coordination, by=by, at=at)
    round_.save()
    if not create_missing_profiles(round_, day_of(at, round_.office.time_zone)):
        raise ValidationError(_("Tidak satu pun peserta punya rusun atau rusus yang diminta putaran ini."))
    invite_participants(round_, participants, by=by, at=at)
    return round_


def plan_coordination(round_: Round, asked: CoordinationPlan, *, by: Any, at: datetime) -> Meeting:
    return meetings.plan_meeting(
        office=round_.office,
        kind=COORDINATION,
        title=_("Rapat koordinasi %(round)s") % {"round": round_.name},
        about=About("round", str(round_.pk)),
        by=by,
        at=at,
        **asked.__dict__,
    )


def create_missing_profiles(round_: Round, day: date) -> list[Profile]:
    """Create a profile for each estate of the participants that has none in this round."""
    asked = Estate.objects.in_use(day).asked_by_rounds().filter(office__in=round_.participants.values("office"))
    new = asked.exclude(profiles__round=round_).order_by("pk")
    return Profile.objects.bulk_create(build_prefilled_profiles(round_, list(new)))


def invite_participants(round_: Round, participants: list[Participant], *, by: Any, at: datetime) -> None:
    meeting = round_.coordination
    for participant in participants:
        if meeting and meeting.state == MeetingState.PLANNED:
            meetings.invite_guest(meeting=meeting, office=participant.office, by=by, at=at)
        participant.invited_at, participant.invited_by = at, by
        participant.save(update_fields=["invited_at", "invited_by"])


@transaction.atomic
def move_round(*, round_: Round, state: RoundState, by: Any, at: datetime) -> Round:
    """Move the round to the desk, or back to filling."""
    if state not in (RoundState.DESK, RoundState.COLLECTING) or round_.state == RoundState.PREPARING:
        raise ValueError(f"a round is opened by open_round and closed by close_round, not moved to {state}")
    round_ = lock_round(round_)
    refuse_if(policies.why_not_move_round(by, round_, state))
    round_.state = state
    round_.save(update_fields=["state"])
    return round_


@transaction.atomic
def close_round(*, round_: Round, reasons: Mapping[int, str], by: Any, at: datetime) -> Round:
    """Close the round. A profile that is not frozen needs a reason: `reasons` by id of the profile."""
    round_ = lock_round(round_)
    refuse_if(policies.why_not_move_round(by, round_, RoundState.CLOSED))
    loose = list(round_.profiles.exclude(state=ProfileState.FROZEN).select_related("estate").order_by("pk"))
    for profile in loose:
        profile.unfrozen_reason = squeeze_spaces(reasons.get(profile.pk) or profile.unfrozen_reason)[:300]
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
    """Remind participants with missing answers 7, 3 and 1 days before filling ends. Returns the number of messages."""
    collecting = Round.objects.filter(state=RoundState.COLLECTING, fill_until_on__isnull=False)
    return sum(remind_round(round_, at=at) for round_ in collecting.select_related("office", "form").order_by("pk"))


def remind_round(round_: Round, *, at: datetime) -> int:
    """Send the reminder of the present stage (7, 3 or 1 days). If the job missed a day, it is sent the next day; the
    event key prevents duplicates.
    """
    day = day_of(at, round_.office.time_zone)
    left = (round_.fill_until_on - day).days if round_.fill_until_on else -1
    turn = next((days for days in REMIND_BEFORE if 0 <= left <= days), None)
    if turn is None:
        return 0
    written = 0
    for standing in progress.list_participant_progress(round_):
        if standing.is_complete:
            continue
        written += messages.send_filling_reminder(standing, turn=turn, day=day, at=at)
        Participant.objects.filter(pk=standing.participant.pk).update(reminded_on=day)
    return written


def lock_round(round_: Round) -> Round:
    return lock_row(round_, "office__parent", "form", "coordination")
