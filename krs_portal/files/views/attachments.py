"""Files through permission: shown, handed in, removed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as notices
from django.core.exceptions import ValidationError
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from krs_portal.files import owners, policies, services
from krs_portal.files.forms import AttachForm
from krs_portal.files.models import Attachment
from krs_portal.kit.about import About
from krs_portal.kit.clock import now


def seen(request: HttpRequest, key: UUID) -> Attachment:
    """What may not be seen is not there."""
    attachment = get_object_or_404(Attachment.objects.present().select_related("office"), key=key)
    if refusal := policies.why_not_see(request.user, attachment):
        raise Http404(refusal)
    return attachment


@require_GET
def open_file(request: HttpRequest, key: UUID) -> HttpResponseBase:
    attachment = seen(request, key)
    return served(request, attachment, attachment.content, attachment.sha256)


@require_GET
def thumbnail(request: HttpRequest, key: UUID) -> HttpResponseBase:
    attachment = seen(request, key)
    if not attachment.thumbnail:
        raise Http404
    return served(request, attachment, attachment.thumbnail, f"{attachment.sha256}-kecil")


def served(request: HttpRequest, attachment: Attachment, content: FieldFile, tag: str) -> HttpResponseBase:
    """The browser may keep it, but asks every time whether it still may."""
    etag = f'"{tag}"'
    answer: Any = get_conditional_response(request, etag=etag) or FileResponse(
        content.open("rb"),
        as_attachment=not attachment.is_photo,
        filename=attachment.download_name,
        content_type=attachment.content_type,
    )
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def attach(request: HttpRequest, kind: str, about_key: str) -> HttpResponse:
    about = About(kind, about_key)
    owner = owners.get(kind)
    if owner is None or policies.why_not_see_about(request.user, about):
        raise Http404
    services.refuse(policies.why_not_attach(request.user, about))
    form = AttachForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.attach(
                about=about, office=owner.office(about_key), by=request.user, at=now(), **form.cleaned_data
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            notices.success(request, _("%(name)s tersimpan.") % {"name": made})
            return redirect(owner.url(about_key))
    context = {"form": form, "back": owner.url(about_key)}
    return render(request, "files/attach.html", context, status=422 if form.errors else 200)


def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Asks once more: what is removed comes back only through an administrator."""
    attachment = seen(request, key)
    services.refuse(policies.why_not_remove(request.user, attachment))
    owner = owners.get(attachment.about_kind)
    back = owner.url(attachment.about_key) if owner else "/"
    if request.method == "POST":
        services.remove(attachment=attachment, by=request.user, at=now())
        notices.success(request, _("%(name)s dihapus.") % {"name": attachment})
        return redirect(back)
    return render(request, "files/remove.html", {"attachment": attachment, "back": back})
