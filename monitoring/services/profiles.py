"""Filling in a profile, without losing what anybody wrote; submitting, returning and freezing it."""

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
from monitoring import fields, messages, policies
from monitoring.enums import PROFILE_MOVES, EntryState, ProfileState
from monitoring.models import Profile, ProfileEntry


@dataclass(frozen=True)
class Outcome:
    """What became of a saving. `refusal` says why it was kept but not submitted."""

    entry: ProfileEntry
    profile: Profile
    refusal: str = ""

    @property
    def is_conflict(self) -> bool:
        return self.entry.state == EntryState.CONFLICT


def refuse(sentence: str | None) -> None:
    if sentence:
        raise PermissionDenied(sentence)


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
) -> Outcome:
    """Take the values, if nobody else saved since `base_version`; else keep them until somebody chooses.

    `key` makes a saving that is sent twice count once. `after` names the saving of the same device that this one was
    written on top of, before either had been sent.
    """
    profile, key = locked(profile), key or uuid4()
    if known := ProfileEntry.objects.filter(key=key).first():
        return answered_before(known, profile, by)
    refuse(policies.why_not_save_profile(by, profile))
    entry = ProfileEntry(
        key=key, profile=profile, values=dict(values), base_version=base_version, wants_submit=submit,
        state=EntryState.CONFLICT, received_at=at, received_by=by,
    )  # fmt: skip
    follow(entry, after)
    if entry.base_version > profile.version:
        raise ValidationError(policies.unknown_version())
    changes = fields.differences(profile.round.form, fields.read(profile, profile.round.form), values)
    if changes and entry.base_version < profile.version:
        entry.save()
        return Outcome(entry, profile)
    if changes or not profile.is_touched:
        entry.former = {"values": fields.read(profile, profile.round.form), "is_touched": profile.is_touched}
        take(profile, values, by=by, at=at)
    entry.state, entry.made_version = EntryState.TAKEN, profile.version
    entry.save()
    return Outcome(entry, profile, submitted_too(profile, by=by, at=at) if submit else "")


def answered_before(entry: ProfileEntry, profile: Profile, by: Any) -> Outcome:
    if (entry.profile_id, entry.received_by_id) != (profile.pk, by.pk):
        raise ValidationError(_("Kunci isian ini sudah dipakai untuk isian lain."))
    return Outcome(entry, profile)


def follow(entry: ProfileEntry, after: UUID | None) -> None:
    """Written on top of an earlier one: it begins where that one ended, or waits in its stead."""
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


def take(profile: Profile, values: Mapping[str, Any], *, by: Any, at: datetime, is_touched: bool = True) -> None:
    fields.write(profile, profile.round.form, values)
    profile.clean()
    profile.version += 1
    profile.edited_at, profile.edited_by = (at, by) if is_touched else (None, None)
    profile.full_clean(exclude=["round", "estate", "previous"], validate_unique=False)
    profile.save()


def submitted_too(profile: Profile, *, by: Any, at: datetime) -> str:
    """Submits what was just saved; what stands in the way is a sentence, and the saving stays."""
    try:
        hand_in(profile, by=by, at=at)
    except PermissionDenied as error:
        return str(error)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@transaction.atomic
def settle_entry(*, entry: ProfileEntry, mine: set[str], seen_version: int, by: Any, at: datetime) -> Outcome:
    """Of two writers' values, field by field: the fields in `mine` from the entry, the others stay."""
    profile = locked(entry.profile)
    entry = ProfileEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    refuse(policies.why_not_save_profile(by, profile))
    if entry.state != EntryState.CONFLICT:
        raise ValidationError(_("Pilihan untuk isian ini sudah dibuat."))
    if seen_version != profile.version:
        raise ValidationError(_("Profil ini berubah lagi sementara Anda memilih. Pilih kembali dari isi terbaru."))
    chosen = {name: value for name, value in entry.values.items() if name in mine}
    if fields.differences(profile.round.form, fields.read(profile, profile.round.form), chosen):
        take(profile, chosen, by=by, at=at)
    entry.state, entry.settled_at, entry.settled_by = EntryState.SETTLED, at, by
    entry.save(update_fields=["state", "settled_at", "settled_by"])
    return Outcome(entry, profile, submitted_too(profile, by=by, at=at) if entry.wants_submit else "")


@transaction.atomic
def withdraw_entry(*, entry: ProfileEntry, by: Any, at: datetime) -> Profile:
    """The profile says again what it said before; its version rises, so that nobody overwrites anybody meanwhile."""
    profile = locked(entry.profile)
    entry = ProfileEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    entry.profile = profile
    refuse(policies.why_not_withdraw_entry(by, entry))
    if entry.former is not None:
        take(profile, entry.former["values"], by=by, at=at, is_touched=entry.former["is_touched"])
    entry.state, entry.made_version = EntryState.WITHDRAWN, None
    entry.save(update_fields=["state", "made_version"])
    return profile


@transaction.atomic
def submit_profile(*, profile: Profile, by: Any, at: datetime) -> Profile:
    return hand_in(locked(profile), by=by, at=at)


def hand_in(profile: Profile, *, by: Any, at: datetime) -> Profile:
    refuse(policies.why_not_submit(by, profile))
    missing = fields.filling(profile, profile.round.form, has_photo=True).missing
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
    """Back to the agency, which reads why."""
    profile = locked(profile)
    refuse(policies.why_not_return_profile(by, profile))
    if not reason.strip():
        raise ValidationError({"reason": _("Tuliskan apa yang perlu diperbaiki.")})
    profile.state, profile.return_reason = ProfileState.RETURNED, " ".join(reason.split())[:300]
    profile.save(update_fields=["state", "return_reason"])
    messages.tell_returned(profile, day=day_of(at, profile.round.office.time_zone), at=at)
    return profile


@transaction.atomic
def freeze_profile(*, profile: Profile, by: Any, at: datetime) -> Profile:
    """Agreed: nothing changes any more. Who may agree is decided by the minutes of the desk session."""
    profile = locked(profile)
    if profile.state == ProfileState.FROZEN:
        return profile
    if ProfileState.FROZEN not in PROFILE_MOVES[ProfileState(profile.state)]:
        raise ValidationError(
            _("Profil %(estate)s belum disampaikan, sehingga belum dapat dibekukan.") % {"estate": profile.estate}
        )
    profile.state, profile.frozen_at, profile.frozen_by = ProfileState.FROZEN, at, by
    profile.save(update_fields=["state", "frozen_at", "frozen_by"])
    return profile


def locked(profile: Profile) -> Profile:
    rows = Profile.objects.select_for_update(of=("self",))
    return rows.select_related("round__office__parent", "round__form", "estate__office__parent__parent").get(
        pk=profile.pk
    )
