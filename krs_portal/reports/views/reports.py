"""The list of reports, asking for one, and the page of one with everything that is done to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from krs_portal.kit.actions import Action
from krs_portal.kit.clock import now
from krs_portal.kit.htmx import wants_fragment
from krs_portal.kit.pagination import keyset
from krs_portal.reports import kinds, policies, services
from krs_portal.reports.downloads import download
from krs_portal.reports.enums import Sight
from krs_portal.reports.forms import ReasonForm
from krs_portal.reports.models import Figure, File, Reconciliation, Report, Revision
from krs_portal.reports.rendering import changes_of


@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    if not policies.sees_reports(request.user):
        raise PermissionDenied(_("Laporan hanya untuk kepala unit, kementerian, dan auditor."))
    newest = Revision.objects.visible_to(request.user).filter(report=OuterRef("pk")).order_by("-number")
    reports = Report.objects.visible_to(request.user).annotate(newest=Subquery(newest.values("pk")[:1]))
    page = keyset(reports, order=["-created_at"], cursor=request.GET.get("cursor"))
    shown = (
        Revision.objects.select_related("superseded_by").defer("snapshot").in_bulk([report.newest for report in page])
    )
    rows = [(report, shown[report.newest]) for report in page]
    new = [
        Action(_("Buat laporan"), f"{reverse('reports:new')}?kind={kind.code}", icon="plus", kind="primary")
        for kind in kinds.every()
        if kind.why_not_request(request.user) is None
    ]
    return render(request, "reports/list.html", {"page": page, "rows": rows, "actions": new})


def new(request: HttpRequest) -> HttpResponse:
    """The form of a kind. What stands in the address fills it, so that other pages can lead here."""
    kind = kind_asked(request)
    if refusal := kind.why_not_request(request.user):
        raise PermissionDenied(refusal)
    form = kind.form(request.POST or None, initial={name: request.GET[name] for name in request.GET})
    if request.method == "POST" and form.is_valid():
        revision = services.request_report(kind=kind.code, params=form.params(), by=request.user, at=now())
        return redirect("reports:report", revision.report_id)
    return render(
        request, "reports/new.html", {"kind": kind, "form": form}, status=422 if request.method == "POST" else 200
    )


def kind_asked(request: HttpRequest) -> kinds.ReportKind:
    allowed = {kind.code: kind for kind in kinds.every() if kind.sight(request.user) != Sight.NOTHING}
    if not allowed:
        raise PermissionDenied(_("Laporan hanya untuk kepala unit, kementerian, dan auditor."))
    try:
        return allowed[request.GET.get("kind") or next(iter(allowed))]
    except KeyError as error:
        raise Http404 from error


@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    revisions = list(found.revisions.visible_to(request.user).select_related("superseded_by").order_by("-number"))
    asked = request.GET.get("revisi", "")
    shown = next((revision for revision in revisions if str(revision.number) == asked), revisions[0])
    return page_of(request, shown, revisions)


def page_of(
    request: HttpRequest, revision: Revision, revisions: list[Revision], wrong: tuple[int, ReasonForm] | None = None
) -> HttpResponse:
    user, kind = request.user, revision.report.report_kind
    shows = revision.snapshot is not None and not revision.is_unfinished
    figures = list(revision.figures.order_by("position", "pk").defer("row_ids")) if shows else []
    counts = dict(revision.figures.values_list("key", "row_ids__len"))
    may_explain = policies.why_not_explain(user, revision) is None
    compared = [
        (row, reason_form(row, wrong) if may_explain and row.difference else None)
        for row in (revision.reconciliations.order_by("position", "pk") if shows else [])
    ]
    context = {
        "report": revision.report,
        "revision": revision,
        "revisions": revisions,
        "headline": [(figure, kind.rows_url(figure)) for figure in figures if figure.is_headline],
        "figures": [(figure, kind.rows_url(figure), rows_behind(figure, counts)) for figure in figures],
        "drift": drift(revision, figures),
        "reconciliations": compared,
        "open_count": sum(row.is_open for row, _form in compared),
        "changes": changes_of(revision) if shows else [],
        "files": revision.files.defer("content").order_by("pk") if shows else [],
        "actions": actions(user, revision, revisions),
        "retry": policies.why_not_retry(user, revision) is None,
    }
    return render(request, "reports/report.html", context, status=422 if wrong else 200)


def rows_behind(figure: Figure, counts: dict[str, int | None]) -> int | None:
    """How many rows make a figure; a total has those of its parts, and what is computed has none."""
    if not figure.address:
        return None
    return sum(counts.get(key) or 0 for key in (figure.key, *figure.parts))


def reason_form(row: Reconciliation, wrong: tuple[int, ReasonForm] | None) -> ReasonForm:
    if wrong and wrong[0] == row.pk:
        return wrong[1]
    return ReasonForm(initial={"reason": row.reason}, prefix=f"r{row.pk}")


def drift(revision: Revision, figures: list[Any]) -> list[tuple[Any, int, int]]:
    """Main figures that are not any more what this revision froze: (figure, value now, difference)."""
    current = revision.report.report_kind.current
    moved = []
    for figure in figures:
        if figure.is_headline and not figure.is_percent and figure.value is not None:
            value = current(figure)
            if value is not None and value != figure.value:
                moved.append((figure, value, value - int(figure.value)))
    return moved


def actions(user: Any, revision: Revision, revisions: list[Revision]) -> list[Action]:
    """Only the newest revision is worked at; only those who see drafts see the buttons."""
    if not policies.sees_drafts(user, revision.report.report_kind) or revision != revisions[0]:
        return []
    again = policies.why_not_rebuild(user, revision)
    rebuild = reverse("reports:rebuild", args=[revision.report_id])
    if revision.published_at is not None:
        return [Action(_("Susun revisi baru"), rebuild, again, "refresh", method="post")]
    publish = reverse("reports:publish", args=[revision.pk])
    why_not = policies.why_not_publish(user, revision)
    return [
        Action(_("Terbitkan"), publish, why_not, "rosette-discount-check", "primary", "post"),
        Action(_("Susun ulang dari data sekarang"), rebuild, again, "refresh", method="post"),
    ]


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; when there is nothing more to wait for, the whole page is asked for again."""
    revision = get_object_or_404(Revision.objects.visible_to(request.user), pk=pk)
    if not wants_fragment(request):
        return redirect("reports:report", revision.report_id)
    if not revision.is_unfinished:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "reports/progress.html", {"revision": revision})


