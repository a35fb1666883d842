"""Settle which of two figures is right. Where it is the profile's, the register takes it if it can."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.words import squeeze_spaces
from krs_portal.offices.querysets import PARENTS
from monitoring.register.policies import why_not_edit_estate
from monitoring.register.services import RoundAnswer, take_round_figures
from monitoring.rounds.disagreements import FigureSettlement, list_disagreements
from monitoring.rounds.enums import FigureSource
from monitoring.rounds.models import Profile


@transaction.atomic
def settle_figure(*, profile: Profile, field: str, right: str, reason: str, by: Any, at: datetime) -> FigureSettlement:
    """Decide for the two values as they are now; a change of either side is a new disagreement."""
    profile = lock_row(profile, "round", f"estate__office__{PARENTS}", "estate__tally")
    refuse_if(why_not_edit_estate(by, profile.estate))
    found = next((each for each in list_disagreements(profile) if each.field.name == field), None)
    if found is None:
        raise ValidationError(_("Kedua angka ini sudah sama."))
    if not reason.strip():
        raise ValidationError({"reason": _("Tuliskan mengapa angka itu yang benar.")})
    made, _fresh = FigureSettlement.objects.update_or_create(
        profile=profile,
        field=field,
        profile_value=str(found.profile_value),
        register_value=str(found.register_value),
        defaults={"right": right, "reason": squeeze_spaces(reason)[:300], "settled_at": at, "settled_by": by},
    )
    if right == FigureSource.PROFILE:
        take_round_figures(estate=profile.estate, answer=read_round_answer(profile), settled=field)
    return made


def read_round_answer(profile: Profile) -> RoundAnswer:
    return RoundAnswer(
        round_id=profile.round_id,
        as_at=profile.round.data_as_at,
        towers=profile.towers,
        units=profile.units,
        occupied=profile.occupied,
        condition=profile.condition,
    )
