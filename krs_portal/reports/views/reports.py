"""The list of reports, requesting one, and a report's page with its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from krs_portal.kit.actions import Action
from krs_portal.kit.clock import now
from krs_portal.kit.htmx import render_progress
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import reads_parameters, refuse_parameter
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form
from krs_portal.reports import kinds, policies, services
from krs_portal.reports.changes import FigureChange, list_changes_by_now
from krs_portal.reports.downloads import build_report_download
from krs_portal.reports.forms import DifferenceReasonForm, ParticularsForm, PublishingForm
from krs_portal.reports.gate import list_gate_points
from krs_portal.reports.models import Figure, File, Reconciliation, Report, Revision
from krs_portal.reports.rendering import list_reconciliations, thaw_changes


@require_safe
@reads_parameters("cursor")
def list_reports(request: HttpRequest) -> HttpResponse:
    refuse_if(policies.why_not_read(request.user))
    newest = Revision.objects.visible_to(request.user).filter(report=OuterRef("pk")).order_by("-number")
    reports = Report.objects.visible_to(request.user).annotate(newest=Subquery(newest.values("pk")[:1]))
    page = fetch_keyset_page(reports, order=["-created_at"], cursor=request.GET.get("cursor"))
    shown = (
        Revision.objects.select_related("superseded_by").defer("snapshot").in_bulk([report.newest for report in page])
    )
    rows = [(report, shown[report.newest]) for report in page]
    new = [
        Action(_("Buat laporan"), f"{reverse('reports:new')}?kind={kind.code}", icon="plus", kind="primary")
        for kind in kinds.REPORT_KINDS
        if kind.why_not_request(request.user) is None
    ]
    return render(request, "reports/list.html", {"page": page, "rows": rows, "actions": new})


def request_report(request: HttpRequest) -> HttpResponse:
    """The form of a kind. Parameters in the URL fill it, so that other pages can link here."""
    kind = get_asked_report_kind(request)
    refuse_if(kind.why_not_request(request.user))
    typed = request.POST if request.method == "POST" else None
    form = kind.form(typed, initial={name: request.GET[name] for name in request.GET})

    def request_with_params(*, by: Any, at: datetime, **_typed: Any) -> Revision:
        return services.request_report(kind=kind.code, params=form.params(), by=by, at=at)

    if revision := submit_form(request, form, request_with_params):
        return redirect("reports:report", revision.report_id)
    return render_form_page(
        request, form, title=kind.title, button=_("Susun laporan"), icon="file-text",
        trail=[(_("Laporan"), reverse("reports:list")), (_("Buat laporan"), "")],
        lead=_(
            "Portal membekukan angkanya, menyusun PDF, XLSX dan CSV, lalu membandingkannya dengan angka lain."
            " Hasilnya draf sampai Anda menerbitkannya."
        ),
    )  # fmt: skip


def get_asked_report_kind(request: HttpRequest) -> kinds.ReportKind:
    refuse_if(policies.why_not_read(request.user))
    allowed = {kind.code: kind for kind in kinds.list_visible_kinds(request.user)}
    try:
        return allowed[request.GET.get("kind") or next(iter(allowed))]
    except KeyError as error:
        raise Http404 from error


@require_safe
@reads_parameters("revisi")
def show_report(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    revisions = list_revisions(request, found)
    asked = request.GET.get("revisi", "")
    if asked and all(str(revision.number) != asked for revision in revisions):
        refuse_parameter("revisi")
    shown = next((revision for revision in revisions if str(revision.number) == asked), revisions[0])
    return render_report_page(request, shown, revisions)


def render_report_page(
    request: HttpRequest,
    revision: Revision,
    revisions: list[Revision],
    *,
    reasons: tuple[int, DifferenceReasonForm] | None = None,
    drift_form: PublishingForm | None = None,
) -> HttpResponse:
    """The page of a revision; `reasons` and `drift_form` are what was refused, to be shown with its errors."""
    user, kind = request.user, revision.report.report_kind
    shows = revision.snapshot is not None and not revision.is_unfinished
    figures = list_shown_figures(revision) if shows else []
    counts = dict(revision.figures.values_list("key", "row_ids__len"))
    may_explain = policies.why_not_explain(user, revision) is None
    compared = [
        (row, build_reason_form(row, reasons) if may_explain and row.difference else None)
        for row in (list_reconciliations(revision) if shows else [])
    ]
    drift = list_changes_by_now(revision, now()) if shows and revision == revisions[0] else []
    if drift_form is None and drift and policies.why_not_publish(user, revision) is None:
        drift_form = PublishingForm(asked=list_asked_words(revision, drift))
    context = {
        "report": revision.report,
        "revision": revision,
        "revisions": revisions,
        "headline": [
            (figure, kind.passport_url(figure) or kind.rows_url(figure)) for figure in figures if figure.is_headline
        ],
        "figures": [
            (figure, kind.passport_url(figure), kind.rows_url(figure), count_rows_behind(figure, counts))
            for figure in figures
        ],
        "drift": drift,
        "drift_form": drift_form,
        "drift_before": thaw_changes(revision, "drift") if shows else [],
        "reconciliations": compared,
        "open_count": sum(row.is_open for row, _form in compared),
        "changes": thaw_changes(revision) if shows else [],
        "files": revision.files.defer("content").order_by("pk") if shows else [],
        "actions": build_report_actions(user, revision, revisions, drifted=bool(drift)),
        "retry": policies.why_not_retry(user, revision) is None,
        "may_cancel": policies.why_not_cancel(user, revision) is None,
    }
    sent = reasons[1] if reasons else drift_form
    return render(request, "reports/report.html", context, status=sent.status if sent else 200)


def list_shown_figures(revision: Revision) -> list[Figure]:
    figures = list(revision.figures.order_by("position", "pk").defer("row_ids"))
    for figure in figures:
        figure.revision = revision  # not to be fetched again for each of them
    return figures


def count_rows_behind(figure: Figure, counts: dict[str, int | None]) -> int | None:
    """How many rows make up a figure; a total has those of its parts, a computed figure has none."""
    if not figure.address:
        return None
    return sum(counts.get(key) or 0 for key in (figure.key, *figure.parts))


def build_reason_form(
    row: Reconciliation, refused: tuple[int, DifferenceReasonForm] | None, typed: Any = None
) -> DifferenceReasonForm:
    if refused and refused[0] == row.pk:
        return refused[1]
    return DifferenceReasonForm(typed, row=row, prefix=f"r{row.pk}")


def build_report_actions(
    user: Any, revision: Revision, revisions: list[Revision], *, drifted: bool = False
) -> list[Action]:
    """Only the newest revision can be changed, and only those who see drafts see the buttons.

    A draft whose figures have changed is published by the form that explains it.
    """
    if not policies.sees_drafts(user, revision.report.report_kind) or revision != revisions[0]:
        return []
    again = policies.why_not_rebuild(user, revision)
    rebuild = reverse("reports:rebuild", args=[revision.report_id])
    if revision.published_at is not None:
        return [Action(_("Susun revisi baru"), rebuild, again, "refresh", method="post")]
    publish = reverse("reports:publish", args=[revision.pk])
    why_not = policies.why_not_publish(user, revision)
    gate = policies.why_not_open_gate(user, revision)
    if drifted and why_not is None:
        why_not = _("Angka berubah sejak draf ini disusun; susun ulang, atau jelaskan di bawah.")
    elif why_not is None and revision.supersedes_id:
        why_not = _("Revisi ini menggantikan yang sudah terbit; tuliskan mengapa di pemeriksaan sebelum terbit.")
    return [
        Action(
            _("Nomor dan penanda tangan"),
            reverse("reports:particulars", args=[revision.pk]),
            policies.why_not_write_particulars(user, revision),
            "pencil",
        ),
        Action(_("Terbitkan"), publish, why_not, "rosette-discount-check", "primary", "post"),
        Action(_("Periksa sebelum terbit"), reverse("reports:gate", args=[revision.pk]), gate, "clipboard-check"),
        Action(_("Susun ulang dari data sekarang"), rebuild, again, "refresh", method="post"),
    ]


@require_safe
def show_report_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the work is; when it is over, the whole page is loaded again."""
    revision = get_object_or_404(Revision.objects.visible_to(request.user), pk=pk)
    return render_progress(
        request, "reports/progress.html", {"revision": revision},
        page=reverse("reports:report", args=[revision.report_id]), is_over=not revision.is_unfinished,
    )  # fmt: skip


