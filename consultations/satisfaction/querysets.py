from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Count
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
    def count_by_year(self) -> list[tuple[int, int]]:
        """The years with answers, the newest first, each with the answers of the office that has most."""
        counted = self.annotate(year=ExtractYear("answered_on")).values("year", "office").annotate(answers=Count("pk"))
        most: dict[int, int] = {}
        for year, answers in counted.order_by("-year", "office").values_list("year", "answers"):
            most[year] = max(answers, most.get(year, 0))
        return list(most.items())


class SurveyCommentQuerySet(DatedQuerySet):
    def unsorted(self) -> Self:
        return self.filter(kind=CommentKind.UNSORTED)

    def replied(self) -> Self:
        return self.filter(replied_at__isnull=False)
