"""Of whom and of which days is asked, by the funnel and by the quality of records alike."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from consultations.evaluation.funnel.cases import CasePeriod
from consultations.evaluation.funnel.forms import FunnelForm
from krs_portal.kit.clock import today
from krs_portal.kit.parameters import WrongParameters
from krs_portal.offices.models import Office

QUESTION = ("office", "since", "until")


def read_case_question(request: HttpRequest, form_class: type[FunnelForm]) -> tuple[Any, list[Any], Any]:
    """The form, the offices that the reader sees, and the one asked for. Raises WrongParameters for what is not
    understood: an answer about something else would be taken for what was asked.
    """
    day = today()
    visible = Office.objects.visible_to(request.user).clinics().with_name_on(day).order_by("code", "pk")
    period = CasePeriod(day.replace(month=1, day=1), day)
    asked = {"since": period.since, "until": period.until} | {
        name: value for name in QUESTION if (value := request.GET.get(name))
    }
    form = form_class(asked, offices=visible)
    if not form.is_valid():
        raise WrongParameters({name: " ".join(map(str, said)) for name, said in form.errors.items()})
    offices = list(visible)
    return form, offices, next((each for each in offices if each == form.cleaned_data["office"]), None)
