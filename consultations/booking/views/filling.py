"""The pages while a seat is held: personal data, review, and the booking itself."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from consultations.booking import offers, policies, proof, services, way
from consultations.booking.drafts import BookingDraft, bind_key, count_minutes_left
from consultations.booking.enums import AttendanceState
from consultations.booking.forms import BookingConsentForm, PersonForm, WaitingForm
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.remembered import remember_booking
from consultations.booking.summary import describe_person
from consultations.booking.throttle import BOOKINGS, BOOKINGS_BY_PHONE, may_try, may_try_as
from consultations.booking.views.booking import describe_place, read_request_answers, render_booking_step
from consultations.booking.way import BookingAnswers
from krs_portal.kit.clock import now
from krs_portal.kit.submitting import submit_form
from krs_portal.kit.typed import take_typed_fields


@login_not_required
@never_cache
def ask_person(request: HttpRequest, token: str) -> HttpResponse:
    draft = BookingDraft.find(request, token)
    if draft is None:
        return redirect("consultations:book")
    held = draft.attendance()
    if held and held.state == AttendanceState.BOOKED:
        return redirect_to_ticket(request, held)
    slot, so_far = draft.load_slot(), read_draft_answers(draft)
    typed = draft.typed | take_typed_fields(request)
    form = PersonForm(request.POST or None, slot=slot, home=so_far.home, initial=typed)
    if request.method == "POST":
        draft.typed = form.typed
        draft.keep(request)
        if form.is_valid():
            return redirect("consultations:check", token)
    context = describe_hold(draft, held, slot, so_far) | {"form": form}
    return render_booking_step(request, "person", way.PERSON, _("Data Anda"), 422 if form.errors else 200, **context)


@login_not_required
@never_cache
def review_booking(request: HttpRequest, token: str) -> HttpResponse:
    """Everything once more. Sent twice, from two tabs or after a lost answer, it is the same booking."""
    draft = BookingDraft.find(request, token)
    if draft is None:
        return redirect("consultations:book")
    held = draft.attendance()
    if held and held.state == AttendanceState.BOOKED:
        return redirect_to_ticket(request, held)
    slot, so_far = draft.load_slot(), read_draft_answers(draft)
    person = PersonForm(draft.typed, slot=slot, home=so_far.home)
    if not person.is_valid():
        return redirect("consultations:person", token)
    form = BookingConsentForm(request.POST or None)
    if made := submit_form(request, form, partial(confirm_draft, request, draft, held, person)):
        draft.finish(request)
        return redirect_to_ticket(request, made)
    context = describe_hold(draft, held, slot, so_far) | {"form": form, "facts": describe_person(person)}
    return render_booking_step(request, "check", way.CHECK, _("Periksa"), 422 if form.errors else 200, **context)


def confirm_draft(
    request: HttpRequest,
    draft: BookingDraft,
    held: Attendance | None,
    person: PersonForm,
    *,
    consents: bool,
    by: Any,
    at: datetime,
) -> Attendance:
    check_request_rate(request, person.citizen["phone"])
    if held is None:
        raise ValidationError(_("Waktu yang ditahan sudah dilepas. Pilih lagi salah satu waktu; isian Anda tetap ada."))
    return services.confirm_booking(
        attendance=held,
        at=at,
        consents=consents,
        idempotency_key=draft.key,
        triage=record_triage(read_draft_answers(draft)),
        **person.citizen,
    )


def record_triage(so_far: BookingAnswers) -> list[dict[str, str]]:
    """What was answered on the way here, to be kept with the booking."""
    return so_far.triage.build_record() if so_far.triage else []


def check_request_rate(request: HttpRequest, phone: str) -> None:
    """Raises ValidationError for a program that fills every field, and for whoever has had their share of bookings."""
    if request.POST.get("website"):  # a field that people do not see
        raise ValidationError(_("Permintaan ini tampak dikirim oleh program. Muat ulang halamannya dan coba lagi."))
    if not may_try(request, BOOKINGS):
        raise ValidationError(
            _("Terlalu banyak janji dari sambungan ini. Isian Anda tetap ada; coba lagi satu menit lagi.")
        )
    if not may_try_as(phone, BOOKINGS_BY_PHONE):
        raise ValidationError(
            _("Nomor telepon ini terlalu sering dipakai dalam satu jam. Coba lagi nanti atau telepon klinik.")
        )


def redirect_to_ticket(request: HttpRequest, made: Attendance) -> HttpResponse:
    return remember_booking(redirect("consultations:booked", made.reference), request, made)


def read_draft_answers(draft: BookingDraft) -> BookingAnswers:
    return way.read_answers(QueryDict(draft.way))


def describe_hold(draft: BookingDraft, held: Attendance | None, slot: Slot, so_far: BookingAnswers) -> dict:
    """How long the seat is still kept; where it is not, the nearest others."""
    at = now()
    is_kept = held is not None and held.is_held(at)
    party_size = held.party_size if held else 1
    return {
        "draft": draft,
        "token": draft.token,
        "slot": slot,
        "topic": held.topic if held else slot.topic or so_far.topic,
        "way": so_far,
        "query": QueryDict(f"{draft.way}&draft={draft.token}"),
        "party_size": party_size,
        "minutes": count_minutes_left(held, at) if held and is_kept else None,
        "hold_ends_at": held.hold_ends_at if held and is_kept else None,
        "alternatives": []
        if is_kept
        else offers.list_alternative_slots(slot, so_far.topic, at, slot.seats_for(party_size)),
        "challenge": None if is_kept else proof.create_challenge(),
    } | describe_place(slot.place)


@login_not_required
def join_waiting_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Join the waiting list of a slot that is full."""
    slot = get_object_or_404(Slot.objects.public().with_place().select_related("topic"), pk=pk)
    so_far = read_request_answers(request)
    topic = slot.topic or so_far.topic
    if topic is None or policies.why_not_book(slot, at=now()):
        return redirect("consultations:book_slot", pk)
    form = WaitingForm(request.POST or None, slot=slot, home=so_far.home, initial=take_typed_fields(request))
    known = {"slot": slot, "topic": topic, "triage": record_triage(so_far)}
    if made := submit_form(request, form, partial(wait_for_seat, request), **known):
        return remember_booking(redirect("consultations:manage", made.reference), request, made)
    context = {"slot": slot, "way": so_far, "topic": topic, "form": form, "challenge": proof.create_challenge()}
    return render_booking_step(
        request,
        "wait",
        way.PERSON,
        _("Data Anda"),
        422 if form.errors else 200,
        **context,
        **describe_place(slot.place),
    )


def wait_for_seat(request: HttpRequest, *, by: Any, **asked: Any) -> Attendance:
    check_request_rate(request, asked["phone"])
    if not proof.has_proof(request):
        raise ValidationError(_("Kirim sekali lagi satu menit lagi; sambungan ini sedang ramai."))
    return services.join_waiting_list(**asked | {"idempotency_key": bind_form_key(request, asked)})


def bind_form_key(request: HttpRequest, asked: Mapping[str, Any]) -> str | None:
    """The key of a form that came with its page, as this browser's own."""
    key = asked.get("idempotency_key")
    return bind_key(request, key) if key else None
