"""Badges of rounds and profiles, so that templates need no if-chains."""

from __future__ import annotations

from django.utils.translation import gettext as _

from krs_portal.kit.badges import Badge, build_badge
from monitoring.rounds.enums import ProfileState, RoundState
from monitoring.rounds.models import Profile, Round


def build_round_badge(round_: Round) -> Badge:
    return build_badge(RoundState(round_.state))


def build_profile_badge(profile: Profile) -> Badge:
    if not profile.is_touched:
        return Badge(_("Belum diperiksa"), "neutral", "clock")
    return build_badge(ProfileState(profile.state))
