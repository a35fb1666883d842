"""The board of problems, the page of one problem with its log and photos, and its forms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from krs_portal.files import shelves
from krs_portal.kit import clock, formats
from krs_portal.kit.about import About
from krs_portal.kit.actions import Action
from krs_portal.kit.charts import draw_bullet
from krs_portal.kit.htmx import render_page_or_fragment
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import build_rows_url, reads_parameters
from krs_portal.kit.refusals import Refusable, refuse_if
from krs_portal.kit.submitting import Service, press_button, render_form_page, submit_form
from krs_portal.kit.versions import Edited, read_fields
from monitoring.problems import attachments, badges, clocks, policies, services
from monitoring.problems.enums import ProblemState
from monitoring.problems.filters import CARRIED, GROUPS, SHOWN, ProblemFilter
from monitoring.problems.forms import (
    EscalateProblemForm,
    ProblemForm,
    ProblemNoteForm,
    ProblemStepForm,
    ReopenProblemForm,
    ResolveProblemForm,
)
from monitoring.problems.models import Problem
from monitoring.register.models import Block, Estate
from monitoring.register.policies import build_filled_estates_filter, why_not_edit_estate, why_not_read

SIZE = 40


@reads_parameters("cursor", *ProblemFilter.base_filters)
def list_problems(request: HttpRequest) -> HttpResponse:
    refuse_if(why_not_read(request.user))
    visible = Problem.objects.visible_to(request.user)
    chosen = ProblemFilter(request.GET, queryset=visible, request=request)
    day = chosen.day
    rows = chosen.qs.select_related("estate__region", "block")
    page = fetch_keyset_page(rows, order=("found_on", "pk"), cursor=request.GET.get("cursor"), size=SIZE)
    context = {
        "filter": chosen,
        "url": reverse("monitoring:problems"),
        "page": page,
        "rows": [describe_problem(problem, day) for problem in page],
        "headline": describe_problem_states(chosen),
        "late": describe_late_problems(chosen),
        "carried_names": CARRIED,
        "groups": describe_problem_groups(chosen),
        "group_title": _("Menurut %(group)s") % {"group": str(dict(GROUPS)[chosen.group]).lower()},
        "actions": [
            Action(
                _("Catat masalah"),
                reverse("monitoring:problem_new"),
                policies.why_not_create_problems(request.user, clock.today()),
                icon="plus",
                kind="primary",
            )
        ],
    }
    return render_page_or_fragment(request, "monitoring/problems/board.html", context, fragment="board")


def describe_problem_states(chosen: ProblemFilter) -> list[dict[str, Any]]:
    """How many of the filtered problems there are in each state, each number a link to them."""
    found, kept = chosen.count_states(), chosen.asked
    shown = [(value, label) for value, label in SHOWN if value in found and value != "all"]
    return [
        {
            "state": value,
            "label": label,
            "count": found[value],
            "url": build_rows_url("monitoring:problems", **kept | {"show": value}),
        }
        for value, label in shown
    ]


def describe_late_problems(chosen: ProblemFilter) -> str:
    """What the red marks mean, in one sentence; empty where nothing is late."""
    late = chosen.count_late()
    if not late["count"]:
        return ""
    return _(
        "%(count)s masalah lewat tenggat: yang terlama sejak %(day)s; %(unowned)s belum punya penanggung jawab,"
        " %(unplanned)s belum punya rencana."
    ) % {
        "count": formats.format_number(late["count"]),
        "day": formats.format_day(late["oldest"]),
        "unowned": formats.format_number(late["unowned"]),
        "unplanned": formats.format_number(late["unplanned"]),
    }


def describe_problem_groups(chosen: ProblemFilter) -> list[dict[str, Any]]:
    """The filtered problems by kab/kota, category or age: a bar for each group, which links to its problems."""
    found, kept = chosen.count_groups(), chosen.asked
    most = max((count for _label, _value, count in found), default=1)
    return [
        {
            "label": label,
            "count": count,
            "chart": draw_bullet(count, None, scale=most, label=str(label)),
            "url": build_rows_url("monitoring:problems", **kept | {chosen.group: value}) + "#daftar",
        }
        for label, value, count in found
    ]


def describe_problem(problem: Problem, day: Any) -> dict[str, Any]:
    marks = [badges.build_problem_badge(problem), badges.build_severity_badge(problem)]
    more = [
        badges.build_repeat_badge(problem),
        badges.build_due_badge(problem, day),
        badges.build_level_badge(problem),
    ]
    return {
        "problem": problem,
        "url": reverse("monitoring:problem", args=[problem.pk]),
        "badges": marks + [badge for badge in more if badge],
        "age": ((problem.resolved_on or day) - problem.found_on).days,
    }


def create_problem(request: HttpRequest) -> HttpResponse:
    """`?hunian=` chooses the estate from whose page one comes."""
    refuse_if(why_not_read(request.user))
    day = clock.today()
    refuse_if(policies.why_not_create_problems(request.user, day))
    estates = list_estates_to_fill(request.user)
    given = {"found_on": day, "estate": request.GET.get("hunian")}
    form = ProblemForm(request.POST or None, estates=estates, blocks=list_blocks_to_choose(estates), initial=given)

    def add_round() -> dict[str, Any]:
        return form.cleaned_data | {"found_in": find_running_round(request.user, form.cleaned_data["estate"])}

    if made := submit_form(request, form, services.create_problem, typed=add_round):
        if made.repeats:
            messages.warning(request, describe_repeat(made))
        return redirect("monitoring:problem", made.pk)
    return render_problem_form(request, form, _("Catat masalah"), _("Simpan masalah"))


def describe_repeat(problem: Problem) -> str:
    before = problem.repeats
    return _("Masalah serupa sudah pernah selesai pada %(day)s. Ini kejadian ke-%(count)s.") % {
        "day": formats.format_day(before.resolved_on if before else None),
        "count": problem.occurrence,
    }


def find_running_round(user: Any, estate: Estate) -> Any:
    """The round that is collecting profiles of the estate, or at its desk, while the problem is recorded."""
    profile = estate.profiles.visible_to(user).in_running_rounds().order_by("-round__data_as_at").first()
    return profile.round if profile else None


def show_problem(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_problem(request, pk)
    day = clock.today(found.estate.office.time_zone)
    refusal = why_not_edit_estate(request.user, found.estate)
    context = {
        "problem": found,
        **describe_problem(found, day),
        "facts": list_problem_facts(found),
        "clocks": clocks.list_clock_lines(found, day),
        "log": found.log.select_related("noted_by").order_by("-noted_at", "-pk"),
        "before": shelves.build_shelf(request.user, About(attachments.BEFORE, str(found.pk))),
        "after": shelves.build_shelf(request.user, About(attachments.AFTER, str(found.pk))),
        "earlier": list_earlier_occurrences(found),
        "note_form": ProblemNoteForm() if refusal is None else None,
        "actions": list_problem_actions(request.user, found),
        "places": build_problem_trail(found.title),
        "zone": found.estate.office.time_zone,
    }
    return render(request, "monitoring/problems/problem.html", context)


def list_problem_facts(problem: Problem) -> list[tuple[str, Any]]:
    return [
        (_("Lokasi"), f"{problem.estate.name}, {problem.estate.region}"),
        (_("Blok"), problem.block and problem.block.name),
        (_("Kategori"), problem.get_category_display()),
        (_("Bagian lembar desk"), problem.get_section_display()),
        (_("Ditemukan"), formats.format_day(problem.found_on)),
        (_("Putaran"), problem.found_in),
        (_("Penanggung jawab"), problem.owner or None),
        (_("Tenggat"), formats.format_day(problem.due_on)),
        (_("Diputuskan oleh"), problem.get_level_display()),
        (_("Perkiraan biaya"), formats.format_rupiah(problem.cost_estimate)),
        (_("Selesai"), formats.format_day(problem.resolved_on)),
    ]


def list_earlier_occurrences(problem: Problem) -> list[Problem]:
    """The occurrences before this one, newest first, ten at most."""
    chain, before = [], problem.repeats
    while before and len(chain) < 10:
        chain.append(before)
        before = before.repeats
    return chain


def list_problem_actions(user: Any, problem: Problem) -> list[Action]:
    if why_not_edit_estate(user, problem.estate):
        return []
    args = [problem.pk]
    possible = [
        (
            ProblemState.IN_PROGRESS,
            Action(_("Mulai tangani"), build_problem_url("start", args), icon="tool", method="post"),
        ),
        (
            ProblemState.RESOLVED,
            Action(_("Nyatakan selesai"), build_problem_url("resolve", args), icon="check", kind="primary"),
        ),
    ]
    shown = [action for state, action in possible if not policies.why_not_move_problem(user, problem, state)]
    if problem.state == ProblemState.RESOLVED:
        return [Action(_("Buka kembali"), build_problem_url("reopen", args), icon="refresh")]
    if not policies.why_not_record_step(user, problem):
        shown.append(Action(_("Catat langkah"), build_problem_url("step", args), icon="list-check"))
    shown.append(Action(_("Minta keputusan"), build_problem_url("escalate", args), icon="arrow-right"))
    return [*shown, Action(_("Ubah"), build_problem_url("edit", args), icon="pencil")]


def build_problem_url(step: str, args: list[int]) -> str:
    return reverse(f"monitoring:problem_{step}", args=args)


def edit_problem(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_problem(request, pk)
    refuse_if(policies.why_not_edit_problem(request.user, found))
    names = [name for name in ProblemForm.base_fields if name != "estate"]
    form = ProblemForm(
        request.POST or None,
        blocks=list_blocks_to_choose(Estate.objects.filter(pk=found.estate_id)),
        edits=Edited(found, read_fields(*names)),
    )
    return handle_problem_form(request, found, form, services.edit_problem, _("Ubah masalah"), _("Simpan perubahan"))


@require_POST
def start_problem(request: HttpRequest, pk: int) -> HttpResponse:
    press_button(request, services.start_problem, problem=get_problem(request, pk))
    return redirect("monitoring:problem", pk)


def resolve_problem(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_problem(request, pk)
    refuse_if(policies.why_not_move_problem(request.user, found, ProblemState.RESOLVED))
    form = ResolveProblemForm(request.POST or None, initial={"resolved_on": clock.today()})
    return handle_problem_form(request, found, form, services.resolve_problem, _("Nyatakan selesai"), _("Simpan bukti"))


def record_problem_step(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_problem(request, pk)
    refuse_if(policies.why_not_record_step(request.user, found))
    form = ProblemStepForm(request.POST or None, problem=found, initial={"on": clock.today()})
    service = services.record_problem_step
    return handle_problem_form(request, found, form, service, _("Catat langkah"), _("Simpan langkah"))


def escalate_problem(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_problem(request, pk)
    refuse_if(policies.why_not_edit_problem(request.user, found))
    form = EscalateProblemForm(request.POST or None, problem=found)
    service = services.escalate_problem
    return handle_problem_form(request, found, form, service, _("Minta keputusan"), _("Minta keputusan"))


def reopen_problem(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_problem(request, pk)
    refuse_if(policies.why_not_move_problem(request.user, found, ProblemState.OPEN))
    form = ReopenProblemForm(request.POST or None)
    return handle_problem_form(
        request, found, form, services.reopen_problem, _("Buka kembali"), _("Buka kembali masalah")
    )


@require_POST
def add_problem_note(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_problem(request, pk)
    form = ProblemNoteForm(request.POST)
    return handle_problem_form(
        request, found, form, services.add_problem_note, _("Tambah catatan"), _("Simpan catatan")
    )


def handle_problem_form(
    request: HttpRequest, problem: Problem, form: Refusable, service: Service, title: str, button: str
) -> HttpResponse:
    if submit_form(request, form, service, problem=problem):
        return redirect("monitoring:problem", problem.pk)
    return render_problem_form(request, form, title, button, problem)


def render_problem_form(
    request: HttpRequest, form: Refusable, title: str, button: str, problem: Problem | None = None
) -> HttpResponse:
    lead = f"{problem.title} · {problem.estate}" if problem else ""
    trail = build_problem_trail(title, problem)
    return render_form_page(
        request, form, title=title, button=button, lead=lead, trail=trail, base="monitoring/base.html"
    )


def get_problem(request: HttpRequest, pk: int) -> Problem:
    refuse_if(why_not_read(request.user))
    rows = Problem.objects.visible_to(request.user)
    related = "estate__region", "estate__office", "block", "found_in", "repeats", "created_by"
    return get_object_or_404(rows.select_related(*related), pk=pk)


def list_estates_to_fill(user: Any) -> QuerySet[Estate]:
    rows = Estate.objects.filter(build_filled_estates_filter(user)).select_related("region")
    return rows.in_use(clock.today()).order_by("name", "pk")


def list_blocks_to_choose(estates: QuerySet[Estate]) -> QuerySet[Block]:
    """Blocks of estates that have more than one; with a single block there is nothing to choose."""
    several = estates.order_by().annotate(block_count=Count("blocks")).filter(block_count__gt=1)
    rows = Block.objects.filter(estate__in=several.values("pk")).select_related("estate")
    return rows.order_by("estate__name", "estate", "name", "pk")


def build_problem_trail(here: str, problem: Problem | None = None) -> list[tuple[str, str | None]]:
    between = [(problem.title, reverse("monitoring:problem", args=[problem.pk]))] if problem else []
    return [(_("Masalah"), reverse("monitoring:problems")), *between, (here, None)]
