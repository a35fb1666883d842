"""A citizen books, looks at and cancels: without an account, by reference and telephone number."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from consultations import letters, nearest, offers, opening, policies, services
from consultations.enums import AttendanceState, SlotKind
from consultations.forms import BookingForm, Choice, LookUpForm
from consultations.models import Attendance, Slot, Topic
from consultations.throttle import may_try
from krs_portal.kit import qr
from krs_portal.kit.clock import now, today
from krs_portal.offices.models import Office

STEPS = 4
REMEMBERED = 10  # bookings of one browser
LOOK_UPS = 10  # a minute and address
BOOKINGS = 20


@login_not_required
@require_GET
def book(request: HttpRequest) -> HttpResponse:
    """One question a page: about what, where, when. What was answered stands in the address."""
    choice = Choice(request.GET, places=nearest.places_on(today()).select_related("office")).cleaned_data
    if not choice.get("topic"):
        return ask_topic(request)
    if not choice.get("place"):
        return ask_place(request, choice["topic"])
    return ask_time(request, choice)


def ask_topic(request: HttpRequest) -> HttpResponse:
    context = {"topics": Topic.objects.offered(), "place": request.GET.get("place", ""), "steps": STEPS}
    return render(request, "consultations/book_topic.html", context)


def ask_place(request: HttpRequest, topic: Topic) -> HttpResponse:
    query = request.GET.get("region", "").strip()[:60]
    found = nearest.find(query, today()) if query else []
    context = {"topic": topic, "query": query, "found": found, "clinics": found or nearest.everywhere(today())}
    return render(request, "consultations/book_place.html", context | {"steps": STEPS})


def ask_time(request: HttpRequest, choice: dict) -> HttpResponse:
    place, topic = choice["place"], choice["topic"]
    days = offers.days(place, topic, now())
    context = {"days": days, "day": offers.chosen(days, choice.get("day")), "steps": STEPS}
    return render(request, "consultations/book.html", context | {"topic": topic} | about(place))


@login_not_required
def book_slot(request: HttpRequest, pk: int) -> HttpResponse:
    slot = get_object_or_404(Slot.objects.public().with_place().select_related("topic"), pk=pk)
    topic = slot.topic or Topic.objects.offered().filter(code=request.GET.get("topic", "")).first()
    form = BookingForm(request.POST or None, slot=slot, topic=topic)
    if request.method == "POST" and form.is_valid():
        try:
            made = booked_by(request, slot, form)
        except ValidationError as error:
            form.refuse(error)
        else:
            remember(request, made)
            return redirect("consultations:booked", made.reference)
    gone = policies.why_not_book(slot, at=now()) or (slot.seats_left < 1 and _("Jadwal ini sudah penuh."))
    context = {"slot": slot, "topic": topic, "form": form, "gone": gone, "steps": STEPS} | about(slot.place)
    if gone or form.non_field_errors():
        seats = form.data.get("party_size", "1") if slot.kind == SlotKind.GROUP else "1"
        context["alternatives"] = offers.alternatives(slot, topic, now(), int(seats) if seats.isdecimal() else 1)
    return render(request, "consultations/book_slot.html", context, status=422 if form.errors else 200)


def booked_by(request: HttpRequest, slot: Slot, form: BookingForm) -> Attendance:
    if not may_try(request, "book", times=BOOKINGS):
        raise ValidationError(_("Terlalu banyak janji dari sambungan ini. Coba lagi satu menit lagi."))
    return services.book(slot=slot, at=now(), **form.cleaned_data)


@login_not_required
@never_cache
def booked(request: HttpRequest, reference: str) -> HttpResponse:
    """The ticket, for the browser that booked or proved to know the number."""
    attendance = remembered(request, reference)
    if attendance is None:
        return redirect("consultations:manage", reference)
    return render(request, "consultations/booked.html", ticket(attendance))


@login_not_required
@never_cache
def manage(request: HttpRequest, reference: str) -> HttpResponse:
    if attendance := remembered(request, reference):
        return render(request, "consultations/manage.html", ticket(attendance))
    return look_up(request, reference)


@login_not_required
def look_up(request: HttpRequest, reference: str = "") -> HttpResponse:
    """Asks for the two things that open a booking; says only that they do not fit, not which."""
    posted = request.method == "POST"
    form = LookUpForm(request.POST if posted else None, initial={"reference": reference})
    is_valid = form.is_valid()
    if posted and not may_try(request, "look-up", times=LOOK_UPS):
        form.add_error(None, _("Terlalu banyak percobaan. Tunggu satu menit, lalu coba lagi."))
        return render(request, "consultations/look_up.html", {"form": form}, status=429)
    if is_valid:
        if attendance := Attendance.objects.known_by(**form.cleaned_data).first():
            remember(request, attendance)
            return redirect("consultations:manage", attendance.reference)
        form.add_error(None, _("Nomor janji dan nomor telepon ini tidak cocok. Periksa keduanya pada tiket Anda."))
    return render(request, "consultations/look_up.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@never_cache
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    attendance = remembered(request, reference)
    if attendance is None:
        return redirect("consultations:manage", reference)
    refusal = policies.why_not_move(attendance, AttendanceState.CANCELLED)
    if request.method == "POST" and not refusal:
        services.cancel(attendance=attendance, at=now())
        return redirect("consultations:manage", reference)
    return render(request, "consultations/cancel.html", ticket(attendance) | {"refusal": refusal})


@login_not_required
@never_cache
@require_GET
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    attendance = remembered(request, reference)
    if attendance is None:
        return redirect("consultations:manage", reference)
    text = letters.calendar(attendance, office_name(attendance.slot.place.office), now())
    disposition = {"Content-Disposition": f'attachment; filename="{attendance.reference}.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=disposition)


def remember(request: HttpRequest, attendance: Attendance) -> None:
    """This browser may see the booking from now on, until its session ends."""
    known = [reference for reference in request.session.get("bookings", []) if reference != attendance.reference]
    request.session["bookings"] = [*known, attendance.reference][-REMEMBERED:]


def remembered(request: HttpRequest, reference: str) -> Attendance | None:
    if reference not in request.session.get("bookings", []):
        return None
    return Attendance.objects.select_related("slot__place__office", "topic").filter(reference=reference).first()


def ticket(attendance: Attendance) -> dict:
    kinds = {AttendanceState.BOOKED: "success", AttendanceState.CANCELLED: "danger"}
    return {
        "attendance": attendance,
        "status_kind": kinds.get(AttendanceState(attendance.state), "info"),
        "facts": letters.facts(attendance, office_name(attendance.slot.place.office)),
        "bring": letters.BRING,
        "qr": qr.svg(letters.address_of(attendance)),
        "is_ahead": attendance.state == AttendanceState.BOOKED and attendance.slot.starts_at > now(),
        "phone": attendance.slot.place.office.phone,
    }


def about(place) -> dict:
    """A place as the pages of booking show it."""
    return {
        "place": place,
        "zone": place.office.time_zone,
        "office_name": office_name(place.office),
        "hours": opening.in_words(place.hours.all()),
    }


def office_name(office: Office) -> str:
    return office.name_on(today(office.time_zone))
