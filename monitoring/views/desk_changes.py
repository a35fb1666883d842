"""Changes that whoever was invited is told of: a room's name or link, and a session's turn."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from krs_portal.kit import clock
from monitoring import policies, timetable
from monitoring.forms.desk import MoveForm, RoomForm
from monitoring.models import DeskRoom, DeskSession, Round
from monitoring.services import desk as services
from monitoring.timetable import Place
from monitoring.views.desk import name_of, places


def desk_room(request: HttpRequest, pk: int) -> HttpResponse:
    """A room's name and link; whoever was invited into it is told."""
    services.refuse(policies.why_not_read(request.user))
    visible = Round.objects.visible_to(request.user)
    room = get_object_or_404(DeskRoom.objects.filter(round__in=visible).select_related("round__office"), pk=pk)
    services.refuse(policies.why_not_plan_desk(request.user, room.round))
    form = RoomForm(request.POST or None, initial={"name": room.name, "link": room.link})
    if request.method == "POST":
        removes = "remove" in request.POST
        call = services.remove_room if removes else services.edit_room
        if removes or form.is_valid():
            try:
                call(room=room, by=request.user, at=clock.now(), **({} if removes else form.cleaned_data))
            except ValidationError as error:
                form.is_valid()
                form.refuse(error)
            else:
                return redirect("monitoring:desk", room.round_id)
    context = {
        "form": form,
        "title": room.name,
        "button": _("Simpan ruang"),
        "may_remove": not room.sessions.exists(),
        "lead": _("Yang sudah diundang ke ruang ini menerima kabar bila nama atau tautannya berubah."),
        "places": places(room.round, room.name),
    }
    return render(request, "monitoring/desk/room.html", context, status=422 if form.errors else 200)


def desk_move(request: HttpRequest, pk: int) -> HttpResponse:
    services.refuse(policies.why_not_read(request.user))
    related = "participant__round__office__region", "participant__office__region", "room", "meeting"
    session = get_object_or_404(DeskSession.objects.visible_to(request.user).select_related(*related), pk=pk)
    services.refuse(policies.why_not_move_session(request.user, session))
    round_ = session.participant.round
    zone = round_.office.time_zone
    free = [(place.key, services.when(place, zone)) for place in timetable.free_places(session, round_, clock.now())]
    form = MoveForm(request.POST or None, places=free)
    if request.method == "POST" and form.is_valid():
        try:
            services.move_session(session=session, by=request.user, at=clock.now(), **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Sesi dipindahkan; kedua pihak diberi tahu."))
            return redirect("monitoring:desk_session", pk)
    now = services.when(Place(session.room, session.starts_at, session.ends_at), zone)
    title = _("Pindahkan sesi %(name)s") % {"name": name_of(session.participant)}
    context = {
        "form": form,
        "title": title,
        "button": _("Pindahkan dan beri tahu"),
        "lead": _("Sekarang: %(now)s. Giliran lama baru dilepas sesudah yang baru terpasang.") % {"now": now},
        "places": places(round_, title),
    }
    return render(request, "monitoring/rounds/form.html", context, status=422 if form.errors else 200)
