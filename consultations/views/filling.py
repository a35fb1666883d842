"""While the seat is held: who comes, everything once more, and the booking."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from consultations import offers, policies, proof, services, way
from consultations.drafts import Draft, is_held, minutes_left
from consultations.enums import AttendanceState
from consultations.forms import ConsentForm, PersonForm, WaitingForm
from consultations.models import Attendance, Slot
from consultations.remembered import remember
from consultations.summary import person_facts
from consultations.throttle import HOUR, may_try, may_try_as
from consultations.views.booking import about, show, way_of
from consultations.way import Way
from krs_portal.kit.clock import now

BOOKINGS = 30  # a minute and address
PER_PHONE = 8  # an hour


@login_not_required
@never_cache
def person(request: HttpRequest, token: str) -> HttpResponse:
    draft = Draft.find(request, token)
    if draft is None:
        return redirect("consultations:book")
    held = draft.attendance()
    if held and held.state == AttendanceState.BOOKED:
        return to_ticket(request, held)
    slot, so_far = draft.load_slot(), way_back(draft)
    form = PersonForm(request.POST or None, slot=slot, home=so_far.home, initial=draft.typed)
    if request.method == "POST":
        draft.typed = form.typed
        draft.keep(request)
        if form.is_valid():
            return redirect("consultations:check", token)
    context = standing(draft, held, slot, so_far) | {"form": form}
    return show(request, "person", way.PERSON, _("Data Anda"), 422 if form.errors else 200, **context)


@login_not_required
@never_cache
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Everything once more. Sent twice, from two tabs or after a lost answer, it is the same booking."""
    draft = Draft.find(request, token)
    if draft is None:
        return redirect("consultations:book")
    held = draft.attendance()
    if held and held.state == AttendanceState.BOOKED:
        return to_ticket(request, held)
    slot, so_far = draft.load_slot(), way_back(draft)
    person = PersonForm(draft.typed, slot=slot, home=so_far.home)
    if not person.is_valid():
        return redirect("consultations:person", token)
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = confirm(request, draft, held, person)
        except ValidationError as error:
            form.refuse(error)
        else:
            draft.finish(request)
            return to_ticket(request, made)
    facts = person_facts(person)
    context = standing(draft, held, slot, so_far) | {"form": form, "facts": facts}
    return show(request, "check", way.CHECK, _("Periksa"), 422 if form.errors else 200, **context)


def confirm(request: HttpRequest, draft: Draft, held: Attendance | None, person: PersonForm) -> Attendance:
    refuse_haste(request, person.citizen["phone"])
    if held is None:
        raise ValidationError(_("Waktu yang ditahan sudah dilepas. Pilih lagi salah satu waktu; isian Anda tetap ada."))
    return services.confirm(attendance=held, at=now(), consents=True, idempotency_key=draft.token, **person.citizen)


def refuse_haste(request: HttpRequest, phone: str) -> None:
    if request.POST.get("website"):
        raise ValidationError(_("Permintaan ini tampak dikirim oleh program. Muat ulang halamannya dan coba lagi."))
    if not may_try(request, "book", times=BOOKINGS):
        raise ValidationError(
            _("Terlalu banyak janji dari sambungan ini. Isian Anda tetap ada; coba lagi satu menit lagi.")
        )
    if not may_try_as(phone, "book-phone", times=PER_PHONE, within=HOUR):
        raise ValidationError(
            _("Nomor telepon ini terlalu sering dipakai dalam satu jam. Coba lagi nanti atau telepon klinik.")
        )


def to_ticket(request: HttpRequest, made: Attendance) -> HttpResponse:
    return remember(redirect("consultations:booked", made.reference), request, made)


def way_back(draft: Draft) -> Way:
    return way.read(QueryDict(draft.way))


def standing(draft: Draft, held: Attendance | None, slot: Slot, so_far: Way) -> dict:
    """How long the seat is still kept; where it is not, the nearest others."""
    at, is_kept = now(), is_held(held, now())
    party_size = held.party_size if held else 1
    return {
        "draft": draft,
        "token": draft.token,
        "slot": slot,
        "topic": held.topic if held else slot.topic or so_far.topic,
        "way": so_far,
        "query": QueryDict(f"{draft.way}&draft={draft.token}"),
        "party_size": party_size,
        "minutes": minutes_left(held, at) if held and is_kept else None,
        "hold_ends_at": held.hold_ends_at if held and is_kept else None,
        "alternatives": [] if is_kept else offers.alternatives(slot, so_far.topic, at, slot.seats_for(party_size)),
        "challenge": None if is_kept else proof.challenge(),
    } | about(slot.place)


@login_not_required
def wait(request: HttpRequest, pk: int) -> HttpResponse:
    """Join the waiting list of a slot that is full."""
    slot = get_object_or_404(Slot.objects.public().with_place().select_related("topic"), pk=pk)
    so_far = way_of(request)
    topic = slot.topic or so_far.topic
    if topic is None or policies.why_not_book(slot, at=now()):
        return redirect("consultations:book_slot", pk)
    form = WaitingForm(request.POST or None, slot=slot, home=so_far.home)
    if request.method == "POST" and form.is_valid():
        try:
            refuse_haste(request, form.citizen["phone"])
            if not proof.is_given(request):
                raise ValidationError(_("Kirim sekali lagi satu menit lagi; sambungan ini sedang ramai."))
            made = services.join_waiting_list(slot=slot, topic=topic, at=now(), **form.citizen)
        except ValidationError as error:
            form.refuse(error)
        else:
            return remember(redirect("consultations:manage", made.reference), request, made)
    context = {"slot": slot, "way": so_far, "topic": topic, "form": form, "challenge": proof.challenge()}
    return show(
        request, "wait", way.PERSON, _("Data Anda"), 422 if form.errors else 200, **context, **about(slot.place)
    )