@require_POST
def rebuild(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    services.request_report(kind=found.kind, params=found.params, by=request.user, at=now())
    return redirect("reports:report", found.pk)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    revision = get_object_or_404(Revision.objects.visible_to(request.user), pk=pk)
    services.retry_revision(revision=revision, by=request.user, at=now())
    return redirect("reports:report", revision.report_id)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    revision = get_object_or_404(Revision.objects.visible_to(request.user), pk=pk)
    services.publish_revision(revision=revision, by=request.user, at=now())
    return redirect("reports:report", revision.report_id)


@require_POST
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Reconciliation.objects.visible_to(request.user).select_related("revision__report")
    row = get_object_or_404(rows, pk=pk)
    if refusal := policies.why_not_explain(request.user, row.revision):
        raise PermissionDenied(refusal)
    form = ReasonForm(request.POST, prefix=f"r{row.pk}")
    if not form.is_valid():
        revisions = row.revision.report.revisions.visible_to(request.user).select_related("superseded_by")
        return page_of(request, row.revision, list(revisions.order_by("-number")), wrong=(row.pk, form))
    services.give_reason(reconciliation=row, reason=form.cleaned_data["reason"], by=request.user, at=now())
    messages.success(request, _("Alasan untuk “%s” tersimpan.") % row.label)
    return redirect(reverse("reports:report", args=[row.revision.report_id]) + "#rekonsiliasi")


@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponse:
    return download(get_object_or_404(File.objects.visible_to(request.user), pk=pk), inline="lihat" in request.GET)
