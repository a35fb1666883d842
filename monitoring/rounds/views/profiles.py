"""The page of one profile: last round beside this one, saving, resolving conflicts, submitting, returning."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from krs_portal.files import shelves
from krs_portal.kit import clock
from krs_portal.kit.about import About
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form
from krs_portal.offices.querysets import PARENTS
from monitoring.problems.badges import build_severity_badge
from monitoring.problems.models import Problem
from monitoring.register.policies import why_not_read
from monitoring.rounds import badges, fields, policies, progress
from monitoring.rounds.forms.profiles import ProfileValuesForm, SavingForm, SettleEntryForm, build_initial_values
from monitoring.rounds.forms.rounds import ReturnReasonForm
from monitoring.rounds.models import Profile
from monitoring.rounds.querysets import prefetch_named_office
from monitoring.rounds.services import profiles as services
from monitoring.rounds.trail import build_round_trail

KEEP = "X-Krs-Offline"  # header of pages that a device may store


def edit_profile(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_profile(request, pk)
    values = fields.read_values(found, found.round.form)
    refusal = policies.why_not_save_profile(request.user, found)
    form = ProfileValuesForm(
        request.POST if request.method == "POST" else None, form=found.round.form, initial=build_initial_values(values)
    )
    if done := submit_form(request, form, lambda **who: save_profile_form(found, form, **who), typed={}):
        return redirect_after_saving(request, done)
    response = render(
        request, "monitoring/rounds/profiles/profile.html", describe_profile_page(request, found, form, values, refusal)
    )
    response.status_code = form.status
    if refusal is None and policies.fills_in_field(request.user, found):
        response[KEEP] = "keep"
    return response


def save_profile_form(found: Profile, form: ProfileValuesForm, **who: Any) -> services.SavingOutcome:
    return services.save_profile(profile=found, values=form.given, **SavingForm(form.data).read(), **who)


def redirect_after_saving(request: HttpRequest, done: services.SavingOutcome) -> HttpResponse:
    """To the choice between two entries if there is a conflict, otherwise back to the profile."""
    if done.is_conflict:
        return redirect("monitoring:profile_settle", done.profile.pk, done.entry.key)
    if done.refusal:
        messages.warning(request, done.refusal)
    elif done.entry.wants_submit:
        messages.success(request, _("Profil disampaikan kepada dinas provinsi."))
    else:
        messages.success(request, _("Isian tersimpan sebagai versi %(version)s.") % {"version": done.profile.version})
    return redirect("monitoring:profile", done.profile.pk)


def settle_entry(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    """The values of two writers side by side. Any user who may fill in the profile chooses field by field."""
    found = get_profile(request, pk)
    refuse_if(policies.why_not_save_profile(request.user, found))
    entry = get_object_or_404(found.entries.waiting().select_related("received_by"), key=key)
    now = fields.read_values(found, found.round.form)
    lines = fields.list_differences(found.round.form, now, entry.values)
    form = SettleEntryForm(request.POST if request.method == "POST" else None, lines=lines)
    if done := submit_form(
        request, form, lambda **who: services.settle_entry(**form.choice, **who), typed={}, entry=entry
    ):
        return redirect_after_saving(request, done)
    context = {
        "profile": found,
        "entry": entry,
        "error": form.refusal,
        "lines": [(line, form.data.get(line.field.name)) for line in lines],
        "places": build_round_trail(found.round, _("Pilih isian")),
        "zone": found.round.office.time_zone,
    }
    return render(request, "monitoring/rounds/profiles/settle.html", context, status=form.status)


@require_POST
def submit_profile(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Profil disampaikan kepada dinas provinsi.")
    press_button(request, services.submit_profile, profile=get_profile(request, pk), said=said)
    return redirect("monitoring:profile", pk)


def return_profile(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_profile(request, pk)
    refuse_if(policies.why_not_return_profile(request.user, found))
    form = ReturnReasonForm(request.POST or None)
    said = _("Profil dikembalikan; dinas pengisi diberi tahu.")
    if submit_form(request, form, services.return_profile, profile=found, said=said):
        return redirect("monitoring:profile", pk)
    return render_form_page(
        request, form, title=_("Kembalikan profil"), button=_("Kembalikan profil"),
        lead=f"{found.estate.name} · {found.estate.region}", trail=build_round_trail(found.round, _("Kembalikan")),
        base="monitoring/base.html",
    )  # fmt: skip


def get_profile(request: HttpRequest, pk: int) -> Profile:
    refuse_if(why_not_read(request.user))
    rows = Profile.objects.visible_to(request.user).select_related(
        "round__form", "round__office__parent", "estate__region", f"estate__office__{PARENTS}", "previous__round",
        "edited_by", "submitted_by", "frozen_by",
    )  # fmt: skip
    return get_object_or_404(rows.prefetch_related(prefetch_named_office("estate__office", clock.today())), pk=pk)


def describe_profile_page(
    request: HttpRequest, found: Profile, form: ProfileValuesForm, values: dict[str, Any], refusal: str | None
) -> dict[str, Any]:
    round_form = found.round.form
    before = fields.read_values(found.previous, round_form) if found.previous else {}
    shelf = shelves.build_shelf(request.user, About(progress.PROFILE, str(found.pk)))
    filling = fields.measure_filling(found, round_form, has_photo=bool(shelf.photos))
    may_return = policies.why_not_return_profile(request.user, found) is None
    problems = Problem.objects.visible_to(request.user).filter(estate=found.estate).unresolved()

    def rows(asked: Iterable[fields.ProfileField]) -> list[dict[str, Any]]:
        lines = fields.compare_fields(asked, before, values)
        return [{"line": line, "field": form[line.field.name], "is_news": is_news(found, line)} for line in lines]

    questions = fields.list_questions(round_form)
    return {
        "profile": found,
        "round": found.round,
        "estate": found.estate,
        "badge": badges.build_profile_badge(found),
        "form": form,
        "refusal": refusal,
        "has_before": found.previous is not None,
        "sections": [
            (_("Jumlah dan kondisi"), "", rows(fields.FIGURES), []),
            (_("Sebab unit kosong"), describe_unexplained_units(found), *fold_unchanged(found, rows(fields.REASONS))),
            *([(_("Pertanyaan putaran ini"), "", *fold_unchanged(found, rows(questions)))] if questions else []),
        ],
        "filling": filling,
        "percent": filling.percent,
        "shelf": shelf,
        "problems": [(problem, build_severity_badge(problem)) for problem in problems.order_by("-severity", "pk")],
        "waiting": found.entries.waiting().select_related("received_by").order_by("pk") if refusal is None else [],
        "key": uuid4(),
        "api_url": reverse("profiles-save", args=[found.pk]) if refusal is None else "",
        "return_url": reverse("monitoring:profile_return", args=[found.pk]) if may_return else "",
        "places": build_round_trail(found.round, found.estate.name),
        "zone": found.round.office.time_zone,
    }


def fold_unchanged(found: Profile, rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows to show, and those to fold away: answered as in the last round, or not at all where nothing is asked.

    Nothing is folded before somebody has looked at the pre-filled answers and saved them.
    """
    if found.previous is None or not found.is_touched:
        return rows, []
    quiet = [row for row in rows if not (row["line"].changed or row["field"].errors or is_missing(row["line"]))]
    return [row for row in rows if row not in quiet], quiet


def is_missing(line: fields.FieldComparison) -> bool:
    return line.field.is_required and fields.is_unanswered(line.now)


def is_news(found: Profile, line: fields.FieldComparison) -> bool:
    """Whether the answer differs from the last round. An empty answer counts only after the profile was saved."""
    return found.previous is not None and line.changed and (found.is_touched or not fields.is_unanswered(line.now))


def describe_unexplained_units(found: Profile) -> str:
    if found.empty is None:
        return _("Isi jumlah unit dan unit terhuni lebih dahulu.")
    left = {"empty": found.empty, "left": found.empty - found.explained}
    return _("%(empty)s unit kosong; %(left)s belum dijelaskan dan dihitung sebagai belum diketahui.") % left
