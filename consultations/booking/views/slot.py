"""One time by its own address: a link leads to a page that asks everything, and one press books."""

import uuid
from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from consultations.booking import catalogue, offers, policies, proof, services, way
from consultations.booking.enums import ServiceChannel, SlotKind
from consultations.booking.forms import SlotForm
from consultations.booking.models.seats import Slot
from consultations.booking.views.booking import (
    ask_sum,
    describe_place,
    hold_chosen_seat,
    read_request_answers,
    render_booking_step,
    show_gone_slot,
)
from consultations.booking.views.filling import (
    bind_form_key,
    check_request_rate,
    record_triage,
    redirect_to_ticket,
)
from consultations.booking.way import BookingAnswers
from krs_portal.kit.clock import now
from krs_portal.kit.middleware import mark_done
from krs_portal.kit.refusals import reject_if
from krs_portal.kit.submitting import why_not_send
from krs_portal.kit.typed import take_typed_fields


@login_not_required
def book_slot(request: HttpRequest, pk: int) -> HttpResponse:
    """A POST with a token (from the list of times) holds the seat and starts the form; one without books at once."""
    slot = catalogue.fill_slot_from_catalogue(get_object_or_404(Slot.objects.public(), pk=pk))
    so_far, is_hold = read_request_answers(request), "token" in request.POST
    if gone := policies.why_not_book(slot, at=now()):
        return show_gone_slot(request, slot, so_far, gone)
    if request.method == "POST":
        topic = slot.topic or so_far.topic
        return (
            hold_chosen_seat(request, slot, topic, so_far) if is_hold and topic else book_at_once(request, slot, so_far)
        )
    if slot.seats_left < 1:
        return show_gone_slot(request, slot, so_far, _("Jadwal ini sudah penuh."))
    typed = take_typed_fields(request)
    form = SlotForm(slot=slot, home=so_far.home, topic=so_far.topic, initial=typed) if typed else None
    return ask_everything(request, slot, so_far, form)


def book_at_once(request: HttpRequest, slot: Slot, so_far: BookingAnswers) -> HttpResponse:
    """Sent twice, from two tabs or after a lost answer, it is the same booking: the form has its key."""
    form, others = SlotForm(request.POST, slot=slot, home=so_far.home), None
    if form.is_valid():
        try:
            reject_if(why_not_send(request))
            check_request_rate(request, form.citizen["phone"])
            if not proof.has_proof(request):
                return ask_sum(request)
            asked = form.citizen | {"triage": record_triage(so_far)}
            asked["idempotency_key"] = bind_form_key(request, asked)
            made = services.book_seat(slot=slot, at=now(), **asked)
            mark_done(request)
            return redirect_to_ticket(request, made)
        except services.SlotFull as error:
            form.take_refusal(error)
            others = offers.list_alternative_slots(slot, form.about, now(), slot.seats_for(form.citizen["party_size"]))
        except ValidationError as error:
            form.take_refusal(error)
    return ask_everything(request, slot, so_far, form, others)


def ask_everything(
    request: HttpRequest,
    slot: Slot,
    so_far: BookingAnswers,
    form: SlotForm | None = None,
    others: list[Slot] | None = None,
) -> HttpResponse:
    """The page with every field. While nothing is typed, the template reuses the fields drawn for an equal form.

    Most visitors leave here, and drawing the fields took 4 of the page's 14 ms when measured.
    """
    shown = {"form": form} if form else build_blank_form(slot, so_far)
    asked = {
        "slot": slot,
        "has_seats": slot.kind == SlotKind.GROUP or not ServiceChannel(slot.channel).meets_elsewhere,
        "way": so_far,
        "others": others,
        "is_full": others is not None,
        "challenge": proof.create_challenge(),
    }
    return render_booking_step(
        request,
        "slot",
        way.PERSON,
        _("Data Anda"),
        422 if form and form.is_bound else 200,
        **asked | shown | describe_place(slot.place),
    )


def build_blank_form(slot: Slot, so_far: BookingAnswers) -> dict:
    home, topic = so_far.home, so_far.topic
    return {
        "blank": partial(SlotForm, slot=slot, home=home, topic=topic),
        "looks": SlotForm.looks(slot, home, topic),
        "key": uuid.uuid4().hex,
    }
