"""Uploading, showing and removing files, always through permission."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from krs_portal.files import policies, services
from krs_portal.files.forms import AttachForm
from krs_portal.files.models import Attachment
from krs_portal.files.owners import ATTACHMENT_OWNERS
from krs_portal.kit.about import About
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form


def get_visible_attachment(request: HttpRequest, key: UUID) -> Attachment:
    """Get the attachment, or 404 if it does not exist or the user may not see it."""
    attachment = get_object_or_404(Attachment.objects.present().select_related("office"), key=key)
    if refusal := policies.why_not_see(request.user, attachment):
        raise Http404(refusal)
    return attachment


@require_safe
def open_attachment(request: HttpRequest, key: UUID) -> HttpResponseBase:
    attachment = get_visible_attachment(request, key)
    return build_attachment_response(request, attachment, attachment.content, attachment.sha256)


@require_safe
def show_thumbnail(request: HttpRequest, key: UUID) -> HttpResponseBase:
    attachment = get_visible_attachment(request, key)
    if not attachment.thumbnail:
        raise Http404
    return build_attachment_response(request, attachment, attachment.thumbnail, f"{attachment.sha256}-kecil")


def build_attachment_response(
    request: HttpRequest, attachment: Attachment, content: FieldFile, tag: str
) -> HttpResponseBase:
    """Answer with the file. The browser may cache it but must revalidate, because permission may be withdrawn."""
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


def attach_file(request: HttpRequest, kind: str, about_key: str) -> HttpResponse:
    about = About(kind, about_key)
    owner = ATTACHMENT_OWNERS.find(kind)
    if owner is None or policies.why_not_see_about(request.user, about):
        raise Http404
    refuse_if(policies.why_not_attach(request.user, about))
    form = AttachForm(request.POST or None, request.FILES or None)
    office, service = owner.office(about_key), services.attach_file
    if submit_form(request, form, service, about=about, office=office, said=confirm_stored_file):
        return redirect(owner.url(about_key))
    return render_form_page(
        request, form, title=_("Unggah foto atau dokumen"), button=_("Unggah"),
        cancel=_("Kembali"), cancel_url=owner.url(about_key),
    )  # fmt: skip


def confirm_stored_file(made: Attachment) -> str:
    return _("%(name)s tersimpan.") % {"name": made}


def remove_attachment(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask for confirmation first: only an administrator can bring a removed file back."""
    attachment = get_visible_attachment(request, key)
    refuse_if(policies.why_not_remove(request.user, attachment))
    owner = ATTACHMENT_OWNERS.find(attachment.about_kind)
    back = owner.url(attachment.about_key) if owner else "/"
    if request.method == "POST":
        said = _("%(name)s dihapus.") % {"name": attachment}
        press_button(request, services.remove_attachment, attachment=attachment, said=said)
        return redirect(back)
    return render(request, "files/remove.html", {"attachment": attachment, "back": back})
