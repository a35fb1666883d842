"""Where the newest profile of an estate and the register disagree, and who settled which of them is right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import track_changes
from krs_portal.kit.moments import signed_moment
from monitoring.rounds import fields
from monitoring.rounds.enums import FigureSource, ProfileState
from monitoring.rounds.models import Profile

# What both sides state, and where the register keeps it, seen from a profile.
REGISTER_PATHS = {
    "towers": "estate__tally__towers",
    "units": "estate__tally__units",
    "occupied": "estate__tally__occupied",
    "broken_units": "estate__tally__broken",
    "condition": "estate__condition",
}
FIELDS = {each.name: each for each in fields.FIGURES if each.name in REGISTER_PATHS}


@track_changes()
class FigureSettlement(models.Model):
    """Somebody decided which of two figures is right. It holds for these two values; if one changes, it is asked anew.

    Where the profile is right and the register counts unit by unit, the list of units has still to be corrected.
    """

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="settlements")
    field = models.CharField(_("isian"), max_length=20, choices=[(name, each.label) for name, each in FIELDS.items()])
    profile_value = models.CharField(_("menurut profil"), max_length=20)
    register_value = models.CharField(_("menurut daftar hunian"), max_length=20)
    right = models.CharField(_("yang benar"), max_length=10, choices=FigureSource)
    reason = models.CharField(_("alasan"), max_length=300)
    settled_at, settled_by = signed_moment(_("diputuskan"))

    class Meta:
        verbose_name = _("keputusan selisih")
        verbose_name_plural = _("keputusan selisih")
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "field", "profile_value", "register_value"],
                name="monitoring_settlement_once",
                violation_error_message=_("Selisih ini sudah diputuskan."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.profile} – {self.get_field_display()}"


@dataclass(frozen=True)
class Disagreement:
    """One figure of one estate that profile and register state differently."""

    profile: Profile
    field: fields.ProfileField
    profile_value: Any
    register_value: Any
    settlement: FigureSettlement | None

    @property
    def profile_shown(self) -> str:
        return self.field.format_value(self.profile_value)

    @property
    def register_shown(self) -> str:
        return self.field.format_value(self.register_value)

    @property
    def is_open(self) -> bool:
        """Not settled yet, or settled for the profile while the register still says something else."""
        return self.settlement is None or self.settlement.right == FigureSource.PROFILE


def list_newest_profiles(profiles: QuerySet[Profile]) -> QuerySet[Profile]:
    """The newest answered profile of each estate: what nobody has submitted states nothing.

    `profiles` may be narrowed by estates, not by rounds.
    """
    answered = profiles.filter(state__in=(ProfileState.SUBMITTED, ProfileState.FROZEN))
    newest = answered.order_by("estate", "-round__data_as_at", "-pk").distinct("estate")
    return Profile.objects.filter(pk__in=newest.values("pk"))


def differs(name: str) -> Q:
    """Both sides state the figure, and not the same."""
    path = REGISTER_PATHS[name]
    known = Q(estate__tally__occupancy__isnull=False) if name == "occupied" else Q()
    stated = ~Q(**{name: ""}) & ~Q(**{path: ""}) if name == "condition" else Q(**{f"{name}__isnull": False})
    return known & stated & Q(**{f"{path}__isnull": False}) & ~Q(**{name: F(path)})


def is_settled(name: str) -> Exists:
    text = models.CharField()
    return Exists(
        FigureSettlement.objects.filter(
            profile=OuterRef("pk"),
            field=name,
            right=FigureSource.REGISTER,
            profile_value=Cast(OuterRef(name), text),
            register_value=Cast(OuterRef(REGISTER_PATHS[name]), text),
        )
    )


def list_disagreeing_profiles(profiles: QuerySet[Profile], *, settled_too: bool = False) -> QuerySet[Profile]:
    """The newest profiles of which at least one figure waits to be settled, or was settled for the register."""
    asked = (differs(name) if settled_too else differs(name) & ~Q(is_settled(name)) for name in REGISTER_PATHS)
    return list_newest_profiles(profiles).filter(reduce(or_, asked))


def list_disagreements(profile: Profile) -> list[Disagreement]:
    """Those of one profile, which brings its estate with its tally, and its settlements."""
    tally, estate = profile.estate.tally, profile.estate
    register = {
        "towers": tally.towers,
        "units": tally.units,
        "occupied": None if tally.occupancy is None else tally.occupied,
        "broken_units": tally.broken,
        "condition": estate.condition,
    }
    settled = {(each.field, each.profile_value, each.register_value): each for each in profile.settlements.all()}
    found = []
    for name, field in FIELDS.items():
        ours, theirs = getattr(profile, name), register[name]
        if fields.is_unanswered(ours) or fields.is_unanswered(theirs) or ours == theirs:
            continue
        found.append(Disagreement(profile, field, ours, theirs, settled.get((name, str(ours), str(theirs)))))
    return found
