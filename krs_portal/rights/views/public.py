"""Rights without an account: what is held, a code as proof, the own file, and requests."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from krs_portal.access.attempts import take_attempt
from krs_portal.kit.clock import now
from krs_portal.kit.codes import make_code
from krs_portal.kit.downloads import build_download
from krs_portal.kit.personal import HOLDINGS
from krs_portal.kit.submitting import submit_form
from krs_portal.rights import proofs, services
from krs_portal.rights.forms import CodeForm, KnownForm, OwnRequestForm
from krs_portal.rights.models import DataRequest
from krs_portal.rights.own_file import TYPES, build_own_file
from krs_portal.rights.showing import describe_requests
from krs_portal.rights.subjects import DataSubject, find_known_subject


@login_not_required
@never_cache
def ask_code(request: HttpRequest) -> HttpResponse:
    """A code goes to where the letters of the record go. The answer is the same if there is no such record."""
    form = KnownForm(request.POST or None)
    if submit_form(request, form, partial(send_limited_code, request)):
        return redirect("rights:code")
    return render(request, "rights/ask_code.html", {"form": form}, status=form.status)


def send_limited_code(request: HttpRequest, *, reference: str, phone: str, by: Any, at: datetime) -> None:
    counters = proofs.list_code_counters(reference, phone, request.META.get("REMOTE_ADDR", ""))
    if take_attempt(counters, at=at):
        raise ValidationError(_("Terlalu banyak kode diminta. Coba lagi nanti, atau datang ke klinik dengan KTP Anda."))
    subject, code = find_known_subject(reference, phone), make_code(proofs.LETTERS)
    ends_at = proofs.keep_code(request.session, subject, code, at)
    if subject:
        services.send_code(subject=subject, code=code, at=at, ends_at=ends_at)


@login_not_required
@never_cache
def enter_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if proofs.open_with_code(request.session, form.cleaned_data["code"], now()):
            return redirect("rights:own")
        form.add_error("code", _("Kode ini tidak cocok atau sudah tidak berlaku. Periksa lagi, atau minta kode baru."))
    return render(request, "rights/enter_code.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@never_cache
def show_own(request: HttpRequest) -> HttpResponse:
    """What one may do with one's own data; a request is written here as well."""
    at = now()
    subject = proofs.find_proven_subject(request.session, at)
    if subject is None:
        return redirect("rights:ask")
    form = OwnRequestForm(request.POST or None)
    said = _("Permintaan Anda kami terima dan dijawab dalam 3 × 24 jam.")
    if submit_form(request, form, partial(send_own_request, subject), said=said):
        return redirect("rights:own")
    asked = DataRequest.objects.filter(subject_kind=subject.kind, subject_key=subject.key)
    context = {
        "form": form,
        "subject": subject,
        "requests": describe_requests(asked.order_by("-received_at", "-pk"), at),
        "zone": subject.office.time_zone,
    }
    return render(request, "rights/own.html", context, status=form.status)


def send_own_request(subject: DataSubject, *, by: Any, **asked: Any) -> DataRequest:
    """The proof is the code, whoever may be signed in in this browser."""
    return services.ask_right(subject=subject, **asked)


@login_not_required
@never_cache
@require_safe
def download_own_file(request: HttpRequest, form: str) -> HttpResponse:
    at = now()
    subject = proofs.find_proven_subject(request.session, at)
    if subject is None:
        return redirect("rights:ask")
    return build_download(build_own_file(subject, form, at), f"data-saya.{form}", TYPES[form])


@login_not_required
@require_POST
def leave_own(request: HttpRequest) -> HttpResponse:
    """On a computer that others use, too."""
    proofs.forget_proof(request.session)
    return redirect("rights:ask")


@login_not_required
@require_safe
def list_holdings(request: HttpRequest) -> HttpResponse:
    """The register of personal data, for everybody: made of what the tables declare, citizens first."""
    return render(request, "rights/holdings.html", {"holdings": list(HOLDINGS)[::-1]})
