"""Workbooks that leave, and the one that comes back corrected."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST

from krs_portal.imports import exports, policies, services
from krs_portal.imports.forms import CorrectionsForm
from krs_portal.imports.models import Row
from krs_portal.imports.views.batches import kind_asked, page_of, visible
from krs_portal.kit.clock import now

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attached(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponse:
    asked = kind_asked(request, kind)
    return attached(exports.template(asked), f"contoh-{asked.code}.xlsx")


@require_GET
def errors(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible(request, pk)
    if refusal := policies.why_not_correct(request.user, found):
        raise PermissionDenied(refusal)
    rows = Row.objects.visible_to(request.user).filter(batch=found).waiting().order_by("number")
    name = slugify(found.file_name.rpartition(".")[0]) or "impor"
    return attached(exports.errors(found, rows), f"perbaikan-{name}.xlsx")


@require_POST
def corrections(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible(request, pk)
    if refusal := policies.why_not_correct(request.user, found):
        raise PermissionDenied(refusal)
    form = CorrectionsForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            services.take_corrections(
                batch=found, file_name=file.name, content=file.read(), by=request.user, at=now()
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("imports:batch", found.pk)
    return page_of(request, found, wrong=form)
