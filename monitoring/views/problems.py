"""Problems: the board, one problem with its log and photos, and what may be done with it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from krs_portal.files import shelves
from krs_portal.kit import clock, formats
from krs_portal.kit.about import About
from krs_portal.kit.actions import Action
from krs_portal.kit.charts import bullet
from krs_portal.kit.htmx import faces
from krs_portal.kit.pagination import keyset
from monitoring import attachments, badges, policies
from monitoring.enums import ProblemState, RoundState
from monitoring.filters.problems import GROUPS, ProblemFilter
from monitoring.forms.problems import NoteForm, ProblemForm, ReopenForm, ResolveForm
from monitoring.models import Block, Estate, Problem, Round
from monitoring.services import problems as services

SIZE = 40


def problems(request: HttpRequest) -> HttpResponse:
    services.refuse(policies.why_not_read(request.user))
    day = clock.today()
    visible = Problem.objects.visible_to(request.user)
    chosen = ProblemFilter(request.GET, queryset=visible, request=request)
    rows = chosen.qs.select_related("estate__region", "block")
    page = keyset(rows, order=("found_on", "pk"), cursor=request.GET.get("cursor"), size=SIZE)
    context = {
        "filter": chosen,
        "url": reverse("monitoring:problems"),
        "page": page,
        "rows": [shown(problem, day) for problem in page],
        "total": total(visible, day),
        "groups": groups(chosen),
        "group_title": _("Menurut %(group)s") % {"group": str(dict(GROUPS)[chosen.group]).lower()},
        "actions": [
            Action(
                _("Catat masalah"),
                reverse("monitoring:problem_new"),
                None if policies.fills_anywhere(request.user) else _("Masalah dicatat oleh dinas perumahan."),
                icon="plus",
                kind="primary",
            )
        ],
    }
    return faces(request, "monitoring/problems/board.html", context, fragment="board")


def total(visible: Any, day: Any) -> dict[str, int]:
    return visible.aggregate(
        open=Count("pk", filter=~Q(state=ProblemState.RESOLVED)),
        overdue=Count("pk", filter=~Q(state=ProblemState.RESOLVED) & Q(due_on__lt=day)),
        repeated=Count("pk", filter=~Q(state=ProblemState.RESOLVED) & Q(repeats__isnull=False)),
        resolved=Count("pk", filter=Q(state=ProblemState.RESOLVED)),
    )


def groups(chosen: ProblemFilter) -> list[dict[str, Any]]:
    """The chosen problems by kab/kota, category or age: a bar each, which leads to its problems."""
    found, kept = chosen.grouped(), {k: v for k, v in chosen.data.items() if v and k != "cursor"}
    most = max((count for _label, _value, count in found), default=1)
    return [
        {
            "label": label,
            "count": count,
            "chart": bullet(count, None, scale=most, label=str(label)),
            "url": f"{reverse('monitoring:problems')}?{urlencode(kept | {chosen.group: value})}#daftar",
        }
        for label, value, count in found
    ]


def shown(problem: Problem, day: Any) -> dict[str, Any]:
    marks = [badges.problem_badge(problem), badges.severity_badge(problem)]
    more = [badges.repeat_badge(problem), badges.due_badge(problem, day)]
    return {
        "problem": problem,
        "url": reverse("monitoring:problem", args=[problem.pk]),
        "badges": marks + [badge for badge in more if badge],
        "age": ((problem.resolved_on or day) - problem.found_on).days,
    }


def problem_new(request: HttpRequest) -> HttpResponse:
    """`?hunian=` names the estate one comes from, `?putaran=` the round in whose desk it is raised."""
    estates = estates_to_fill(request.user)
    if not estates.exists():
        services.refuse(policies.why_not_read(request.user))
        services.refuse(_("Masalah dicatat oleh dinas perumahan."))
    day = clock.today()
    given = {"found_on": day, "estate": request.GET.get("hunian")}
    form = ProblemForm(request.POST or None, estates=estates, blocks=blocks_of(estates), latest=day, initial=given)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        found_in = round_now(request.user, values["estate"])
        try:
            made = services.create_problem(**values, found_in=found_in, by=request.user, at=clock.now())
        except ValidationError as error:
            form.refuse(error)
        else:
            if made.repeats:
                messages.warning(request, repeated(made))
            return redirect("monitoring:problem", made.pk)
    return answer_form(request, form, _("Catat masalah"), _("Simpan masalah"))


def repeated(problem: Problem) -> str:
    before = problem.repeats
    return _("Masalah serupa sudah pernah selesai pada %(day)s. Ini kejadian ke-%(count)s.") % {
        "day": formats.day(before.resolved_on if before else None),
        "count": problem.occurrence,
    }


def round_now(user: Any, estate: Estate) -> Round | None:
    """The round that is at its desk or collecting while the problem is written down."""
    running = Round.objects.visible_to(user).filter(state__in=(RoundState.COLLECTING, RoundState.DESK))
    return running.filter(profiles__estate=estate).order_by("-data_as_at").first()


def problem_page(request: HttpRequest, pk: int) -> HttpResponse:
    found = load(request, pk)
    day = clock.today(found.estate.office.time_zone)
    refusal = policies.why_not_edit_estate(request.user, found.estate)
    context = {
        "problem": found,
        **shown(found, day),
        "facts": facts(found),
        "log": found.log.select_related("noted_by").order_by("-noted_at", "-pk"),
        "before": shelves.shelf(request.user, About(attachments.BEFORE, str(found.pk))),
        "after": shelves.shelf(request.user, About(attachments.AFTER, str(found.pk))),
        "earlier": earlier(found),
        "note_form": NoteForm() if refusal is None else None,
        "actions": actions(request.user, found),
        "places": places(found.title),
        "zone": found.estate.office.time_zone,
    }
    return render(request, "monitoring/problems/problem.html", context)


def facts(problem: Problem) -> list[tuple[str, Any]]:
    return [
        (_("Lokasi"), f"{problem.estate.name}, {problem.estate.region}"),
        (_("Blok"), problem.block and problem.block.name),
        (_("Kategori"), problem.get_category_display()),
        (_("Bagian lembar desk"), problem.get_section_display()),
        (_("Ditemukan"), formats.day(problem.found_on)),
        (_("Putaran"), problem.found_in),
        (_("Penanggung jawab"), problem.owner or None),
        (_("Tenggat"), formats.day(problem.due_on)),
        (_("Perkiraan biaya"), formats.rupiah(problem.cost_estimate)),
        (_("Selesai"), formats.day(problem.resolved_on)),
    ]


def earlier(problem: Problem) -> list[Problem]:
    """The occurrences before this one, newest first."""
    chain, before = [], problem.repeats
    while before and len(chain) < 10:
        chain.append(before)
        before = before.repeats
    return chain


def actions(user: Any, problem: Problem) -> list[Action]:
    if policies.why_not_edit_estate(user, problem.estate):
        return []
    args = [problem.pk]
    possible = [
        (ProblemState.IN_PROGRESS, Action(_("Mulai tangani"), url("start", args), icon="tool", method="post")),
        (ProblemState.RESOLVED, Action(_("Nyatakan selesai"), url("resolve", args), icon="check", kind="primary")),
    ]
    shown_ = [action for state, action in possible if not policies.why_not_move_problem(user, problem, state)]
    if problem.state == ProblemState.RESOLVED:
        return [Action(_("Buka kembali"), url("reopen", args), icon="refresh")]
    return [*shown_, Action(_("Ubah"), url("edit", args), icon="pencil")]


def url(step: str, args: list[int]) -> str:
    return reverse(f"monitoring:problem_{step}", args=args)


def problem_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = load(request, pk)
    services.refuse(policies.why_not_edit_problem(request.user, found))
    names = [name for name in ProblemForm.base_fields if name != "estate"]
    form = ProblemForm(
        request.POST or None,
        blocks=blocks_of(Estate.objects.filter(pk=found.estate_id)),
        latest=clock.today(),
        initial={name: getattr(found, name) for name in names},
    )
    return do(request, found, form, services.edit_problem, _("Ubah masalah"), _("Simpan perubahan"))


@require_POST
def problem_start(request: HttpRequest, pk: int) -> HttpResponse:
    services.start_problem(problem=load(request, pk), by=request.user, at=clock.now())
    return redirect("monitoring:problem", pk)


def problem_resolve(request: HttpRequest, pk: int) -> HttpResponse:
    found, day = load(request, pk), clock.today()
    services.refuse(policies.why_not_move_problem(request.user, found, ProblemState.RESOLVED))
    form = ResolveForm(request.POST or None, latest=day, initial={"resolved_on": day})
    return do(request, found, form, services.resolve_problem, _("Nyatakan selesai"), _("Simpan bukti"))


def problem_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    found = load(request, pk)
    services.refuse(policies.why_not_move_problem(request.user, found, ProblemState.OPEN))
    form = ReopenForm(request.POST or None)
    return do(request, found, form, services.reopen_problem, _("Buka kembali"), _("Buka kembali masalah"))


@require_POST
def problem_note(request: HttpRequest, pk: int) -> HttpResponse:
    found = load(request, pk)
    form = NoteForm(request.POST)
    return do(request, found, form, services.add_note, _("Tambah catatan"), _("Simpan catatan"))


def do(request: HttpRequest, problem: Problem, form: Any, service: Any, title: str, button: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            service(problem=problem, **form.cleaned_data, by=request.user, at=clock.now())
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect("monitoring:problem", problem.pk)
    return answer_form(request, form, title, button, problem)


def answer_form(
    request: HttpRequest, form: Any, title: str, button: str, problem: Problem | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "button": button,
        "lead": f"{problem.title} · {problem.estate}" if problem else "",
        "places": places(title, problem),
    }
    return render(request, "monitoring/rounds/form.html", context, status=422 if form.errors else 200)


def load(request: HttpRequest, pk: int) -> Problem:
    services.refuse(policies.why_not_read(request.user))
    rows = Problem.objects.visible_to(request.user)
    related = "estate__region", "estate__office__parent__parent", "block", "found_in", "repeats", "created_by"
    return get_object_or_404(rows.select_related(*related), pk=pk)


def estates_to_fill(user: Any) -> QuerySet[Estate]:
    rows = Estate.objects.filter(policies.estates_filled_by(user)).select_related("region")
    return rows.in_use(clock.today()).order_by("name", "pk")


def blocks_of(estates: QuerySet[Estate]) -> QuerySet[Block]:
    """Where there is a choice: those of estates with several."""
    several = estates.order_by().annotate(block_count=Count("blocks")).filter(block_count__gt=1)
    rows = Block.objects.filter(estate__in=several.values("pk")).select_related("estate")
    return rows.order_by("estate__name", "estate", "name", "pk")


def places(here: str, problem: Problem | None = None) -> list[tuple[str, str | None]]:
    between = [(problem.title, reverse("monitoring:problem", args=[problem.pk]))] if problem else []
    return [(_("Masalah"), reverse("monitoring:problems")), *between, (here, None)]