@require_POST
def rebuild_report(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    press_button(request, services.request_report, kind=found.kind, params=found.params)
    return redirect("reports:report", found.pk)


@require_POST
def retry_revision(request: HttpRequest, pk: int) -> HttpResponse:
    revision = get_object_or_404(Revision.objects.visible_to(request.user), pk=pk)
    press_button(request, services.retry_revision, revision=revision)
    return redirect("reports:report", revision.report_id)


@require_POST
def cancel_revision(request: HttpRequest, pk: int) -> HttpResponse:
    revision = get_object_or_404(Revision.objects.visible_to(request.user), pk=pk)
    press_button(request, services.cancel_revision, revision=revision, said=_("Penyusunan dihentikan."))
    return redirect("reports:report", revision.report_id)


def write_particulars(request: HttpRequest, pk: int) -> HttpResponse:
    """Number, place, signatory and copies, asked before the paper is published."""
    revision = get_object_or_404(Revision.objects.visible_to(request.user).select_related("report"), pk=pk)
    refuse_if(policies.why_not_write_particulars(request.user, revision))
    form = ParticularsForm(request.POST or None, revision=revision)
    said = _("Nomor dan penanda tangan tersimpan; tercetak saat laporan diterbitkan.")
    back = reverse("reports:report", args=[revision.report_id])
    if submit_form(request, form, services.write_particulars, revision=revision, said=said):
        return redirect(back)
    return render_form_page(
        request, form, title=_("Nomor, penanda tangan, tembusan"), button=_("Simpan"), cancel_url=back,
        trail=[(_("Laporan"), reverse("reports:list")), (revision.report.title, back), (_("Penanda tangan"), None)],
        lead=_("Portal tidak membubuhkan tanda tangan elektronik bersertifikat; laporan dicetak untuk ditandatangani."),
    )  # fmt: skip


@require_POST
def publish_revision(request: HttpRequest, pk: int) -> HttpResponse:
    """The button of a draft, or the form that explains why a draft is published whose figures have changed."""
    revision = get_object_or_404(Revision.objects.visible_to(request.user).select_related("report"), pk=pk)
    asked = request.POST.keys() & PublishingForm.base_fields.keys()
    if not asked:
        press_button(request, services.publish_revision, revision=revision)
        return redirect("reports:report", revision.report_id)
    form = PublishingForm(request.POST, asked=asked)
    if submit_form(request, form, services.publish_revision, revision=revision):
        return redirect("reports:report", revision.report_id)
    return render_gate(request, revision, form)


@require_safe
def show_gate(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is looked at before publishing, what of it blocks, and the words that publishing needs."""
    revision = get_object_or_404(Revision.objects.visible_to(request.user).select_related("report"), pk=pk)
    refuse_if(policies.why_not_open_gate(request.user, revision))
    return render_gate(request, revision)


def render_gate(request: HttpRequest, revision: Revision, form: PublishingForm | None = None) -> HttpResponse:
    changes = list_changes_by_now(revision, now())
    points = list_gate_points(revision, changes)
    form = form or PublishingForm(asked=list_asked_words(revision, changes))
    blocked = sum(not blocker.is_drift for point in points for blocker in point.blockers)
    context = {
        "revision": revision,
        "points": points,
        "blocked": blocked,
        "form": form,
        "refusal": policies.why_not_publish(request.user, revision),
        "places": [
            (_("Laporan"), reverse("reports:list")),
            (revision.report.title, reverse("reports:report", args=[revision.report_id])),
            (_("Sebelum terbit"), ""),
        ],
    }
    return render(request, "reports/gate.html", context, status=form.status)


def list_asked_words(revision: Revision, changes: Sequence[FigureChange]) -> list[str]:
    """Which words publishing needs."""
    return ["drift_reason"] * bool(changes) + ["note"] * (revision.supersedes_id is not None)


@require_POST
def give_reason(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Reconciliation.objects.visible_to(request.user).select_related("revision__report")
    row = get_object_or_404(rows, pk=pk)
    refuse_if(policies.why_not_explain(request.user, row.revision))
    form = build_reason_form(row, None, request.POST)
    said = _("Alasan untuk “%s” tersimpan.") % row.label
    if submit_form(request, form, services.give_reason, reconciliation=row, said=said):
        return redirect(reverse("reports:report", args=[row.revision.report_id]) + "#rekonsiliasi")
    return render_report_page(
        request, row.revision, list_revisions(request, row.revision.report), reasons=(row.pk, form)
    )


def list_revisions(request: HttpRequest, report: Report) -> list[Revision]:
    """Those that the reader may see, the newest first."""
    revisions = report.revisions.visible_to(request.user).select_related("superseded_by", "report")
    return list(revisions.order_by("-number"))


@require_safe
def download_report_file(request: HttpRequest, pk: int) -> HttpResponse:
    return build_report_download(
        get_object_or_404(File.objects.visible_to(request.user), pk=pk), inline="lihat" in request.GET
    )
