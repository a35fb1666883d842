"""The screen in the waiting room: numbers, large and dark, without a name and without an account."""

from __future__ import annotations

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe

from consultations.booking import catalogue, nearest
from consultations.counter import lobby
from consultations.counter.views.day import build_poll_headers
from consultations.people.policies import why_not_serve
from krs_portal.kit import qr
from krs_portal.kit.clock import today
from krs_portal.kit.htmx import wants_fragment
from krs_portal.kit.refusals import refuse_if


@require_safe
def start_lobby(request: HttpRequest, pk: int) -> HttpResponse:
    """How a television becomes the screen of this place: its address, as a link and as a QR code."""
    place = get_object_or_404(nearest.list_visible_places(request.user), pk=pk)
    refuse_if(why_not_serve(request.user, place.office))
    path = lobby.build_screen_path(place)
    context = {"place": place, "path": path, "qr": qr.draw_qr(request.build_absolute_uri(path))}
    return render(request, "consultations/counter/lobby_start.html", context)


@require_safe
@login_not_required
def show_lobby(request: HttpRequest, token: str) -> HttpResponse:
    """The numbers called last; it asks again every few seconds, and is answered 304 while none was called."""
    place = lobby.find_screen_place(token)
    if place is None:
        raise Http404(gettext_lazy("Alamat layar ini tidak dikenal. Buka lagi dari meja layanan."))
    day = today(place.office.time_zone)
    calls, waiting = lobby.list_last_calls(place, day), lobby.count_waiting(place, day)
    seen = hashlib.sha256(repr((day, calls, waiting, get_language())).encode()).hexdigest()[:32]
    etag = f'"{seen}"'
    if wants_fragment(request) and (answer := get_conditional_response(request, etag=etag)):
        return answer
    context = {
        "office_name": catalogue.get_todays_office_name(place.office),
        "place": place,
        "calls": calls,
        "waiting": waiting,
        "path": request.path,
        "poll_headers": build_poll_headers(etag),
    }
    name = "consultations/counter/lobby.html#calls" if wants_fragment(request) else "consultations/counter/lobby.html"
    response = render(request, name, context)
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["HX-Request"])
    return response
