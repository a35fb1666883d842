"""One profile: last round beside this one, saving without losing anybody's words, submitting, returning."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from krs_portal.files import shelves
from krs_portal.kit import clock
from krs_portal.kit.about import About
from krs_portal.offices.models import Office
from monitoring import badges, fields, policies, progress
from monitoring.forms.profiles import ValuesForm, initial
from monitoring.forms.rounds import ReasonForm
from monitoring.models import Problem, Profile, ProfileEntry
from monitoring.services import profiles as services

KEEP = "X-Krs-Offline"  # said of pages that a device may keep


def profile(request: HttpRequest, pk: int) -> HttpResponse:
    found = load(request, pk)
    values = fields.read(found, found.round.form)
    refusal = policies.why_not_save_profile(request.user, found)
    if request.method == "POST":
        form = ValuesForm(request.POST, form=found.round.form)
        if form.is_valid() and (answer := saved(request, found, form)):
            return answer
    else:
        form = ValuesForm(form=found.round.form, initial=initial(values))
    response = render(request, "monitoring/profiles/profile.html", page(request, found, form, values, refusal))
    response.status_code = 422 if form.errors else 200
    if refusal is None and policies.fills_in_field(request.user, found):
        response[KEEP] = "keep"
    return response


def saved(request: HttpRequest, found: Profile, form: ValuesForm) -> HttpResponse | None:
    """Where to go on after saving; nothing where the form has to be shown again."""
    try:
        done = services.save_profile(
            profile=found,
            values=form.given,
            base_version=number(request.POST.get("base_version")),
            key=key_of(request.POST.get("key")),
            submit=request.POST.get("then") == "submit",
            by=request.user,
            at=clock.now(),
        )
    except ValidationError as error:
        form.refuse(error)
        return None
    if done.is_conflict:
        return redirect("monitoring:profile_settle", found.pk, done.entry.key)
    tell(request, done)
    return redirect("monitoring:profile", found.pk)


def tell(request: HttpRequest, done: services.Outcome) -> None:
    if done.refusal:
        messages.warning(request, done.refusal)
    elif done.entry.wants_submit:
        messages.success(request, _("Profil disampaikan kepada dinas provinsi."))
    else:
        messages.success(request, _("Isian tersimpan sebagai versi %(version)s.") % {"version": done.profile.version})


def profile_settle(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    """Two writers' values side by side; whoever may fill in the profile chooses, field by field."""
    found = load(request, pk)
    services.refuse(policies.why_not_save_profile(request.user, found))
    entry = get_object_or_404(found.entries.waiting().select_related("received_by"), key=key)
    now = fields.read(found, found.round.form)
    lines = fields.differences(found.round.form, now, entry.values)
    error = ""
    if request.method == "POST":
        answer, error = settled(request, entry, lines)
        if answer:
            return answer
        found.refresh_from_db()
        lines = fields.differences(found.round.form, fields.read(found, found.round.form), entry.values)
    context = {
        "profile": found,
        "entry": entry,
        "error": error,
        "lines": [(line, request.POST.get(line.field.name)) for line in lines],
        "places": places(found, _("Pilih isian")),
        "zone": found.round.office.time_zone,
    }
    return render(request, "monitoring/profiles/settle.html", context, status=422 if error else 200)


def settled(request: HttpRequest, entry: ProfileEntry, lines: Iterable[fields.Line]) -> tuple[HttpResponse | None, str]:
    names = [line.field.name for line in lines]
    if any(request.POST.get(name) not in ("mine", "theirs") for name in names):
        return None, _("Pilih satu isian pada setiap baris.")
    try:
        done = services.settle_entry(
            entry=entry,
            mine={name for name in names if request.POST[name] == "mine"},
            seen_version=number(request.POST.get("seen_version")),
            by=request.user,
            at=clock.now(),
        )
    except ValidationError as error:
        return None, " ".join(error.messages)
    tell(request, done)
    return redirect("monitoring:profile", entry.profile_id), ""


