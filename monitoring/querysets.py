"""How monitoring's rows are read. Every chain in a view, API or report begins with `visible_to`.

A kab/kota sees its own estates and what hangs on them; the province those of its kab/kota; a directorate the nation.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, Func, IntegerField, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from krs_portal.offices.models import Office
from krs_portal.offices.querysets import on_day
from monitoring.enums import ROUND_BENEFICIARIES, EntryState, ProblemState, UnitState

if TYPE_CHECKING:
    from monitoring.models import (  # noqa: F401
        Assessment,
        Block,
        Consent,
        DeskSession,
        Estate,
        HandOver,
        Household,
        Member,
        Objection,
        Participant,
        Problem,
        Profile,
        ProfileEntry,
        Recomputation,
        Referral,
        ReferralList,
        Round,
        Tenancy,
        Unit,
    )


def estates_of(user: Any) -> models.QuerySet[Estate]:
    return apps.get_model("monitoring", "Estate").objects.visible_to(user)


class EstateQuerySet(models.QuerySet["Estate"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def in_use(self, day: date) -> Self:
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))

    def asked_by_rounds(self) -> Self:
        """What a round asks for: rusus, and rusun of low-income people and workers."""
        return self.filter(Q(kind="RUSUS") | Q(beneficiary__in=ROUND_BENEFICIARIES))

    def figures(self) -> dict[str, Any]:
        """Sums of the tallies. `of_units` are those of the `answered` estates: only there `occupied` says a share."""
        answered = Q(tally__occupancy__isnull=False)
        found = self.aggregate(
            locations=Count("pk"),
            answered=Count("pk", filter=answered),
            towers=Sum("tally__towers"),
            units=Sum("tally__units"),
            of_units=Sum("tally__units", filter=answered),
            occupied=Sum("tally__occupied", filter=answered),
            problems=Coalesce(Sum("tally__open_problems"), Value(0)),
        )
        of_units, occupied = found["of_units"], found["occupied"]
        found["empty"] = None if of_units is None else of_units - occupied
        found["occupancy"] = 100 * occupied / of_units if of_units else None
        return found


class BlockQuerySet(models.QuerySet["Block"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(estate__in=estates_of(user))

    def with_counts(self) -> Self:
        """Adds `unit_count`, `occupied_count`, `broken_count`: from the units where listed, else as declared."""
        living = Q(units__tenancies__isnull=False, units__tenancies__ended_on__isnull=True)
        listed_units = Count("units", distinct=True)
        listed_occupied = Count("units", filter=living, distinct=True)

        def of(listed: Any, declared: str) -> Case:
            return Case(When(is_listed=True, then=listed), default=F(declared), output_field=IntegerField(null=True))

        return self.annotate(
            unit_count=of(listed_units, "declared_units"),
            occupied_count=of(listed_occupied, "declared_occupied"),
            broken_count=Count("units", filter=Q(units__state=UnitState.BROKEN), distinct=True),
        )

    def totals(self) -> dict[str, int]:
        """Towers, units and occupied units of all blocks."""
        counted = self.with_counts()
        found = counted.aggregate(
            towers=Coalesce(Sum("towers"), Value(0)),
            units=Coalesce(Sum("unit_count"), Value(0)),
            occupied=Coalesce(Sum("occupied_count"), Value(0)),
        )
        return {**found, "empty": found["units"] - found["occupied"]}


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(block__estate__in=estates_of(user))

    def empty(self) -> Self:
        return self.exclude(tenancies__ended_on__isnull=True, tenancies__isnull=False)

    def occupied(self) -> Self:
        return self.filter(tenancies__ended_on__isnull=True, tenancies__isnull=False)

    def with_tenancy(self) -> Self:
        """Adds `is_occupied`."""
        active = apps.get_model("monitoring", "Tenancy").objects.filter(unit=OuterRef("pk"), ended_on__isnull=True)
        return self.annotate(is_occupied=Exists(active))


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(estate__in=estates_of(user))


class ProblemQuerySet(models.QuerySet["Problem"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(estate__in=estates_of(user))

    def unresolved(self) -> Self:
        return self.exclude(state=ProblemState.RESOLVED)

    def resolved(self) -> Self:
        return self.filter(state=ProblemState.RESOLVED)

    def overdue(self, day: date) -> Self:
        return self.unresolved().filter(due_on__lt=day)

    def repeated(self) -> Self:
        return self.filter(repeats__isnull=False)


class HouseholdQuerySet(models.QuerySet["Household"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(estate__in=estates_of(user))

    def living_there(self) -> Self:
        return self.filter(Exists(stays().filter(household=OuterRef("pk"), ended_on__isnull=True)))

    def doubted(self) -> Self:
        """Something about them was kept although it can hardly be right."""
        return self.exclude(doubts=[])


class MemberQuerySet(models.QuerySet["Member"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(household__estate__in=estates_of(user))


def stays() -> models.QuerySet[Tenancy]:
    return apps.get_model("monitoring", "Tenancy").objects.order_by()


class TenancyQuerySet(models.QuerySet["Tenancy"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(unit__block__estate__in=estates_of(user))

    def active(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def ending_within(self, days: int, day: date) -> Self:
        """Agreements of those living there that end within so many days, or have ended already."""
        return self.active().filter(ends_on__lte=day + timedelta(days=days))

    def with_stay(self) -> Self:
        """Adds `stay_since`: the first day in the estate. Moving to another unit begins no new stay."""
        first = stays().filter(household=OuterRef("household")).order_by("started_on").values("started_on")[:1]
        return self.annotate(stay_since=Subquery(first))

    def beyond_limit(self, day: date) -> Self:
        """Those living there for longer than the rule of their estate allows."""
        limit = F("unit__block__estate__stay_limit_years")
        return self.active().with_stay().annotate(limit_on=YearsLater(F("stay_since"), limit)).filter(limit_on__lt=day)


class YearsLater(Func):
    """The day so many years after another."""

    template = "(%(expressions)s)::date"
    arg_joiner = " + interval '1 year' * "
    output_field = models.DateField()


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(household__estate__in=estates_of(user))

    def in_force(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: Any) -> Self:
        """Rounds of the user's offices, and those their offices take part in."""
        offices = Office.objects.visible_to(user)
        return self.filter(
            Q(office__in=offices)
            | Q(pk__in=apps.get_model("monitoring", "Participant").objects.filter(office__in=offices).values("round"))
        )


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))


