"""What the script asks: keep this, what is there, throw it away. Pages work without it; nothing is kept then."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from krs_portal.kit import clock, formats
from krs_portal.kit.submitting import submit_form
from krs_portal.unsaved import services
from krs_portal.unsaved.forms import KeepForm, KeyForm


@require_POST
def keep_text(request: HttpRequest) -> HttpResponse:
    """409 where the form was saved meanwhile: the script then lets its own copy go."""
    form = KeepForm(request.POST)

    if kept := submit_form(
        request, form, services.keep_text, typed=lambda: {
            "key": form.cleaned_data["key"],
            "address": form.cleaned_data["address"],
            "fields": form.cleaned_data["fields_"],
        },
    ):  # fmt: skip
        said = _("Disimpan sementara pukul %(clock)s.") % {"clock": formats.format_clock(kept.saved_at)}
        return JsonResponse({"said": said})
    is_ended = form.has_error("__all__", "ended")
    return JsonResponse({"said": " ".join(form.non_field_errors())}, status=409 if is_ended else 422)


@require_safe
def offer_texts(request: HttpRequest) -> HttpResponse:
    """The offers for the form at `address`; 204 where there is none."""
    address = request.GET.get("address", "").replace("\0", "")
    texts = services.list_offered_texts(address=address, by=request.user, at=clock.now())
    response = render(request, "unsaved/offers.html", {"texts": texts}) if texts else HttpResponse(status=204)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def discard_text(request: HttpRequest) -> HttpResponse:
    form = KeyForm(request.POST)
    done = submit_form(request, form, services.end_text)
    return HttpResponse(status=204 if done else 422)


def end_written_text(request: HttpRequest, **_signal: Any) -> None:
    """A form that was saved needs no kept text any more; its page sends the key of the writing along."""
    key = read_key(request.POST.get("writing", ""))
    if key and request.user.is_authenticated:
        services.end_text(key=key, by=request.user, at=clock.now())


def read_key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
