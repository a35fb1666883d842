"""Which figure is asked for: the parameters that achievements and their rows share."""

from __future__ import annotations

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request

from clinics.enums import ChangeKind, OfficeShare
from clinics.forms import FigureQuestionForm, QuestionForm
from clinics.questions import FigureQuestion
from krs_portal.offices.models import Office

QUESTION = [
    OpenApiParameter("year", int, description="Calendar year. Default: the newest year whose targets stand."),
    OpenApiParameter("period", int, description="Id of a period, in place of the year."),
    OpenApiParameter(
        "as_at", OpenApiTypes.DATE, description="Last day that may have happened. Default: today or the year's end."
    ),
    OpenApiParameter("indicator", str, description="Code of the indicator. Default: `layanan`."),
    OpenApiParameter(
        "known_at",
        OpenApiTypes.DATETIME,
        description="Only what was recorded up to this moment (a day alone means its end). Default: now.",
    ),
]
BEHIND = [
    *QUESTION,
    OpenApiParameter("office", str, description="Code of the office. Default: all you may see."),
    OpenApiParameter(
        "share", str, enum=OfficeShare.values, description="Only offices with a target, or only the others."
    ),
    OpenApiParameter("within", str, description="Codes of offices, parted by commas: these and those below them."),
    OpenApiParameter("known_after", OpenApiTypes.DATETIME, description="Only what was recorded after this moment."),
    OpenApiParameter(
        "change", str, enum=ChangeKind.values, description="With `known_after`: only what this kind of change brought."
    ),
    OpenApiParameter("since", OpenApiTypes.DATE, description="First day that may have happened."),
    OpenApiParameter("cursor", str, description="From `next`."),
    OpenApiParameter("page_size", int, description="1-500, default 50."),
]


def get_figure_question(request: Request, offices: QuerySet[Office]) -> FigureQuestion:
    return get_question(request, offices, FigureQuestionForm)


def get_question(
    request: Request, offices: QuerySet[Office], reads: type[QuestionForm] = QuestionForm
) -> FigureQuestion:
    """Read which figure is asked for from the query string: one that has rows, unless another form reads it.

    A wrong parameter answers 400 by field; an office the user may not see answers 404.
    """
    form = reads(request.query_params, offices=offices)
    if not form.is_valid():
        if "office" in form.errors:
            raise NotFound
        raise ValidationError({field: list(messages) for field, messages in form.errors.items()})
    if (question := form.question) is None:
        raise NotFound
    return question