class ProfileQuerySet(models.QuerySet["Profile"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(estate__in=estates_of(user))


class EntryQuerySet(models.QuerySet["ProfileEntry"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(profile__estate__in=estates_of(user))

    def waiting(self) -> Self:
        """Begun from a version that was no longer the newest: somebody has to choose."""
        return self.filter(state=EntryState.CONFLICT)


class SessionQuerySet(models.QuerySet["DeskSession"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(participant__office__in=Office.objects.visible_to(user))


class CriterionQuerySet(models.QuerySet[Any]):
    def in_force(self, day: date) -> Self:
        return self.filter(on_day(day))


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(household__estate__in=estates_of(user))

    def failing(self, criterion: int) -> Self:
        return self.filter(unmet__contains=[criterion])

    def lacking(self, criterion: int) -> Self:
        return self.filter(unknown__contains=[criterion])


class RecomputationQuerySet(models.QuerySet["Recomputation"]):
    def running(self) -> Self:
        return self.filter(finished_at__isnull=True)

    def visible_to(self, user: Any) -> Self:
        """Those that touch the user's households: of an office in sight, or of everybody."""
        return self.filter(Q(office__isnull=True) | Q(office__in=Office.objects.visible_to(user)))


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(household__estate__in=estates_of(user))


class ReferralListQuerySet(models.QuerySet["ReferralList"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(household__estate__in=estates_of(user), list__office__in=Office.objects.visible_to(user))
