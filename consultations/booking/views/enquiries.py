"""A written question or the wish to be called, without an account: sent, and its answer read."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from consultations.booking import catalogue, channels, letters, proof, services
from consultations.booking.enums import EnquiryKind, EnquiryState
from consultations.booking.forms import EnquiryForm
from consultations.booking.models.enquiries import Enquiry
from consultations.booking.policies import ANSWERED_WITHIN, URGENT_WITHIN
from consultations.booking.remembered import find_remembered_enquiry, remember_booking
from consultations.booking.throttle import ENQUIRIES, ENQUIRIES_BY_PHONE, may_try, may_try_as
from consultations.booking.views.booking import read_request_answers
from consultations.booking.views.filling import record_triage
from consultations.booking.views.own import look_up_booking
from consultations.booking.way import BookingAnswers
from krs_portal.kit import formats
from krs_portal.kit.badges import build_badge
from krs_portal.kit.clock import today
from krs_portal.kit.submitting import submit_form
from krs_portal.kit.typed import take_typed_fields


@login_not_required
def write_enquiry(request: HttpRequest) -> HttpResponse:
    """The form; what was answered on the way to a time comes along in the address."""
    so_far = read_request_answers(request)
    is_urgent = bool(so_far.triage and so_far.triage.is_urgent)
    initial = read_initial(request, so_far) | take_typed_fields(request)
    form = EnquiryForm(request.POST or None, initial=initial)
    known = {"office": so_far.at_office, "triage": record_triage(so_far), "is_urgent": is_urgent}
    if made := submit_form(request, form, partial(send_typed_enquiry, request), **known):
        return remember_booking(redirect("consultations:enquiry", made.reference), request, made)
    office = so_far.at_office
    context = {
        "form": form,
        "is_urgent": is_urgent,
        "advice": so_far.advice,
        "office": office,
        "office_name": catalogue.get_todays_office_name(office) if office else "",
        "days": ANSWERED_WITHIN,
        "urgent_days": URGENT_WITHIN,
        "challenge": proof.create_challenge(),
    }
    return render(request, "consultations/booking/enquiry_form.html", context, status=form.status)


def read_initial(request: HttpRequest, so_far: BookingAnswers) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    chosen = {"kind": kind} if kind in EnquiryKind.values else {}
    return chosen | {
        "topic": so_far.topic.code if so_far.topic else None,
        "region": str(so_far.home) if so_far.home else so_far.region,
    }


def send_typed_enquiry(request: HttpRequest, *, by: Any, **asked: Any) -> Enquiry:
    if request.POST.get("website"):  # a field that people do not see
        raise ValidationError(_("Permintaan ini tampak dikirim oleh program. Muat ulang halamannya dan coba lagi."))
    if not may_try(request, ENQUIRIES):
        raise ValidationError(
            _("Terlalu banyak pertanyaan dari sambungan ini. Isian Anda tetap ada; coba lagi satu menit lagi.")
        )
    if not may_try_as(asked["phone"], ENQUIRIES_BY_PHONE):
        raise ValidationError(
            _("Nomor telepon ini terlalu sering dipakai dalam satu jam. Coba lagi nanti atau telepon klinik.")
        )
    if not proof.has_proof(request):
        raise ValidationError(_("Kirim sekali lagi satu menit lagi; sambungan ini sedang ramai."))
    return services.send_enquiry(**asked)


@login_not_required
@never_cache
def show_enquiry(request: HttpRequest, reference: str) -> HttpResponse:
    """The question and its answer, for the browser that sent it or proved to know the number."""
    enquiry = find_remembered_enquiry(request, reference)
    if enquiry is None:
        return look_up_booking(request, reference)
    return render(request, "consultations/booking/enquiry.html", describe_enquiry(enquiry))


def describe_enquiry(enquiry: Enquiry) -> dict[str, Any]:
    office = catalogue.get_todays_office_name(enquiry.office)
    return {
        "enquiry": enquiry,
        "status": build_badge(EnquiryState(enquiry.state)),
        "is_call": enquiry.kind == EnquiryKind.CALL_BACK,
        "is_late": enquiry.is_late(today(enquiry.office.time_zone)),
        "office_name": office,
        "phone": enquiry.office.phone,
        "facts": [
            (_("Jenis"), enquiry.get_kind_display()),
            *([(_("Topik"), str(enquiry.topic))] if enquiry.topic else []),
            (_("Dijawab oleh"), office),
            (_("Paling lambat"), formats.format_full_day(enquiry.due_on)),
            *([(_("Nomor yang ditelepon"), enquiry.phone)] if enquiry.kind == EnquiryKind.CALL_BACK else []),
            *([(_("Waktu yang baik"), enquiry.call_when)] if enquiry.call_when else []),
            (_("Kabar dikirim ke"), channels.format_message_channels(enquiry)),
            *letters.describe_triage(enquiry),
        ],
    }
