from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from krs_portal.kit.about import AboutQuerySet
from krs_portal.meetings.enums import REMIND_DAYS_BEFORE, DecisionState, MeetingState
from krs_portal.offices.models import Office

if TYPE_CHECKING:
    from krs_portal.meetings.models import Agreement, Decision, Meeting  # noqa: F401

Row = TypeVar("Row", bound=models.Model)


def list_visible_meetings(user: Any) -> MeetingQuerySet:
    return apps.get_model("meetings", "Meeting").objects.visible_to(user)


class MeetingQuerySet(AboutQuerySet["Meeting"]):
    def visible_to(self, user: Any) -> Self:
        """Whoever may see the host's rows, and whoever may see those of an office that is invited."""
        offices = Office.objects.visible_to(user)
        invited = self.model._base_manager.filter(invitations__office__in=offices).values("pk")
        return self.filter(Q(office__in=offices) | Q(pk__in=invited))

    def ahead(self, at: datetime) -> Self:
        return self.filter(ends_at__gt=at).exclude(state=MeetingState.CANCELLED)

    def past(self, at: datetime) -> Self:
        return self.filter(Q(ends_at__lte=at) | Q(state=MeetingState.CANCELLED))


class OfMeetingQuerySet(models.QuerySet[Row]):
    """Rows of a meeting: whoever may see the meeting may see them."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(meeting__in=list_visible_meetings(user))


class DecisionQuerySet(AboutQuerySet["Decision"]):
    def visible_to(self, user: Any) -> Self:
        """Who sees the meeting, and who sees the rows of the owner."""
        return self.filter(
            Q(meeting__in=list_visible_meetings(user)) | Q(owner_office__in=Office.objects.visible_to(user))
        )

    def open(self) -> Self:
        return self.filter(state=DecisionState.OPEN)

    def overdue(self, day: date) -> Self:
        return self.open().filter(due_on__lt=day)

    def to_remind_of(self, day: date) -> Self:
        """Open decisions that are overdue or due within three days."""
        return self.open().filter(due_on__lte=day + timedelta(days=REMIND_DAYS_BEFORE))

    def by_due_day(self) -> Self:
        """In the order of due days; decisions without one come last."""
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def current(self) -> Self:
        """Agreements on the current version of the minutes."""
        return self.filter(version=F("minutes__version"))
