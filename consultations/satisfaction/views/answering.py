"""Answering the survey without an account: by the link of one visit, or on a tablet at the counter."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consultations.booking import catalogue, nearest
from consultations.booking.throttle import Share, may_try
from consultations.satisfaction import links, policies, services
from consultations.satisfaction.enums import LinkState
from consultations.satisfaction.forms import SurveyForm
from consultations.satisfaction.models import SurveyLink
from krs_portal.kit import formats, qr
from krs_portal.kit.clock import today
from krs_portal.kit.middleware import send_each_time
from krs_portal.kit.parameters import read_choice, reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import submit_form

ANSWERS = Share("survey", 20)
STEPS = ("start", "form", "thanks")
WAITS = {"form": 120, "thanks": 10}  # seconds without a touch, after which the start is shown again


@login_not_required
@never_cache
@send_each_time  # a kept key would tie the link to what was answered; a used link does nothing by itself
def answer_survey(request: HttpRequest, token: str) -> HttpResponse:
    """The nine questions of one visit; once they are answered, the same address says so."""
    link = links.find_survey_link(token)
    refusal = policies.why_not_use_link(link, today(link.office.time_zone) if link else today())
    if link is None or refusal:
        return answer_refused(request, link, refusal or "")
    form = SurveyForm(request.POST or None)
    answer = partial(send_answer, request, services.answer_by_link)
    if submit_form(request, form, answer, typed=lambda: form.answer, link=link):
        return redirect("consultations:survey", token)
    office = catalogue.get_todays_office_name(link.office)
    context = {"form": form, "office_name": office, "until": formats.format_full_day(link.ends_on)}
    return render(request, "consultations/satisfaction/survey.html", context, status=form.status)


def answer_refused(request: HttpRequest, link: SurveyLink | None, refusal: str) -> HttpResponse:
    """Sent once more, it leads to the sentence; nothing is done."""
    if request.method == "POST" and link:
        return redirect(request.path)
    is_used = link is not None and link.state == LinkState.USED
    status = 404 if link is None else 200 if is_used else 410
    context = {"refusal": refusal, "is_used": is_used}
    return render(request, "consultations/satisfaction/survey_over.html", context, status=status)


def send_answer(request: HttpRequest, service: Callable[..., None], **asked: Any) -> None:
    """Call the service, unless this connection has sent too many answers in a minute."""
    if not may_try(request, ANSWERS):
        raise ValidationError(_("Terlalu banyak jawaban dari sambungan ini. Tunggu satu menit, lalu kirim lagi."))
    service(**asked)


@require_safe
def start_tablet(request: HttpRequest, pk: int) -> HttpResponse:
    """How a tablet at this place becomes one for the survey: today's address, as a link and as a QR code."""
    place = get_object_or_404(nearest.list_visible_places(request.user), pk=pk)
    refuse_if(policies.why_not_start_tablet(request.user, place.office))
    path = links.build_tablet_path(place, today(place.office.time_zone))
    context = {"place": place, "path": path, "qr": qr.draw_qr(request.build_absolute_uri(path))}
    return render(request, "consultations/satisfaction/tablet_start.html", context)


@login_not_required
@never_cache
@reads_parameters("step")
def fill_tablet(request: HttpRequest, token: str) -> HttpResponse:
    """Start, the questions, thanks, and the start again for the next person. No page of it leads anywhere else."""
    found = links.read_tablet_token(token)
    if found is None or found[1] != today(found[0].office.time_zone):
        return render(request, "consultations/satisfaction/tablet_over.html", status=410 if found else 404)
    place = found[0]
    step = read_choice(request, "step", STEPS, "start")
    form = SurveyForm(request.POST or None)
    answer = partial(send_answer, request, services.answer_on_tablet)
    if submit_form(request, form, answer, typed=lambda: form.answer, place=place):
        return redirect(f"{request.path}?step=thanks")
    shown = "form" if request.method == "POST" else step
    context = {
        "form": form,
        "step": shown,
        "wait": WAITS.get(shown, ""),
        "start": request.path,
        "office_name": catalogue.get_todays_office_name(place.office),
    }
    return render(request, "consultations/satisfaction/tablet.html", context, status=form.status)
