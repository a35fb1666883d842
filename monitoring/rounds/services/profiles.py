"""Save a profile without losing anybody's entry; submit, return and freeze it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.words import squeeze_spaces
from krs_portal.offices.querysets import PARENTS
from monitoring.register.services import take_round_figures
from monitoring.rounds import fields, messages, policies
from monitoring.rounds.enums import PROFILE_MOVES, EntryState, ProfileState
from monitoring.rounds.models import Profile, ProfileEntry
from monitoring.rounds.services.settling import read_round_answer


@dataclass(frozen=True)
class SavingOutcome:
    """The result of a saving. `refusal` is the reason why the values were saved but not submitted."""

    entry: ProfileEntry
    profile: Profile
    refusal: str = ""

    @property
    def is_conflict(self) -> bool:
        return self.entry.state == EntryState.CONFLICT


@transaction.atomic
def save_profile(
    *,
    profile: Profile,
    values: Mapping[str, Any],
    base_version: int,
    by: Any,
    at: datetime,
    key: UUID | None = None,
    after: UUID | None = None,
    submit: bool = False,
) -> SavingOutcome:
    """Write the values if nobody else saved since `base_version`; otherwise keep them as a conflict to be resolved.

    `key` identifies the saving, so that one that is sent twice counts once. `after` is the key of the earlier saving
    of the same device on top of which this one was written while offline.
    """
    profile, key = lock_profile(profile), key or uuid4()
    if known := ProfileEntry.objects.filter(key=key).first():
        return repeat_saving_outcome(known, profile, by)
    refuse_if(policies.why_not_save_profile(by, profile))
    entry = ProfileEntry(
        key=key, profile=profile, values=dict(values), base_version=base_version, wants_submit=submit,
        state=EntryState.CONFLICT, received_at=at, received_by=by,
    )  # fmt: skip
    follow_earlier_entry(entry, after)
    if entry.base_version > profile.version:
        raise ValidationError(policies.explain_unknown_version())
    changes = fields.list_differences(profile.round.form, fields.read_values(profile, profile.round.form), values)
    if changes and entry.base_version < profile.version:
        entry.save()
        return SavingOutcome(entry, profile)
    if changes or not profile.is_touched:
        entry.former = {"values": fields.read_values(profile, profile.round.form), "is_touched": profile.is_touched}
        take_values(profile, values, by=by, at=at)
    entry.state, entry.made_version = EntryState.TAKEN, profile.version
    entry.save()
    return SavingOutcome(entry, profile, submit_saved_profile(profile, by=by, at=at) if submit else "")


def repeat_saving_outcome(entry: ProfileEntry, profile: Profile, by: Any) -> SavingOutcome:
    if (entry.profile_id, entry.received_by_id) != (profile.pk, by.pk):
        raise ValidationError(_("Kunci isian ini sudah dipakai untuk isian lain."))
    return SavingOutcome(entry, profile)


def follow_earlier_entry(entry: ProfileEntry, after: UUID | None) -> None:
    """The entry was written offline on top of `after`. Start from the version `after` produced; if `after` is in
    conflict, replace it.
    """
    before = (
        after and ProfileEntry.objects.filter(key=after, profile=entry.profile, received_by=entry.received_by).first()
    )
    if not before:
        return
    if before.made_version is not None:
        entry.base_version = before.made_version
    elif before.state == EntryState.CONFLICT:
        entry.base_version = before.base_version
        before.state = EntryState.REPLACED
        before.save(update_fields=["state"])


def take_values(profile: Profile, values: Mapping[str, Any], *, by: Any, at: datetime, is_touched: bool = True) -> None:
    fields.write_values(profile, profile.round.form, values)
    profile.clean()  # first alone: full_clean would repeat its sentences in those of the constraints
    profile.version += 1
    profile.edited_at, profile.edited_by = (at, by) if is_touched else (None, None)
    profile.full_clean(exclude=["round", "estate", "previous"], validate_unique=False)
    profile.save()


def submit_saved_profile(profile: Profile, *, by: Any, at: datetime) -> str:
    """Try to submit the saved profile. Returns the reason if it is refused; the saved values are kept either way."""
    try:
        submit_locked_profile(profile, by=by, at=at)
    except PermissionDenied as error:
        return str(error)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@transaction.atomic
def settle_entry(*, entry: ProfileEntry, mine: set[str], seen_version: int, by: Any, at: datetime) -> SavingOutcome:
    """Resolve a conflict: the fields in `mine` are taken from the entry, all others keep the present value."""
    profile = lock_profile(entry.profile)  # always before its entry: two writers lock in the same order
    entry = lock_row(entry)
    refuse_if(policies.why_not_save_profile(by, profile))
    if entry.state != EntryState.CONFLICT:
        raise ValidationError(_("Pilihan untuk isian ini sudah dibuat."))
    if seen_version != profile.version:
        raise ValidationError(_("Profil ini berubah lagi sementara Anda memilih. Pilih kembali dari isi terbaru."))
    chosen = {name: value for name, value in entry.values.items() if name in mine}
    if fields.list_differences(profile.round.form, fields.read_values(profile, profile.round.form), chosen):
        take_values(profile, chosen, by=by, at=at)
    entry.state, entry.settled_at, entry.settled_by = EntryState.SETTLED, at, by
    entry.save(update_fields=["state", "settled_at", "settled_by"])
    return SavingOutcome(entry, profile, submit_saved_profile(profile, by=by, at=at) if entry.wants_submit else "")


@transaction.atomic
def withdraw_entry(*, entry: ProfileEntry, by: Any, at: datetime) -> Profile:
    """Restore the profile's former values. Its version rises too, so that a form opened before meets a conflict."""
    profile = lock_profile(entry.profile)
    entry = lock_row(entry)
    entry.profile = profile
    refuse_if(policies.why_not_withdraw_entry(by, entry))
    if entry.former is not None:
        take_values(profile, entry.former["values"], by=by, at=at, is_touched=entry.former["is_touched"])
    entry.state, entry.made_version = EntryState.WITHDRAWN, None
    entry.save(update_fields=["state", "made_version"])
    return profile


