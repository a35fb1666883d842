"""The advice slip: looked at, printed and sent by the counter, found again by the citizen."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from consultations.booking.channels import list_message_channels
from consultations.booking.remembered import find_remembered_booking
from consultations.counter import services
from consultations.counter.models import Consultation
from consultations.counter.slips import (
    AdviceSlip,
    build_slip,
    find_consultation_of,
    why_not_make_slip,
    why_not_send_slip,
)
from consultations.people.policies import why_not_serve
from krs_portal.kit import pdf
from krs_portal.kit.actions import Action
from krs_portal.kit.downloads import build_download
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button


@require_safe
def show_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """As it will be printed, with what else can be done with it."""
    consultation = get_slip_consultation(request, pk)
    context = {
        "consultation": consultation,
        "slip": build_slip(consultation),
        "actions": list_slip_actions(consultation),
    }
    return render(request, "consultations/counter/slip.html", context)


def list_slip_actions(consultation: Consultation) -> list[Action]:
    coming, key = consultation.attendance, [consultation.pk]
    channels = list_message_channels(coming) if coming else []
    refusal = why_not_send_slip(consultation, channels)
    return [
        Action(_("Simpan PDF"), reverse("consultations:slip_pdf", args=key), None, "download"),
        Action(_("Kirim ke pemohon"), reverse("consultations:slip_send", args=key), refusal, "mail", method="post"),
    ]


@require_safe
def download_slip(request: HttpRequest, pk: int) -> HttpResponse:
    return build_slip_response(get_slip_consultation(request, pk))


@require_POST
def send_slip(request: HttpRequest, pk: int) -> HttpResponse:
    consultation = get_visible_consultation(request, pk)
    refuse_if(why_not_serve(request.user, consultation.office))
    said = _("Dikirim: nomor dan halaman tempat lembar saran ini ditemukan lagi.")
    press_button(request, services.send_slip, said=said, consultation=consultation)
    return redirect("consultations:consultation", pk)


@login_not_required
@never_cache
@require_safe
def download_own_slip(request: HttpRequest, reference: str) -> HttpResponse:
    """For the browser that proved to know the number."""
    attendance = find_remembered_booking(request, reference)
    consultation = find_consultation_of(attendance) if attendance else None
    if consultation is None or why_not_make_slip(consultation):
        return redirect("consultations:manage", reference)
    return build_slip_response(consultation)


def get_slip_consultation(request: HttpRequest, pk: int) -> Consultation:
    """A slip names the person, so it is for those who serve them; and it is of what is closed."""
    consultation = get_visible_consultation(request, pk)
    refuse_if(why_not_serve(request.user, consultation.office))
    refuse_if(why_not_make_slip(consultation))
    return consultation


def get_visible_consultation(request: HttpRequest, pk: int) -> Consultation:
    visible = Consultation.objects.visible_to(request.user).standing()
    return get_object_or_404(visible.select_related("office__parent__parent", "officer", "attendance"), pk=pk)


def build_slip_response(consultation: Consultation) -> HttpResponse:
    """In the language of whom it is for."""
    coming = consultation.attendance
    with translation.override(coming.language if coming else "id"):
        slip = build_slip(consultation)
        content = pdf.write_pdf(render_to_string("consultations/counter/slip_paper.html", describe_slip(slip)))
    name = f"saran-{slip.reference or consultation.pk}.pdf"
    return build_download(content, name, "application/pdf", "inline")


def describe_slip(slip: AdviceSlip) -> dict[str, Any]:
    return {
        "slip": slip,
        "letterhead": slip.letterhead,
        "address": slip.address,
        "title": _("Lembar saran"),
        "code": slip.reference,
    }