@require_POST
def profile_submit(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        services.submit_profile(profile=load(request, pk), by=request.user, at=clock.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Profil disampaikan kepada dinas provinsi."))
    return redirect("monitoring:profile", pk)


def profile_return(request: HttpRequest, pk: int) -> HttpResponse:
    found = load(request, pk)
    services.refuse(policies.why_not_return_profile(request.user, found))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.return_profile(profile=found, **form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, _("Profil dikembalikan; dinas pengisi diberi tahu."))
        return redirect("monitoring:profile", pk)
    context = {
        "form": form,
        "title": _("Kembalikan profil"),
        "button": _("Kembalikan profil"),
        "lead": f"{found.estate.name} · {found.estate.region}",
        "places": places(found, _("Kembalikan")),
    }
    return render(request, "monitoring/rounds/form.html", context, status=422 if form.errors else 200)


def load(request: HttpRequest, pk: int) -> Profile:
    services.refuse(policies.why_not_read(request.user))
    rows = Profile.objects.visible_to(request.user).select_related(
        "round__form", "round__office__parent", "estate__region", "estate__office__parent__parent", "previous__round",
        "edited_by", "submitted_by", "frozen_by",
    )  # fmt: skip
    named = Office.objects.with_name_on(clock.today()).select_related("parent__parent")
    return get_object_or_404(rows.prefetch_related(Prefetch("estate__office", named)), pk=pk)


def page(
    request: HttpRequest, found: Profile, form: ValuesForm, values: dict[str, Any], refusal: str | None
) -> dict[str, Any]:
    round_form = found.round.form
    before = fields.read(found.previous, round_form) if found.previous else {}
    shelf = shelves.shelf(request.user, About(progress.PROFILE, str(found.pk)))
    filling = fields.filling(found, round_form, has_photo=bool(shelf.photos))
    may_return = policies.why_not_return_profile(request.user, found) is None
    problems = Problem.objects.visible_to(request.user).filter(estate=found.estate).unresolved()

    def rows(asked: Iterable[fields.Field]) -> list[dict[str, Any]]:
        lines = fields.compare(asked, before, values)
        return [{"line": line, "field": form[line.field.name], "is_news": is_news(found, line)} for line in lines]

    return {
        "profile": found,
        "round": found.round,
        "estate": found.estate,
        "badge": badges.profile_badge(found),
        "form": form,
        "refusal": refusal,
        "has_before": found.previous is not None,
        "sections": [
            (_("Jumlah dan kondisi"), "", rows(fields.FIGURES)),
            (_("Sebab unit kosong"), unexplained(found), rows(fields.REASONS)),
            *([(_("Pertanyaan putaran ini"), "", rows(asked))] if (asked := fields.questions(round_form)) else []),
        ],
        "filling": filling,
        "percent": 100 * filling.answered // filling.asked,
        "shelf": shelf,
        "problems": [(problem, badges.severity_badge(problem)) for problem in problems.order_by("-severity", "pk")],
        "waiting": found.entries.waiting().select_related("received_by").order_by("pk") if refusal is None else [],
        "key": uuid4(),
        "api_url": reverse("profiles-save", args=[found.pk]) if refusal is None else "",
        "return_url": reverse("monitoring:profile_return", args=[found.pk]) if may_return else "",
        "places": places(found, found.estate.name),
        "zone": found.round.office.time_zone,
    }


def is_news(found: Profile, line: fields.Line) -> bool:
    """Another answer than last round; none is news only where somebody has looked."""
    return found.previous is not None and line.changed and (found.is_touched or not fields.is_blank(line.now))


def unexplained(found: Profile) -> str:
    if found.empty is None:
        return _("Isi jumlah unit dan unit terhuni lebih dahulu.")
    left = {"empty": found.empty, "left": found.empty - found.explained}
    return _("%(empty)s unit kosong; %(left)s belum dijelaskan dan dihitung sebagai belum diketahui.") % left


def places(found: Profile, here: str) -> list[tuple[str, str | None]]:
    return [
        (_("Putaran"), reverse("monitoring:rounds")),
        (found.round.name, reverse("monitoring:round", args=[found.round_id])),
        (here, None),
    ]


def number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def key_of(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
