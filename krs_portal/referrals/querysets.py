from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import Count, Min, Q

from krs_portal.kit.about import AboutQuerySet
from krs_portal.offices.models import Coverage, Membership, Office, Region
from krs_portal.offices.querysets import build_validity_filter
from krs_portal.referrals.enums import ANSWERED, AWAITING, REFUSED, Basket, ClockMark, NextAct, ReferralState

if TYPE_CHECKING:
    from krs_portal.referrals.models import Partner, Programme, Referral  # noqa: F401

Row = TypeVar("Row", bound=models.Model)

BASKETS = {
    Basket.TO_SEND: Q(state=ReferralState.DRAFT),
    Basket.WAITING: Q(state__in=AWAITING, mark=ClockMark.NONE),
    Basket.UNANSWERED: Q(state__in=AWAITING, mark=ClockMark.UNANSWERED),
    Basket.AT_RISK: Q(state__in=AWAITING, mark=ClockMark.AT_RISK),
    Basket.ACCEPTED: Q(state=ReferralState.ACCEPTED),
    Basket.DECLINED: Q(state=ReferralState.DECLINED, next_act=NextAct.PENDING),
    Basket.EXPIRED: Q(state=ReferralState.CLOSED, next_act=NextAct.PENDING),
    Basket.DELIVERED: Q(state=ReferralState.DELIVERED),
    Basket.DONE: Q(state=ReferralState.WITHDRAWN) | Q(state__in=REFUSED) & ~Q(next_act=NextAct.PENDING),
}


def list_ids_above(user: Any) -> list[int]:
    """The offices of the user and those above them."""
    own = Office.objects.filter(pk__in=Membership.objects.of(user).values("office")).select_related("parent")
    return [pk for office in own for pk in office.list_ids_at_or_above()]


def list_matching_regions(office: Office, day: date) -> Any:
    """The regions that an office serves, with those around and inside them."""
    served = Coverage.objects.filter(build_validity_filter(day), office=office).values("region")
    return Region.objects.filter(Q(pk__in=served) | Q(parent__in=served) | Q(children__in=served)).values("pk")


class DirectoryQuerySet(models.QuerySet[Row]):
    """Partners, or rows that belong to one. `partner_path` leads to it."""

    partner_path = ""

    def visible_to(self, user: Any) -> Self:
        """The ministry's partners, those of offices in sight, and those of the offices above one's own."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        office = f"{self.partner_path}office"
        return self.filter(
            Q(**{f"{office}__isnull": True})
            | Q(**{f"{office}__in": Office.objects.visible_to(user)})
            | Q(**{f"{office}__in": list_ids_above(user)})
        )

    def offered_to(self, office: Office, day: date) -> Self:
        """To whom the office may refer: its own partners, and the ministry's for its regions or for the nation."""
        to, region = f"{self.partner_path}office", f"{self.partner_path}region"
        reached = Q(**{f"{region}__isnull": True}) | Q(**{f"{region}__in": list_matching_regions(office, day)})
        return self.filter(
            Q(**{f"{to}__in": office.list_ids_at_or_above()}) | Q(**{f"{to}__isnull": True}) & reached,
            **{f"{self.partner_path}is_active": True},
        )


class PartnerQuerySet(DirectoryQuerySet["Partner"]):
    """The directory."""


class ProgrammeQuerySet(DirectoryQuerySet["Programme"]):
    partner_path = "partner__"

    def active(self) -> Self:
        return self.filter(is_active=True)


class BasketQuerySet(AboutQuerySet["Referral"]):
    """Whoever may see the office's rows may see its referrals; names are for those who refer there."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(office__in=Office.objects.visible_to(user))

    def in_basket(self, basket: Basket) -> Self:
        return self.filter(BASKETS[basket])

    def count_baskets(self) -> dict[Basket, int]:
        """How many lie in each basket, in one query."""
        found = self.order_by().aggregate(
            **{basket.name: Count("pk", filter=wanted) for basket, wanted in BASKETS.items()}
        )
        return {basket: found[basket.name] for basket in BASKETS}

    def awaiting(self) -> Self:
        return self.filter(state__in=AWAITING)

    def standing(self) -> Self:
        """All but those that were taken back."""
        return self.exclude(state=ReferralState.WITHDRAWN)

    def with_answer(self) -> Self:
        """With the moments of its first answer (`answered_at`) and of its being taken back (`withdrawn_at`)."""
        said = Q(steps__state__in=ANSWERED)
        taken_back = Q(steps__state=ReferralState.WITHDRAWN)
        return self.annotate(
            answered_at=Min("steps__noted_at", filter=said), withdrawn_at=Min("steps__noted_at", filter=taken_back)
        )

    def with_partner(self) -> Self:
        return self.select_related("programme__partner", "office", "created_by")
