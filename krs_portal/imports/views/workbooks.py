"""Workbooks that leave, and the one that comes back corrected."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from krs_portal.imports import exports, policies, services
from krs_portal.imports.forms import CorrectionsForm
from krs_portal.imports.models import Batch, Row
from krs_portal.imports.views.batches import get_asked_import_kind, get_visible_batch, render_batch_page
from krs_portal.kit.downloads import XLSX, build_download
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import submit_form


@require_safe
def download_template(request: HttpRequest, kind: str) -> HttpResponse:
    asked = get_asked_import_kind(request, kind)
    return build_download(exports.build_template_workbook(asked), f"contoh-{asked.code}.xlsx", XLSX)


@require_safe
def download_error_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_visible_batch(request, pk)
    refuse_if(policies.why_not_correct(request.user, found))
    rows = Row.objects.visible_to(request.user).filter(batch=found).waiting().order_by("number")
    name = slugify(found.file_name.rpartition(".")[0]) or "impor"
    return build_download(exports.build_error_workbook(found, rows), f"perbaikan-{name}.xlsx", XLSX)


@require_POST
def take_corrections(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_visible_batch(request, pk)
    refuse_if(policies.why_not_correct(request.user, found))
    form = CorrectionsForm(request.POST, request.FILES)
    if submit_form(request, form, hand_in_corrections, batch=found):
        return redirect("imports:batch", found.pk)
    return render_batch_page(request, found, wrong=form)


def hand_in_corrections(*, file: UploadedFile, **known: Any) -> Batch:
    return services.take_corrections(file_name=file.name, content=file.read(), **known)
