"""What was said in public, each beside ours of the same day: the list, writing one down, and why they differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinics import policies, services
from clinics.enums import GapKind, IndicatorKind
from clinics.forms import PublishedFigureForm, WithdrawFigureForm
from clinics.gaps import GapLine, PublishedGap, build_figure_address, compute_gap
from clinics.models import PublishedFigure
from clinics.questions import find_default_period
from clinics.views.histories import list_change_lines
from clinics.views.targets import build_target_trail, list_visible_clinics
from krs_portal.kit import clock
from krs_portal.kit.actions import Action
from krs_portal.kit.formats import format_full_day, format_number, format_signed
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import render_form_page, submit_form
from krs_portal.offices.models import Office


@dataclass(frozen=True)
class PublishedLine:
    """A figure of the list beside ours; `ours` is a blank where nothing was recorded."""

    figure: PublishedFigure
    ours: int | None
    url: str
    ours_url: str

    @property
    def difference(self) -> int | None:
        return None if self.ours is None else self.ours - self.figure.value


@dataclass(frozen=True)
class ReasonLine:
    """A part of the difference: why, since when, and where its rows are."""

    label: str
    reason: str
    amount: str
    url: str = ""
    remarks: list[str] = field(default_factory=list)


def list_readable_figures() -> Any:
    """Figures of counts, for percentages have no parts that add up."""
    named = Office.objects.with_name_on(clock.today())
    figures = PublishedFigure.objects.filter(indicator__kind=IndicatorKind.COUNT)
    related = ("indicator", "period", "revision", "recorded_by", "withdrawn_by")
    return figures.select_related(*related).prefetch_related(Prefetch("office", named))


@require_safe
@reads_parameters("cursor")
def list_published(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_read_published(request.user))
    page = fetch_keyset_page(
        list_readable_figures().with_ours(), order=["-as_at", "-stated_on", "-pk"], cursor=request.GET.get("cursor"),
        size=25,
    )  # fmt: skip
    new = reverse("clinics:published_new")
    context = {
        "page": page,
        "lines": [build_published_line(figure) for figure in page],
        "actions": [
            Action(_("Catat angka terbit"), new, policies.why_not_record_figures(request.user), "plus", "primary")
        ],
        "places": build_target_trail(_("Angka terbit")),
    }
    return render(request, "clinics/published.html", context)


def build_published_line(figure: Any) -> PublishedLine:
    sums = [part for part in (figure.in_months, figure.in_days) if part is not None]
    return PublishedLine(
        figure,
        sum(sums) if sums else None,
        reverse("clinics:published_one", args=[figure.pk]),
        build_figure_address(figure).path,
    )


@require_safe
def show_published(request: HttpRequest, pk: int) -> HttpResponse:
    """Ours and theirs, and the difference in lines that add up."""
    refuse_if(policies.why_not_read_published(request.user))
    figure = get_object_or_404(list_readable_figures(), pk=pk)
    gap = compute_gap(figure)
    withdraw = policies.why_not_withdraw_figures(request.user)
    address = reverse("clinics:figure_withdraw", args=[figure.pk])
    context = {
        "figure": figure,
        "gap": gap,
        "lines": list_reason_lines(gap) if gap.ours is not None else [],
        "ours_url": gap.changed.address.path,
        "actions": [Action(_("Cabut"), address, withdraw, "x", "danger")] if figure.withdrawn_at is None else [],
        "places": [*build_published_trail(), (format_number(figure.value), "")],
    }
    return render(request, "clinics/published_one.html", context)


def build_published_trail() -> list[tuple[Any, str]]:
    targets = (_("Target"), reverse("clinics:targets"))
    return [targets, (_("Angka terbit"), reverse("clinics:published"))]


def list_reason_lines(gap: PublishedGap) -> list[ReasonLine]:
    """First what parted the two when it was said, then what was recorded since."""
    since = list_change_lines(gap.changed, opens=True)
    return [build_then_line(gap, line) for line in gap.then] + [
        ReasonLine(line.label, line.reason, line.amount, line.rows_url, line.remarks) for line in since
    ]


def build_then_line(gap: PublishedGap, line: GapLine) -> ReasonLine:
    said, url = str(line.kind.label), ""
    if line.kind == GapKind.SOURCE_SUM:
        reason = _("Bagian-bagian yang dicetak sumber ini tidak berjumlah sebesar totalnya.")
    else:
        reason = _("Tidak ada catatan yang menerangkannya; bertanyalah kepada yang menyatakan.")
    if line.office:
        question = gap.changed.address.question.but(office=line.office, known_at=gap.figure.known_at)
        url = f"{reverse('clinics:rows')}?{question.query()}"
        said = f"{said}: {line.office.code}"
    return ReasonLine(said, reason, format_signed(line.amount), url)


def record_figure(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_record_figures(request.user))
    form = PublishedFigureForm(request.POST or None, offices=list_visible_clinics(request.user))
    if request.method == "GET":
        form.initial["period"] = find_default_period(form.fields["indicator"].queryset.first())
    if figure := submit_form(request, form, services.record_published_figure, said=_("Angka terbit tercatat.")):
        return redirect("clinics:published_one", figure.pk)
    title = _("Catat angka terbit")
    lead = _(
        "Angka yang pernah dinyatakan di muka umum, disimpan apa adanya dan dibandingkan dengan angka portal pada hari"
        " yang sama. Bila sumber itu menyebut juga angka tiap unit, catat satu per satu."
    )
    return render_form_page(
        request, form, title=title, button=_("Catat"), lead=lead, trail=[*build_published_trail(), (title, "")],
        cancel_url=reverse("clinics:published"),
    )  # fmt: skip


def withdraw_figure(request: HttpRequest, pk: int) -> HttpResponse:
    """A figure that was recorded by mistake is compared no more; it stays readable with the reason."""
    refuse_if(policies.why_not_withdraw_figures(request.user))
    figure = get_object_or_404(PublishedFigure.objects.standing().select_related("period"), pk=pk)
    form = WithdrawFigureForm(request.POST or None)
    if submit_form(request, form, services.withdraw_published_figure, figure=figure):
        return redirect("clinics:published")
    title = _("Cabut angka terbit")
    words = {"value": format_number(figure.value), "source": figure.source, "day": format_full_day(figure.as_at)}
    return render_form_page(
        request, form, title=title, button=_("Cabut angka"), kind="danger",
        trail=[*build_published_trail(), (title, "")], cancel_url=reverse("clinics:published"),
        lead=_("%(value)s menurut %(source)s, data per %(day)s.") % words,
    )  # fmt: skip
