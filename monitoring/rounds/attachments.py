"""Photos and documents of a profile: who may see them and who may add to them."""

from __future__ import annotations

from krs_portal.files.owners import ATTACHMENT_OWNERS
from monitoring.register.attachments import build_estate_owner
from monitoring.rounds import policies
from monitoring.rounds.models import Profile
from monitoring.rounds.progress import PROFILE


def register_profile_files() -> None:
    ATTACHMENT_OWNERS.register(
        build_estate_owner(
            PROFILE, Profile, estate="estate", url="monitoring:profile", why_not_change=policies.why_not_save_profile
        )
    )
