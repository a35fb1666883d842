"""May a user fill in, submit, return or withdraw a profile, and until when?"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from krs_portal.meetings.enums import MinutesState
from monitoring.register.policies import list_field_agencies, list_known_agencies, why_not_edit_estate
from monitoring.rounds.enums import EntryState, ProfileState
from monitoring.rounds.models import Profile, ProfileEntry, Round
from monitoring.rounds.policies.rounds import why_not_fill_now, why_not_run_rounds


def build_open_profiles_filter(user: Any, round_: Round) -> Q:
    """Profiles the user may fill in: `why_not_save_profile` in SQL, except the check for minutes awaiting agreement."""
    own = Q(round=round_, estate__office__in=list_known_agencies(user)) & ~Q(state=ProfileState.FROZEN)
    return own & ~Q(state=ProfileState.SUBMITTED) if why_not_run_rounds(user, round_.office) else own


def why_not_fill_round(user: Any, round_: Round) -> str | None:
    """The workbook of the round is for users who may fill in at least one of its profiles."""
    if refusal := why_not_fill_now(round_):
        return refusal
    if Profile.objects.filter(build_open_profiles_filter(user, round_)).exists():
        return None
    return _("Tidak ada profil yang dapat Anda isi pada putaran ini.")


def why_not_save_profile(user: Any, profile: Profile) -> str | None:
    """The local agency may write until it has submitted, the province until the profile is frozen."""
    if refusal := why_not_fill_now(profile.round):
        return refusal
    if profile.state == ProfileState.FROZEN:
        return _("Profil ini sudah disepakati dan dibekukan.")
    if is_awaiting_agreement(profile):
        return _("Berita acara desk sedang menunggu persetujuan; profilnya tidak berubah sementara itu.")
    if not why_not_run_rounds(user, profile.round.office):
        return None
    if profile.state == ProfileState.SUBMITTED:
        return _("Profil ini sudah disampaikan. Minta dinas provinsi mengembalikannya bila perlu diubah.")
    return why_not_edit_estate(user, profile.estate)


def why_not_withdraw_entry(user: Any, entry: ProfileEntry) -> str | None:
    """A saving can be taken back as long as nobody has saved the profile after it."""
    if refusal := why_not_save_profile(user, entry.profile):
        return refusal
    if entry.state == EntryState.TAKEN and (entry.former is None or entry.made_version == entry.profile.version):
        return None
    if entry.state == EntryState.CONFLICT:
        return None
    return _("Profil ini sudah disimpan lagi sesudahnya.")


def why_not_submit(user: Any, profile: Profile) -> str | None:
    if profile.state == ProfileState.SUBMITTED:
        return _("Profil ini sudah disampaikan.")
    return why_not_save_profile(user, profile)


def why_not_return_profile(user: Any, profile: Profile) -> str | None:
    if refusal := why_not_run_rounds(user, profile.round.office):
        return refusal
    if is_awaiting_agreement(profile):
        return _("Berita acara desk sedang menunggu persetujuan; profilnya tidak berubah sementara itu.")
    return None if profile.state == ProfileState.SUBMITTED else _("Hanya profil yang disampaikan dapat dikembalikan.")


def fills_in_field(user: Any, profile: Profile) -> bool:
    """Whether the profile may be stored offline on the user's device: only staff of the local agency, only its own
    estates.
    """
    return profile.estate.office_id in list_field_agencies(user)


def explain_other_writer() -> str:
    return _("Isian ini ditulis dengan akun lain; masuklah dengan akun itu untuk mengirimnya.")


def explain_unknown_version() -> str:
    return _("Isian ini dimulai dari versi yang tidak dikenal. Muat ulang halamannya.")


def explain_version_conflict() -> str:
    return _("Profil ini sudah diubah orang lain sejak Anda mulai. Isian Anda disimpan; pilih isian yang benar.")


def is_awaiting_agreement(profile: Profile) -> bool:
    """Whether minutes about this profile await agreement. Until then it must not change, because both sides agree to
    its content.
    """
    return profile.round.participants.filter(
        office=profile.estate.office_id, session__meeting__minutes__state=MinutesState.PROPOSED
    ).exists()
