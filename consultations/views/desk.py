"""The counter: today's people of one place, and registering who walked in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinics.models import Place
from clinics.services import refuse
from consultations import nearest, policies, services
from consultations.board import Board, board_of
from consultations.forms import WalkInForm
from consultations.models import Attendance
from krs_portal.accounts import nik
from krs_portal.kit.actions import Tab
from krs_portal.kit.clock import day_of, now, today
from krs_portal.kit.htmx import faces
from krs_portal.offices.enums import RegionKind
from krs_portal.offices.models import Region

COLUMNS = ("waiting", "serving", "finished")


def desk(request: HttpRequest) -> HttpResponse:
    refuse(policies.why_not_open_desk(request.user))
    places = list(
        nearest.places_on(today())
        .visible_to(request.user)
        .select_related("office__parent")
        .order_by("office__code", "kind", "name", "pk")
    )
    place = next(
        (place for place in places if str(place.pk) == request.GET.get("place")), places[0] if places else None
    )
    if place is None:
        return render(request, "consultations/desk_without_place.html")
    refusal = policies.why_not_serve(request.user, place.office)
    form = WalkInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refuse(refusal)
        if register(request, form, place):
            return redirect(f"{reverse('consultations:desk')}?place={place.pk}")
    context = {"form": form, "refusal": refusal, "places": places, "place": place} | shown(request, place, not refusal)
    return faces(request, "consultations/desk.html", context, fragment="board", status=422 if form.errors else 200)


def register(request: HttpRequest, form: WalkInForm, place: Place) -> Attendance | None:
    """The new person in the queue; with a refusal, nobody, and the form says why."""
    try:
        made = services.register_walk_in(place=place, by=request.user, at=now(), **form.cleaned_data)
    except ValidationError as error:
        form.refuse(error)
        return None
    messages.success(
        request, _("%(name)s terdaftar dengan nomor %(number)d.") % {"name": made.name, "number": made.queue_number}
    )
    if made.nik_ciphertext and not is_known_region(made.nik_ciphertext):
        messages.warning(
            request,
            _("Kode wilayah di dalam NIK %(nik)s tidak dikenal. Data tetap tersimpan; cocokkan dengan KTP.")
            % {"nik": made.nik_masked},
        )
    return made


def is_known_region(text: str) -> bool:
    """Codes change and tell where the number was first issued; an unknown one is only worth a second look."""
    code = nik.parse(text).kecamatan_code
    kecamatan_known = Region.objects.filter(kind=RegionKind.KECAMATAN).exists()
    return Region.objects.filter(code=code if kecamatan_known else code[:5]).exists()


def shown(request: HttpRequest, place: Place, serves: bool) -> dict[str, Any]:
    at = now()
    board = board_of(place, day_of(at, place.office.time_zone), at, serves=serves)
    asked = request.GET.get("column")
    column = asked if asked in COLUMNS else COLUMNS[0]
    return {"board": board, "column": column, "tabs": tabs(board, place, column), "zone": place.office.time_zone}


def tabs(board: Board, place: Place, column: str) -> list[Tab]:
    """On a phone the three columns are three pages."""
    base = f"{reverse('consultations:desk')}?place={place.pk}&column="
    return [
        Tab(_("Menunggu"), f"{base}waiting", column == "waiting", len(board.waiting)),
        Tab(_("Dilayani"), f"{base}serving", column == "serving", len(board.serving)),
        Tab(_("Selesai"), f"{base}finished", column == "finished", len(board.finished)),
    ]


@require_POST
def check_in(request: HttpRequest, pk: int) -> HttpResponse:
    return moved(request, pk, services.check_in)


@require_POST
def no_show(request: HttpRequest, pk: int) -> HttpResponse:
    return moved(request, pk, services.mark_no_show)


@require_POST
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Calling opens the consultation."""
    return moved(request, pk, services.call)


def moved(request: HttpRequest, pk: int, service: Any) -> HttpResponse:
    attendance = get_object_or_404(Attendance.objects.visible_to(request.user).select_related("slot"), pk=pk)
    try:
        made = service(attendance=attendance, by=request.user, at=now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        if service is services.call:
            return redirect("consultations:consultation", made.pk)
    return redirect(f"{reverse('consultations:desk')}?place={attendance.slot.place_id}")
