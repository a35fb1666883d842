"""The list of imports, handing one in, its page, its columns, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from krs_portal.imports import kinds, policies, services
from krs_portal.imports import progress as progress_of
from krs_portal.imports.enums import BatchState, RowState
from krs_portal.imports.forms import ColumnsForm, CorrectionsForm, UploadForm
from krs_portal.imports.models import Batch
from krs_portal.imports.views.rows import rows_of
from krs_portal.kit import formats
from krs_portal.kit.actions import Action, Tab
from krs_portal.kit.clock import now
from krs_portal.kit.htmx import faces, wants_fragment
from krs_portal.kit.pagination import keyset


def visible(request: HttpRequest, pk: int) -> Batch:
    return get_object_or_404(Batch.objects.visible_to(request.user).select_related("office__parent"), pk=pk)


@require_GET
def batch_list(request: HttpRequest) -> HttpResponse:
    if not policies.sees_imports(request.user):
        raise PermissionDenied(_("Impor hanya untuk pegawai yang memasukkan data."))
    batches = Batch.objects.visible_to(request.user).select_related("uploaded_by").defer("layout", "notes")
    page = keyset(batches, order=["-uploaded_at"], cursor=request.GET.get("cursor"))
    actions = [
        Action(kind.title, reverse("imports:upload", args=[kind.code]), icon="plus", kind="primary")
        for kind in kinds.every()
        if kind.why_not_see(request.user) is None and policies.offices_of(request.user, kind)
    ]
    return render(request, "imports/list.html", {"page": page, "actions": actions})


def kind_asked(request: HttpRequest, code: str) -> kinds.ImportKind:
    kind = kinds.find(code)
    if kind is None or kind.why_not_see(request.user) is not None:
        raise Http404
    return kind


def upload(request: HttpRequest, kind: str) -> HttpResponse:
    asked = kind_asked(request, kind)
    offices = policies.offices_of(request.user, asked)
    if not offices:
        raise PermissionDenied(_("Buku kerja jenis ini tidak dimasukkan dari unit Anda."))
    form = UploadForm(request.POST or None, request.FILES or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = services.upload_batch(
                kind=asked, office=form.cleaned_data["office"], file_name=file.name, content=file.read(),
                by=request.user, at=now(),
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("imports:batch", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "imports/upload.html", {"kind": asked, "form": form}, status=status)


@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    return page_of(request, visible(request, pk))


def page_of(request: HttpRequest, found: Batch, wrong: CorrectionsForm | None = None) -> HttpResponse:
    kind = found.import_kind
    chosen = state_asked(request, found)
    context = {
        "batch": found,
        "kind": kind,
        "facts": facts(found),
        "actions": actions(request.user, found),
        "tabs": tabs(found, chosen),
        "may_correct": policies.why_not_correct(request.user, found) is None,
        "waiting": sum(found.counts.get(state, 0) for state in ("NEEDS_CORRECTION", "DUPLICATE")),
        "corrections": wrong or CorrectionsForm(),
        "rows_url": kind.rows_url(found) if found.is_committed else None,
        "undo": policies.why_not_undo(request.user, found) is None,
    }
    if not found.is_working and chosen:
        context |= rows_of(request, found, chosen)
    elif found.is_working:
        context["share"], context["step"] = progress_of.told(found.pk)
    return faces(request, "imports/batch.html", context, fragment="rows", status=422 if wrong else 200)


def state_asked(request: HttpRequest, found: Batch) -> str:
    """The rows that are shown: those asked for, or else those that wait."""
    asked = request.GET.get("status", "")
    if found.counts.get(asked):
        return asked
    order = (RowState.NEEDS_CORRECTION, RowState.DUPLICATE, RowState.READY, RowState.COMMITTED, *RowState)
    return next((state for state in order if found.counts.get(state)), "")


def tabs(found: Batch, chosen: str) -> list[Tab]:
    return [
        Tab(state.label, f"?status={state}#baris", state == chosen, found.counts[state])
        for state in RowState
        if found.counts.get(state)
    ]


def facts(found: Batch) -> list[tuple[str, Any]]:
    told = [
        (_("Unit kerja"), found.office.name_on(found.uploaded_at.date())),
        (_("Diunggah"), f"{formats.moment(found.uploaded_at)}, {found.uploaded_by}"),
    ]
    if found.sheet:
        told.append((_("Lembar"), f"{found.sheet}, {_('judul di baris %d') % (found.header_row or 1)}"))
    if found.committed_at:
        told.append((_("Dimasukkan"), f"{formats.moment(found.committed_at)}, {found.committed_by}"))
    if found.undone_at:
        told.append((_("Dibatalkan"), f"{formats.moment(found.undone_at)}, {found.undone_by}"))
    return told


def actions(user: Any, found: Batch) -> list[Action]:
    if found.is_working or found.state == BatchState.UNDONE:
        return []
    if found.import_kind.why_not_import(user, found.office) is not None:
        return []
    ready = found.counts.get(RowState.READY, 0)
    bring = _("Masukkan %s baris") % formats.number(ready) if ready else _("Masukkan")
    commit_url = reverse("imports:commit", args=[found.pk])
    listed = [Action(bring, commit_url, policies.why_not_commit(user, found), "check", "primary", "post")]
    if policies.why_not_map(user, found) is None:
        listed.append(Action(_("Kolom"), reverse("imports:columns", args=[found.pk]), icon="adjustments"))
    return [
        *listed,
        Action(_("Periksa lagi"), reverse("imports:check", args=[found.pk]), None, "refresh", method="post"),
    ]


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; when there is nothing more to wait for, the whole page is asked for again."""
    found = visible(request, pk)
    if not wants_fragment(request):
        return redirect("imports:batch", found.pk)
    if not found.is_working:
        return HttpResponse(headers={"HX-Refresh": "true"})
    share, step = progress_of.told(found.pk)
    return render(request, "imports/progress.html", {"batch": found, "share": share, "step": step})


def columns(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible(request, pk)
    if refusal := policies.why_not_map(request.user, found):
        raise PermissionDenied(refusal)
    form = ColumnsForm(request.POST or None, batch=found)
    if request.method == "POST" and form.is_valid():
        services.choose_columns(
            batch=found, sheet=form.cleaned_data["sheet"], header_row=form.cleaned_data["header_row"],
            mapping=form.mapping(), by=request.user, at=now(),
        )  # fmt: skip
        return redirect("imports:batch", found.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "imports/columns.html", {"batch": found, "form": form}, status=status)


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    found = services.check_again(batch=visible(request, pk), by=request.user, at=now())
    return redirect("imports:batch", found.pk)


@require_POST
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    found = services.commit_batch(batch=visible(request, pk), by=request.user, at=now())
    return redirect("imports:batch", found.pk)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible(request, pk)
    try:
        services.undo_batch(batch=found, by=request.user, at=now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Semua yang masuk dari berkas ini sudah ditarik kembali."))
    return redirect("imports:batch", found.pk)
