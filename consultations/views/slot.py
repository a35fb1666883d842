"""One time by its own address: a link leads to a page that asks everything, and one press books."""

import uuid
from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from consultations import catalogue, offers, policies, proof, services, way
from consultations.forms import SlotForm
from consultations.models import Attendance, Slot
from consultations.views.booking import about, ask_sum, hold, show, show_slot, way_of
from consultations.views.filling import refuse_haste, to_ticket
from consultations.way import Way
from krs_portal.kit.clock import now


@login_not_required
def book_slot(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of times posts here, too, with the token of a form to come: that holds the time."""
    slot = catalogue.settled(get_object_or_404(Slot.objects.public(), pk=pk))
    so_far, is_hold = way_of(request), "token" in request.POST
    if gone := policies.why_not_book(slot, at=now()):
        return show_slot(request, slot, so_far, gone)
    if request.method == "POST":
        topic = slot.topic or so_far.topic
        return hold(request, slot, topic, so_far) if is_hold and topic else book_at_once(request, slot, so_far)
    if slot.seats_left < 1:
        return show_slot(request, slot, so_far, _("Jadwal ini sudah penuh."))
    return ask_everything(request, slot, so_far)


def book_at_once(request: HttpRequest, slot: Slot, so_far: Way) -> HttpResponse:
    """Sent twice, from two tabs or after a lost answer, it is the same booking: the form has its key."""
    form, others = SlotForm(request.POST, slot=slot, home=so_far.home), None
    if form.is_valid():
        try:
            refuse_haste(request, form.citizen["phone"])
            if not proof.is_given(request):
                return ask_sum(request)
            return to_ticket(request, book(slot, form))
        except services.SlotFull as error:
            form.refuse(error)
            others = offers.alternatives(slot, form.about, now(), slot.seats_for(form.citizen["party_size"]))
        except ValidationError as error:
            form.refuse(error)
    return ask_everything(request, slot, so_far, form, others)


def book(slot: Slot, form: SlotForm) -> Attendance:
    return services.book(slot=slot, at=now(), **form.citizen)


def ask_everything(
    request: HttpRequest, slot: Slot, so_far: Way, form: SlotForm | None = None, others: list[Slot] | None = None
) -> HttpResponse:
    """Nothing typed yet, a form that was drawn before is not made again: most visits end here."""
    shown = {"form": form} if form else blank(slot, so_far)
    asked = {
        "slot": slot,
        "way": so_far,
        "others": others,
        "is_full": others is not None,
        "challenge": proof.challenge(),
    }
    return show(request, "slot", way.PERSON, _("Data Anda"), 422 if form else 200, **asked | shown | about(slot.place))


def blank(slot: Slot, so_far: Way) -> dict:
    home, topic = so_far.home, so_far.topic
    return {
        "blank": partial(SlotForm, slot=slot, home=home, topic=topic),
        "looks": SlotForm.looks(slot, home, topic),
        "key": uuid.uuid4().hex,
    }
