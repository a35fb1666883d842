"""Scoped reads of rounds, participants, profiles and their entries. Start every query in a view, API or report with
`visible_to`: a kab/kota sees its own estates, the province those of its kab/kota, a directorate the nation.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Prefetch, Q

from krs_portal.offices.models import Office
from krs_portal.offices.querysets import PARENTS, OfficeScopedQuerySet
from monitoring.rounds.enums import FILLING_STATES, EntryState

if TYPE_CHECKING:
    from monitoring.rounds.models import Participant, Profile, ProfileEntry, Round  # noqa: F401


def prefetch_named_office(path: str, day: date) -> Prefetch[Any, Any, Any]:
    """The office at the end of `path`, with its name as it was on the day and the offices above it."""
    return Prefetch(path, Office.objects.with_name_on(day).select_related("region", PARENTS))


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: Any) -> Self:
        """Rounds that the user's offices hold or take part in."""
        offices = Office.objects.visible_to(user)
        return self.filter(
            Q(office__in=offices)
            | Q(pk__in=apps.get_model("monitoring", "Participant").objects.filter(office__in=offices).values("round"))
        )

    def with_named_office(self, day: date) -> Self:
        return self.prefetch_related(prefetch_named_office("office", day))


class ParticipantQuerySet(OfficeScopedQuerySet["Participant"]):
    def with_named_office(self, day: date) -> Self:
        return self.prefetch_related(prefetch_named_office("office", day))

    def in_order_of_regions(self) -> Self:
        return self.order_by("office__region__code", "pk")


class ProfileQuerySet(OfficeScopedQuerySet["Profile"]):
    office_path = "estate__office"

    def in_running_rounds(self) -> Self:
        return self.filter(round__state__in=FILLING_STATES).select_related("round")


class EntryQuerySet(OfficeScopedQuerySet["ProfileEntry"]):
    office_path = "profile__estate__office"

    def waiting(self) -> Self:
        """Entries in conflict: they were begun from an older version, and somebody has to choose field by field."""
        return self.filter(state=EntryState.CONFLICT)
