"""The hand-over section of one estate's page, and its forms. (The board is in board.py.)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from krs_portal.kit.actions import Action
from krs_portal.kit.clock import today
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button
from monitoring.register.handover import papers, policies, services
from monitoring.register.handover.enums import HAND_OVER_PATHS, HandOverPath, HandOverState, PaperSide
from monitoring.register.handover.forms import (
    AdvanceHandOverForm,
    BeginHandOverForm,
    DescribeHandOverForm,
    HandOverObstacleForm,
    HandOverPapersForm,
    ReturnHandOverForm,
)
from monitoring.register.handover.models import HandOver
from monitoring.register.models import Estate
from monitoring.register.policies import why_not_edit_estate
from monitoring.register.views.asking import get_estate_to_edit, handle_estate_form
from monitoring.register.views.doors import require_monitoring_reader

ANCHOR = "#serah-terima"


@dataclass(frozen=True)
class HandOverStage:
    label: Any
    reached: bool
    current: bool
    since: date | None
    letter: str


@dataclass(frozen=True)
class PaperLine:
    label: Any
    received_on: date | None


@dataclass(frozen=True)
class HandOverSection:
    hand_over: HandOver | None
    stages: list[HandOverStage]
    days: int | None  # in the present state
    blocked_days: int | None
    papers: list[tuple[Any, list[PaperLine], int]]  # side, its papers, how many were received
    actions: list[Action]
    begin_url: str


def build_hand_over_section(request: HttpRequest, estate: Estate) -> HandOverSection:
    hand_over = getattr(estate, "hand_over", None)
    may_edit = why_not_edit_estate(request.user, estate) is None
    begin = reverse("monitoring:hand_over_begin", args=[estate.pk]) if may_edit else ""
    if hand_over is None:
        return HandOverSection(None, [], None, None, [], [], begin)
    on = today(estate.office.time_zone)
    shown = list_hand_over_actions(request, hand_over) if may_edit else []
    return HandOverSection(
        hand_over,
        list_hand_over_stages(hand_over),
        count_days_in_state(hand_over, on),
        count_days_between(hand_over.obstacle_since_on, on),
        group_papers_by_side(hand_over),
        shown,
        begin,
    )


def count_days_between(since: date | None, on: date) -> int | None:
    return None if since is None else (on - since).days


def count_days_in_state(hand_over: HandOver, on: date) -> int | None:
    """Days in the present state; None when the hand-over is finished."""
    return None if hand_over.state == HandOverState.DONE else count_days_between(hand_over.since_on, on)


def list_hand_over_stages(hand_over: HandOver) -> list[HandOverStage]:
    path = HAND_OVER_PATHS[HandOverPath(hand_over.path)]
    here = path.index(HandOverState(hand_over.state))
    steps = {step.state: step for step in hand_over.steps.order_by("entered_on", "pk")}
    return [
        HandOverStage(
            state.label,
            reached=place < here or state == HandOverState.DONE == hand_over.state,
            current=place == here,
            since=steps[state].entered_on if state in steps and place <= here else None,
            letter=steps[state].letter if state in steps and place <= here else "",
        )
        for place, state in enumerate(path)
    ]


def group_papers_by_side(hand_over: HandOver) -> list[tuple[Any, list[PaperLine], int]]:
    received = {paper.code: paper.received_on for paper in hand_over.papers.all()}
    wanted = papers.CHECK_LISTS[HandOverPath(hand_over.path)]
    sides = []
    for side in PaperSide:
        shown = [PaperLine(paper.label, received.get(paper.code)) for paper in wanted if paper.side == side]
        if shown:
            sides.append((side.label, shown, sum(paper.received_on is not None for paper in shown)))
    return sides


def list_hand_over_actions(request: HttpRequest, hand_over: HandOver) -> list[Action]:
    def to(name: str) -> str:
        return reverse(f"monitoring:{name}", args=[hand_over.estate_id])

    forward = policies.why_not_move_hand_over(request.user, hand_over, +1)
    back = policies.why_not_move_hand_over(request.user, hand_over, -1)
    obstacle = (
        Action(_("Hambatan teratasi"), to("obstacle_clear"), icon="check", method="post")
        if hand_over.obstacle
        else Action(_("Catat hambatan"), to("obstacle"), icon="ban")
    )
    shown = [
        Action(_("Maju satu tahap"), to("hand_over_advance"), forward, icon="arrow-right", kind="primary"),
        Action(_("Kembalikan satu tahap"), to("hand_over_back"), back, icon="arrow-left"),
        obstacle,
        Action(_("Ubah keterangan"), to("hand_over_edit"), icon="pencil"),
    ]
    if papers.CHECK_LISTS[hand_over.path]:
        shown.append(Action(_("Isi daftar dokumen"), to("papers"), icon="list-check"))
    return shown


def get_hand_over(request: HttpRequest, pk: int) -> HandOver:
    estate = get_estate_to_edit(request, pk)
    return get_object_or_404(HandOver.objects.select_related("estate__office"), estate=estate)


@require_monitoring_reader
def begin_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    estate = get_estate_to_edit(request, pk)
    form = BeginHandOverForm(request.POST or None)
    return handle_estate_form(
        request,
        estate,
        form,
        services.begin_hand_over,
        estate=estate,
        title=_("Catat serah terima"),
        button=_("Simpan serah terima"),
        anchor=ANCHOR,
    )


@require_monitoring_reader
def describe_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    hand_over = get_hand_over(request, pk)
    form = DescribeHandOverForm(request.POST or None, instance=hand_over)
    return handle_estate_form(
        request,
        hand_over.estate,
        form,
        services.describe_hand_over,
        hand_over=hand_over,
        title=_("Keterangan serah terima"),
        button=_("Simpan keterangan"),
        anchor=ANCHOR,
    )


@require_monitoring_reader
def advance_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    return handle_step_form(request, pk, +1, AdvanceHandOverForm, services.advance_hand_over, _("Maju ke: %(state)s"))


@require_monitoring_reader
def return_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    return handle_step_form(
        request, pk, -1, ReturnHandOverForm, services.return_hand_over, _("Kembalikan ke: %(state)s")
    )


def handle_step_form(
    request: HttpRequest, pk: int, step: int, form_class: Any, service: Any, title: str
) -> HttpResponse:
    hand_over = get_hand_over(request, pk)
    refuse_if(policies.why_not_move_hand_over(request.user, hand_over, step))
    state = policies.find_next_hand_over_state(hand_over, step)
    form = form_class(request.POST or None, initial={"on": today(), "to": state})
    return handle_estate_form(
        request,
        hand_over.estate,
        form,
        service,
        hand_over=hand_over,
        title=title % {"state": state.label if state else ""},
        button=_("Simpan tahap"),
        anchor=ANCHOR,
    )


@require_monitoring_reader
def set_obstacle(request: HttpRequest, pk: int) -> HttpResponse:
    hand_over = get_hand_over(request, pk)
    form = HandOverObstacleForm(request.POST or None, initial={"since_on": today()})
    return handle_estate_form(
        request,
        hand_over.estate,
        form,
        services.set_obstacle,
        hand_over=hand_over,
        title=_("Catat hambatan"),
        button=_("Simpan hambatan"),
        anchor=ANCHOR,
    )


@require_monitoring_reader
@require_POST
def clear_obstacle(request: HttpRequest, pk: int) -> HttpResponse:
    press_button(request, services.clear_obstacle, hand_over=get_hand_over(request, pk))
    return redirect(reverse("monitoring:estate", args=[pk]) + ANCHOR)


@require_monitoring_reader
def tick_papers(request: HttpRequest, pk: int) -> HttpResponse:
    hand_over = get_hand_over(request, pk)
    form = HandOverPapersForm(request.POST or None, hand_over=hand_over)
    return handle_estate_form(
        request,
        hand_over.estate,
        form,
        services.tick_papers,
        hand_over=hand_over,
        typed=lambda: {"received": form.cleaned_data},
        title=_("Daftar dokumen serah terima"),
        button=_("Simpan daftar"),
        anchor=ANCHOR,
    )
