"""How a figure became another: from one knowing to the next in steps, and how it was known from day to day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinics import disclosure, passports, vintages, waterfalls
from clinics.addresses import FigureAddress
from clinics.forms import ChangesForm, KnownOnForm
from clinics.policies import may_open_rows
from clinics.questions import FigureQuestion
from clinics.standings import describe_revision
from clinics.views.passports import build_figure_context, build_late_context, finds_figure, follows_counts
from clinics.views.rows import build_board_query
from krs_portal.kit import charts
from krs_portal.kit.clock import get_last_moment, today
from krs_portal.kit.formats import format_day, format_moment, format_number
from krs_portal.kit.parameters import reads_parameters
from krs_portal.offices.models import Office


@dataclass(frozen=True)
class ChangeLine:
    """A step of the waterfall as a line: what, why, by how much, and where its rows are."""

    label: str
    reason: str
    amount: str
    quantity: int | None
    url: str
    remarks: list[str]
    people: list[tuple[str, int, int]]

    @property
    def rows_url(self) -> str:
        """The history of targets is no rows that add up to the step."""
        return self.url if self.quantity else ""


@login_not_required
@require_safe
@reads_parameters("then", "until")
@finds_figure
@follows_counts
def show_changes(request: HttpRequest, figure: FigureAddress) -> HttpResponse:
    """From the figure as known then to the same as known now or until a moment, drawn and as a table."""
    opens = may_open_rows(request.user, passports.list_figure_offices(figure.question))
    form = ChangesForm(request.GET, official=None if opens else disclosure.list_official_knowings(figure.question))
    faults = [error for errors in form.errors.values() for error in errors]
    asked = form.cleaned_data if form.is_valid() else {}
    then = asked.get("then") or waterfalls.get_first_knowing(figure.question)
    until = asked.get("until")
    changed = waterfalls.compute_waterfall(FigureAddress(figure.question.but(known_at=until), figure.kind), then)
    lines = list_change_lines(changed, opens=opens, with_people=True)
    context = build_figure_context(request, figure) | build_late_context(request, figure)
    context |= {
        "form": ChangesForm(initial={"then": then, "until": until}) if not faults else form,
        "faults": faults,
        "changed": changed,
        "then": then,
        "until": until,
        "lines": lines,
        "opens": opens,
        "chart": draw_changes(changed, lines),
        "before": passports.format_figure_value(figure.kind, changed.before),
        "after": passports.format_figure_value(figure.kind, changed.after),
        "difference": passports.format_amount(figure.kind, changed.difference),
        "before_url": FigureAddress(figure.question.but(known_at=then), figure.kind).path,
        "after_url": changed.address.path,
        "vintages_url": reverse("clinics:vintages", args=[str(figure)]),
        "places": [*context["places"], (_("Apa yang berubah"), None)],
    }
    return render(request, "clinics/changes.html", context, status=400 if faults else 200)


def list_change_lines(changed: waterfalls.Waterfall, *, opens: bool, with_people: bool = False) -> list[ChangeLine]:
    question = changed.address.question
    found = []
    for step in changed.steps:
        asked = question.but(known_after=changed.then, change=step.kind.value)
        people: list[tuple[str, int, int]] = []
        if with_people and opens and (step.kind.cause or question.office) and step.quantity is not None:
            people = waterfalls.list_step_people(asked, passports.list_figure_offices(question))
        found.append(
            ChangeLine(
                label=str(step.kind.label),
                reason=str(step.kind.reason.label),
                amount=passports.format_amount(changed.address.kind, step.amount),
                quantity=step.quantity,
                url=build_step_url(asked, step) if opens else "",
                remarks=describe_step(step, question, opens=opens),
                people=people,
            )
        )
    return found


def build_step_url(asked: FigureQuestion, step: waterfalls.WaterfallStep) -> str:
    """The rows of a step, or the history of the targets it is about."""
    if step.quantity is not None:
        return f"{reverse('clinics:rows')}?{asked.query()}" if step.quantity or step.kind.cause else ""
    return f"{reverse('clinics:targets')}?{build_board_query(asked)}"


def describe_step(step: waterfalls.WaterfallStep, question: FigureQuestion, *, opens: bool) -> list[str]:
    """What a decision or a rule said. What holds only after the day of the data is named, for it moved nothing."""
    said = [
        _("Versi %(version)d berlaku sejak %(day)s: %(statement)s")
        % {"version": rule.version, "day": format_day(rule.valid_from), "statement": rule.statement}
        for rule in step.rules
    ]
    for revision in step.revisions:
        words = {"office": revision.target.office.code, "what": describe_revision(revision, None)}
        line = _("%(office)s: %(what)s") % words
        if opens:
            line += " " + _("Dicatat oleh %(name)s, %(when)s.") % {
                "name": revision.recorded_by, "when": format_moment(revision.recorded_at)
            }  # fmt: skip
        if revision.decided_on > question.as_at:
            line += " " + _("Ditetapkan sesudah tanggal data, jadi tidak mengubah angka ini.")
        said.append(line)
    return said


def draw_changes(changed: waterfalls.Waterfall, lines: list[ChangeLine]) -> Any:
    kind = changed.address.kind
    ends = [
        charts.WaterfallBar(label, float(value or 0), passports.format_figure_value(kind, value), is_total=True)
        for label, value in (
            (_("Seperti diketahui dahulu"), changed.before),
            (_("Seperti diketahui kemudian"), changed.after),
        )
    ]
    steps = [
        charts.WaterfallBar(
            f"{line.label} ({line.reason})", float(step.amount), line.amount, href=line.rows_url or None
        )
        for step, line in zip(changed.steps, lines, strict=True)
    ]
    return charts.draw_waterfall([ends[0], *steps, ends[1]], title=_("Dari angka dahulu ke angka kemudian"))


@dataclass(frozen=True)
class VintageLine:
    label: str
    shown: str
    change: str
    url: str
    changes_url: str


@login_not_required
@require_safe
@reads_parameters("known_on")
@finds_figure
@follows_counts
def show_vintages(request: HttpRequest, figure: FigureAddress) -> HttpResponse:
    """How the figure was first known, as of a day, and each revision; and how much its offices' months are revised.

    An outside reader is told the knowings that are public.
    """
    form = KnownOnForm(request.GET)
    live = figure.live
    known = vintages.list_vintages(live)
    offices = passports.list_figure_offices(figure.question)
    opens = may_open_rows(request.user, offices)
    asked = form.cleaned_data.get("known_on") if form.is_valid() and opens else None
    means = vintages.compute_mean_revisions(live.question, offices, today()) if opens else {}
    named = Office.objects.filter(pk__in=means).with_name_on(figure.question.as_at).order_by("code", "pk")
    context = build_figure_context(request, figure)
    context |= {
        "form": form if form.errors else KnownOnForm(initial={"known_on": asked}),
        "named": list_named_vintages(live, known, asked),
        "opens": opens,
        "revisions": [build_vintage_line(live, each, format_day(each.known_on)) for each in known],
        "lags": vintages.LAGS,
        "means": [(getattr(office, "short_name", "") or office.code, means[office.pk]) for office in named],
        "months": vintages.MONTHS,
        "changes_url": reverse("clinics:changes", args=[str(figure)]),
        "places": [*context["places"], (_("Riwayat angka"), None)],
    }
    return render(request, "clinics/vintages.html", context, status=400 if form.errors else 200)


def list_named_vintages(live: FigureAddress, known: list[vintages.Vintage], asked: Any) -> list[VintageLine]:
    """The knowings that people ask for: the first, each publication, after so many days, as of a day, and now."""
    as_at = live.question.as_at
    days = [(as_at + timedelta(days=lag), _("%d hari sesudah tanggal data") % lag) for lag in vintages.LAGS]
    wanted = [(as_at, _("Pertama: pada akhir tanggal data")), *days]
    lines = [
        build_vintage_line(live, vintages.find_vintage(known, day), label, day)
        for day, label in wanted
        if day < today()
    ]
    for each in vintages.list_publications(live):
        said = _("Terbit: %(value)s (%(source)s)") % {"value": format_number(each.value), "source": each.source}
        frozen = live.question.but(known_at=each.known_at)
        value = passports.compute_passport(FigureAddress(frozen, live.kind)).value
        lines.append(build_moment_line(live, frozen, value, said))
    if asked and as_at <= asked <= today():
        label = _("Seperti diketahui pada %s") % format_day(asked)
        lines.append(build_vintage_line(live, vintages.find_vintage(known, asked), label, asked))
    now_known = known[-1]
    lines.append(
        VintageLine(_("Sekarang"), passports.format_figure_value(live.kind, now_known.value), "", live.path, "")
    )
    return lines


def build_vintage_line(live: FigureAddress, vintage: vintages.Vintage, label: str, day: Any = None) -> VintageLine:
    frozen = live.question.but(known_at=get_last_moment(day or vintage.known_on))
    change = "" if vintage.change is None else passports.format_amount(live.kind, vintage.change)
    return build_moment_line(live, frozen, vintage.value, label, change)


def build_moment_line(
    live: FigureAddress, frozen: FigureQuestion, value: Any, label: str, change: str = ""
) -> VintageLine:
    there = FigureAddress(frozen, live.kind)
    shown = passports.format_figure_value(live.kind, value)
    return VintageLine(label, shown, change, there.path, reverse("clinics:changes", args=[str(there)]))
