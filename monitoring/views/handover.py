"""The hand-over of one estate, and the board of all: in which state, since when, what blocks it and for how long."""

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
from krs_portal.kit.clock import now, today
from monitoring import papers, policies
from monitoring.enums import HAND_OVER_PATHS, HandOverPath, HandOverState, PaperSide
from monitoring.forms.handover import BackForm, BeginForm, DescribeForm, ObstacleForm, PapersForm, StepForm
from monitoring.models import Estate, HandOver
from monitoring.services import handover as services
from monitoring.views.asking import asked, estate_of
from monitoring.views.doors import readers_only, refuse

ANCHOR = "#serah-terima"


@dataclass(frozen=True)
class Stage:
    label: Any
    reached: bool
    current: bool
    since: date | None
    letter: str


@dataclass(frozen=True)
class PaperShown:
    label: Any
    received_on: date | None


@dataclass(frozen=True)
class Section:
    hand_over: HandOver | None
    stages: list[Stage]
    days: int | None  # in the state
    blocked_days: int | None
    papers: list[tuple[Any, list[PaperShown], int]]  # side, its papers, how many are there
    actions: list[Action]
    begin_url: str


def section(request: HttpRequest, estate: Estate) -> Section:
    hand_over = getattr(estate, "hand_over", None)
    may_edit = policies.why_not_edit_estate(request.user, estate) is None
    begin = reverse("monitoring:hand_over_begin", args=[estate.pk]) if may_edit else ""
    if hand_over is None:
        return Section(None, [], None, None, [], [], begin)
    on = today(estate.office.time_zone)
    shown = actions(request, hand_over) if may_edit else []
    return Section(
        hand_over,
        stages(hand_over),
        days_in_state(hand_over, on),
        days_between(hand_over.obstacle_since_on, on),
        check_list(hand_over),
        shown,
        begin,
    )


def days_between(since: date | None, on: date) -> int | None:
    return None if since is None else (on - since).days


def days_in_state(hand_over: HandOver, on: date) -> int | None:
    """What is done waits no longer."""
    return None if hand_over.state == HandOverState.DONE else days_between(hand_over.since_on, on)


def stages(hand_over: HandOver) -> list[Stage]:
    path = HAND_OVER_PATHS[HandOverPath(hand_over.path)]
    here = path.index(HandOverState(hand_over.state))
    steps = {step.state: step for step in hand_over.steps.order_by("entered_on", "pk")}
    return [
        Stage(
            state.label,
            reached=place < here or state == HandOverState.DONE == hand_over.state,
            current=place == here,
            since=steps[state].entered_on if state in steps and place <= here else None,
            letter=steps[state].letter if state in steps and place <= here else "",
        )
        for place, state in enumerate(path)
    ]


def check_list(hand_over: HandOver) -> list[tuple[Any, list[PaperShown], int]]:
    received = {paper.code: paper.received_on for paper in hand_over.papers.all()}
    wanted = papers.CHECK_LISTS[HandOverPath(hand_over.path)]
    sides = []
    for side in PaperSide:
        shown = [PaperShown(paper.label, received.get(paper.code)) for paper in wanted if paper.side == side]
        if shown:
            sides.append((side.label, shown, sum(paper.received_on is not None for paper in shown)))
    return sides


def actions(request: HttpRequest, hand_over: HandOver) -> list[Action]:
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


def hand_over_of(request: HttpRequest, pk: int) -> HandOver:
    estate = estate_of(request, pk)
    return get_object_or_404(HandOver.objects.select_related("estate__office__parent__parent"), estate=estate)


@readers_only
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    estate = estate_of(request, pk)
    form = BeginForm(request.POST or None)

    def doing(typed: dict[str, Any]) -> Any:
        services.begin_hand_over(estate=estate, by=request.user, at=now(), **typed)

    return asked(request, estate, form, doing, _("Catat serah terima"), _("Simpan serah terima"), ANCHOR)


@readers_only
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    hand_over = hand_over_of(request, pk)
    form = DescribeForm(request.POST or None, instance=hand_over)

    def doing(typed: dict[str, Any]) -> Any:
        services.describe_hand_over(hand_over=hand_over, by=request.user, **typed)

    return asked(request, hand_over.estate, form, doing, _("Keterangan serah terima"), _("Simpan keterangan"), ANCHOR)


@readers_only
def advance(request: HttpRequest, pk: int) -> HttpResponse:
    return step(request, pk, +1, StepForm, services.advance, _("Maju ke: %(state)s"))


@readers_only
def back(request: HttpRequest, pk: int) -> HttpResponse:
    return step(request, pk, -1, BackForm, services.send_back, _("Kembalikan ke: %(state)s"))


def step(request: HttpRequest, pk: int, by: int, form_class: Any, service: Any, title: str) -> HttpResponse:
    hand_over = hand_over_of(request, pk)
    refuse(policies.why_not_move_hand_over(request.user, hand_over, by))
    state = policies.next_state(hand_over, by)
    form = form_class(request.POST or None, initial={"on": today()})

    def doing(typed: dict[str, Any]) -> Any:
        service(hand_over=hand_over, by=request.user, at=now(), **typed)

    title %= {"state": state.label if state else ""}
    return asked(request, hand_over.estate, form, doing, title, _("Simpan tahap"), ANCHOR)


@readers_only
def obstacle(request: HttpRequest, pk: int) -> HttpResponse:
    hand_over = hand_over_of(request, pk)
    form = ObstacleForm(request.POST or None, initial={"since_on": today()})

    def doing(typed: dict[str, Any]) -> Any:
        services.set_obstacle(hand_over=hand_over, by=request.user, at=now(), **typed)

    return asked(request, hand_over.estate, form, doing, _("Catat hambatan"), _("Simpan hambatan"), ANCHOR)


@readers_only
@require_POST
def obstacle_clear(request: HttpRequest, pk: int) -> HttpResponse:
    hand_over = hand_over_of(request, pk)
    services.clear_obstacle(hand_over=hand_over, by=request.user)
    return redirect(reverse("monitoring:estate", args=[pk]) + ANCHOR)


@readers_only
def check_papers(request: HttpRequest, pk: int) -> HttpResponse:
    hand_over = hand_over_of(request, pk)
    form = PapersForm(request.POST or None, hand_over=hand_over)

    def doing(typed: dict[str, Any]) -> Any:
        services.tick_papers(hand_over=hand_over, received=typed, by=request.user)

    return asked(request, hand_over.estate, form, doing, _("Daftar dokumen serah terima"), _("Simpan daftar"), ANCHOR)
