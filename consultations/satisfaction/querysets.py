from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import ExtractYear

from consultations.satisfaction.enums import CommentKind, LinkState
from krs_portal.offices.querysets import OfficeScopedQuerySet

if TYPE_CHECKING:
    from consultations.satisfaction.models import SurveyAnswer, SurveyComment, SurveyLink  # noqa: F401


class SurveyLinkQuerySet(OfficeScopedQuerySet["SurveyLink"]):
    def open(self) -> Self:
        return self.filter(state=LinkState.OPEN)


class DatedQuerySet(OfficeScopedQuerySet):
    def between(self, first: date, last: date) -> Self:
        return self.filter(answered_on__range=(first, last))


class SurveyAnswerQuerySet(DatedQuerySet):
    def list_years(self) -> models.QuerySet:
        """The years with answers, the newest first."""
        years = self.annotate(year=ExtractYear("answered_on")).values_list("year", flat=True)
        return years.distinct().order_by("-year")


class SurveyCommentQuerySet(DatedQuerySet):
    def unsorted(self) -> Self:
        return self.filter(kind=CommentKind.UNSORTED)

    def replied(self) -> Self:
        return self.filter(replied_at__isnull=False)