@transaction.atomic
def submit_profile(*, profile: Profile, by: Any, at: datetime) -> Profile:
    return submit_locked_profile(lock_profile(profile), by=by, at=at)


def submit_locked_profile(profile: Profile, *, by: Any, at: datetime) -> Profile:
    refuse_if(policies.why_not_submit(by, profile))
    missing = fields.measure_filling(profile, profile.round.form, has_photo=True).missing
    if missing:
        names = ", ".join(str(label) for label in missing)
        raise ValidationError(_("Belum disampaikan. Isian wajib yang masih kosong: %(names)s.") % {"names": names})
    if profile.entries.waiting().exists():
        raise ValidationError(_("Belum disampaikan. Ada isian lain yang menunggu pilihan."))
    profile.state, profile.submitted_at, profile.submitted_by = ProfileState.SUBMITTED, at, by
    profile.return_reason = ""
    profile.save()
    return profile


@transaction.atomic
def return_profile(*, profile: Profile, reason: str, by: Any, at: datetime) -> Profile:
    """Return the profile to its agency, which is told the reason."""
    profile = lock_profile(profile)
    refuse_if(policies.why_not_return_profile(by, profile))
    if not reason.strip():
        raise ValidationError({"reason": _("Tuliskan apa yang perlu diperbaiki.")})
    profile.state, profile.return_reason = ProfileState.RETURNED, squeeze_spaces(reason)[:300]
    profile.save(update_fields=["state", "return_reason"])
    messages.notify_profile_returned(profile, day=day_of(at, profile.round.office.time_zone), at=at)
    return profile


@transaction.atomic
def freeze_profile(*, profile: Profile, by: Any, at: datetime) -> Profile:
    """Freeze an agreed profile for good, and let the register learn from it. Who may agree is decided by the minutes
    of the desk session.
    """
    profile = lock_profile(profile)
    if profile.state == ProfileState.FROZEN:
        return profile
    if ProfileState.FROZEN not in PROFILE_MOVES[ProfileState(profile.state)]:
        raise ValidationError(
            _("Profil %(estate)s belum disampaikan, sehingga belum dapat dibekukan.") % {"estate": profile.estate}
        )
    profile.state, profile.frozen_at, profile.frozen_by = ProfileState.FROZEN, at, by
    profile.save(update_fields=["state", "frozen_at", "frozen_by"])
    take_round_figures(estate=profile.estate, answer=read_round_answer(profile))
    return profile


def lock_profile(profile: Profile) -> Profile:
    return lock_row(profile, "round__office__parent", "round__form", f"estate__office__{PARENTS}")
