"""Profiles: who writes, hands in, sends back, and until when."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from monitoring.enums import (
    EntryState,
    ProfileState,
)
from monitoring.models import (
    Profile,
    ProfileEntry,
    Round,
)
from monitoring.policies.agencies import field_agencies, known_agencies
from monitoring.policies.agreement import awaits_agreement
from monitoring.policies.estates import why_not_edit_estate
from monitoring.policies.rounds import why_not_fill_now, why_not_run_rounds


def open_profiles(user: Any, round_: Round) -> Q:
    """Those the user may fill in, as a condition: what `why_not_save_profile` allows but for minutes under way."""
    own = Q(round=round_, estate__office__in=known_agencies(user)) & ~Q(state=ProfileState.FROZEN)
    return own & ~Q(state=ProfileState.SUBMITTED) if why_not_run_rounds(user, round_.office) else own


def why_not_fill_round(user: Any, round_: Round) -> str | None:
    """Its profiles as a workbook: for whoever may fill in at least one of them."""
    if refusal := why_not_fill_now(round_):
        return refusal
    if Profile.objects.filter(open_profiles(user, round_)).exists():
        return None
    return _("Tidak ada profil yang dapat Anda isi pada putaran ini.")


def why_not_save_profile(user: Any, profile: Profile) -> str | None:
    """The local agency until it has submitted; the province until the profile is frozen."""
    if refusal := why_not_fill_now(profile.round):
        return refusal
    if profile.state == ProfileState.FROZEN:
        return _("Profil ini sudah disepakati dan dibekukan.")
    if awaits_agreement(profile):
        return _("Berita acara desk sedang menunggu persetujuan; profilnya tidak berubah sementara itu.")
    if not why_not_run_rounds(user, profile.round.office):
        return None
    if profile.state == ProfileState.SUBMITTED:
        return _("Profil ini sudah disampaikan. Minta dinas provinsi mengembalikannya bila perlu diubah.")
    return why_not_edit_estate(user, profile.estate)


def why_not_withdraw_entry(user: Any, entry: ProfileEntry) -> str | None:
    """Taking back what was saved, while nobody has built on it."""
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
    if awaits_agreement(profile):
        return _("Berita acara desk sedang menunggu persetujuan; profilnya tidak berubah sementara itu.")
    return None if profile.state == ProfileState.SUBMITTED else _("Hanya profil yang disampaikan dapat dikembalikan.")


def fills_in_field(user: Any, profile: Profile) -> bool:
    """Whether the profile may lie on the user's own device: that of a local agency, its own estates only."""
    return profile.estate.office_id in field_agencies(user)


def not_the_writer() -> str:
    return _("Isian ini ditulis dengan akun lain; masuklah dengan akun itu untuk mengirimnya.")


def unknown_version() -> str:
    return _("Isian ini dimulai dari versi yang tidak dikenal. Muat ulang halamannya.")


def somebody_saved_first() -> str:
    return _("Profil ini sudah diubah orang lain sejak Anda mulai. Isian Anda disimpan; pilih isian yang benar.")
