"""The list of imports, uploading one, its page, its columns, and its buttons."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from krs_portal.imports import kinds, policies, services
from krs_portal.imports import progress as progress_of
from krs_portal.imports.enums import BatchState, LeftoverPart, LeftoverReason, RowState
from krs_portal.imports.forms import ColumnsForm, CorrectionsForm, UploadForm
from krs_portal.imports.models import Batch
from krs_portal.imports.views.rows import describe_rows_page
from krs_portal.kit import formats
from krs_portal.kit.actions import Action, Tab
from krs_portal.kit.badges import Badge
from krs_portal.kit.clock import day_of
from krs_portal.kit.htmx import render_page_or_fragment, render_progress
from krs_portal.kit.pagination import fetch_keyset_page
from krs_portal.kit.parameters import read_choice, reads_parameters
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form


def get_visible_batch(request: HttpRequest, pk: int) -> Batch:
    return get_object_or_404(Batch.objects.visible_to(request.user).select_related("office__parent"), pk=pk)


@require_safe
@reads_parameters("cursor")
def list_batches(request: HttpRequest) -> HttpResponse:
    if not policies.sees_imports(request.user):
        refuse_if(_("Impor hanya untuk pegawai yang memasukkan data."))
    batches = Batch.objects.visible_to(request.user).select_related("uploaded_by").defer("layout", "notes", "leftovers")
    page = fetch_keyset_page(batches, order=["-uploaded_at"], cursor=request.GET.get("cursor"))
    actions = [
        Action(kind.title, reverse("imports:upload", args=[kind.code]), icon="plus", kind="primary")
        for kind in kinds.list_visible_kinds(request.user)
        if policies.list_import_offices(request.user, kind)
    ]
    return render(request, "imports/list.html", {"page": page, "actions": actions})


def get_asked_import_kind(request: HttpRequest, code: str) -> kinds.ImportKind:
    kind = kinds.find_visible_kind(request.user, code)
    if kind is None:
        raise Http404
    return kind


def upload_batch(request: HttpRequest, kind: str) -> HttpResponse:
    asked = get_asked_import_kind(request, kind)
    offices = policies.list_import_offices(request.user, asked)
    refuse_if(policies.why_not_upload(offices))
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*typed, offices=offices)
    if made := submit_form(request, form, hand_in_workbook, kind=asked):
        return redirect("imports:batch", made.pk)
    return render_form_page(
        request, form, template="imports/upload.html", title=asked.title, button=_("Unggah dan periksa"),
        icon="file-spreadsheet", trail=[(_("Impor"), reverse("imports:list")), (asked.title, "")], import_kind=asked,
    )  # fmt: skip


def hand_in_workbook(*, file: UploadedFile, **known: Any) -> Batch:
    return services.upload_batch(file_name=file.name, content=file.read(), **known)


@require_safe
@reads_parameters("status", "cursor")
def show_batch(request: HttpRequest, pk: int) -> HttpResponse:
    return render_batch_page(request, get_visible_batch(request, pk))


def render_batch_page(request: HttpRequest, found: Batch, wrong: CorrectionsForm | None = None) -> HttpResponse:
    kind = found.import_kind
    chosen = choose_row_state(request, found)
    context = {
        "batch": found,
        "kind": kind,
        "facts": describe_batch(found),
        "leftovers": [describe_leftover(each) for each in found.leftovers],
        "hinted": 0 if found.is_working else found.rows.filter(state=RowState.READY).hinted().count(),
        "actions": build_batch_actions(request.user, found),
        "tabs": build_state_tabs(found, chosen),
        "may_correct": policies.why_not_correct(request.user, found) is None,
        "waiting": sum(found.counts.get(state, 0) for state in ("NEEDS_CORRECTION", "DUPLICATE")),
        "corrections": wrong or CorrectionsForm(),
        "rows_url": kind.rows_url(found) if found.is_committed else None,
        "undo": policies.why_not_undo(request.user, found) is None,
    }
    if not found.is_working and chosen:
        only_hinted = request.GET.get("catatan") == "1"
        context |= describe_rows_page(request, found, chosen, only_hinted=only_hinted)
    elif found.is_working:
        context["share"], context["step"] = progress_of.read_progress(found.pk)
    return render_page_or_fragment(
        request, "imports/batch.html", context, fragment="rows", status=422 if wrong else 200
    )


def choose_row_state(request: HttpRequest, found: Batch) -> str:
    """The row state shown on the page: the one asked for, else the first that has rows, waiting rows first."""
    asked = read_choice(request, "status", RowState.values)
    if found.counts.get(asked):
        return asked
    order = (RowState.NEEDS_CORRECTION, RowState.DUPLICATE, RowState.READY, RowState.COMMITTED, *RowState)
    return next((state for state in order if found.counts.get(state)), "")


def build_state_tabs(found: Batch, chosen: str) -> list[Tab]:
    return [
        Tab(state.label, f"?status={state}#baris", state == chosen, found.counts[state])
        for state in RowState
        if found.counts.get(state)
    ]


def describe_batch(found: Batch) -> list[tuple[str, Any]]:
    told = [
        (_("Unit kerja"), found.office.name_on(day_of(found.uploaded_at))),
        (_("Diunggah"), f"{formats.format_moment(found.uploaded_at)}, {found.uploaded_by}"),
    ]
    if found.sheet:
        told.append((_("Lembar"), f"{found.sheet}, {_('judul di baris %d') % (found.header_row or 1)}"))
    if found.committed_at:
        told.append((_("Dimasukkan"), f"{formats.format_moment(found.committed_at)}, {found.committed_by}"))
    if found.undone_at:
        told.append((_("Dibatalkan"), f"{formats.format_moment(found.undone_at)}, {found.undone_by}"))
    return told


def describe_leftover(leftover: dict[str, Any]) -> dict[str, Any]:
    """A part of the workbook that was not read, or was hidden, in words."""
    reason = LeftoverReason(leftover["reason"])
    return leftover | {
        "part": LeftoverPart(leftover["part"]).label,
        "reason": reason.label,
        "badge": Badge(_("Ikut dibaca"), "info") if reason.is_read else None,
    }


def build_batch_actions(user: Any, found: Batch) -> list[Action]:
    if found.is_working or found.state == BatchState.UNDONE:
        return []
    if found.import_kind.why_not_import(user, found.office) is not None:
        return []
    ready = found.counts.get(RowState.READY, 0)
    bring = _("Masukkan %s baris") % formats.format_number(ready) if ready else _("Masukkan")
    commit_url = reverse("imports:commit", args=[found.pk])
    listed = [Action(bring, commit_url, policies.why_not_commit(user, found), "check", "primary", "post")]
    if policies.why_not_map(user, found) is None:
        listed.append(Action(_("Kolom"), reverse("imports:columns", args=[found.pk]), icon="adjustments"))
    return [
        *listed,
        Action(_("Periksa lagi"), reverse("imports:check", args=[found.pk]), None, "refresh", method="post"),
    ]


@require_safe
def show_batch_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the work is; when it is over, the whole page is loaded again."""
    found = get_visible_batch(request, pk)
    share, step = progress_of.read_progress(found.pk)
    return render_progress(
        request, "imports/progress.html", {"batch": found, "share": share, "step": step},
        page=reverse("imports:batch", args=[pk]), is_over=not found.is_working,
    )  # fmt: skip


def choose_columns(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_visible_batch(request, pk)
    refuse_if(policies.why_not_map(request.user, found))
    form = ColumnsForm(request.POST or None, batch=found, lock=services.lock_batch)
    if submit_form(request, form, services.choose_columns, batch=found):
        return redirect("imports:batch", found.pk)
    return render(request, "imports/columns.html", {"batch": found, "form": form}, status=form.status)


@require_POST
def recheck_batch(request: HttpRequest, pk: int) -> HttpResponse:
    press_button(request, services.recheck_batch, batch=get_visible_batch(request, pk))
    return redirect("imports:batch", pk)


@require_POST
def commit_batch(request: HttpRequest, pk: int) -> HttpResponse:
    press_button(request, services.commit_batch, batch=get_visible_batch(request, pk))
    return redirect("imports:batch", pk)


@require_POST
def undo_batch(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Semua yang masuk dari berkas ini sudah ditarik kembali.")
    press_button(request, services.undo_batch, batch=get_visible_batch(request, pk), said=said)
    return redirect("imports:batch", pk)
