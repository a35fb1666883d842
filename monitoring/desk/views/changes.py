"""Changes of which everybody who was invited is informed: a room's name or link, and a session's turn."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from krs_portal.kit import clock
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form
from krs_portal.kit.versions import Edited, lock_under, read_fields
from monitoring.desk import policies, timetable
from monitoring.desk.forms import DeskRoomForm, MoveDeskSessionForm
from monitoring.desk.models import DeskRoom, DeskSession
from monitoring.desk.services import planning as services
from monitoring.desk.showing import build_desk_trail, describe_turn, format_participant
from monitoring.desk.timetable import DeskTurn
from monitoring.register.policies import why_not_read
from monitoring.rounds.models import Round


def edit_desk_room(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a room, or remove one that no session uses."""
    refuse_if(why_not_read(request.user))
    visible = Round.objects.visible_to(request.user)
    room = get_object_or_404(DeskRoom.objects.filter(round__in=visible).select_related("round__office"), pk=pk)
    refuse_if(policies.why_not_plan_desk(request.user, room.round))
    if "remove" in request.POST:
        is_removed = press_button(request, services.remove_desk_room, room=room)
        return redirect("monitoring:desk", room.round_id) if is_removed else redirect("monitoring:desk_room", pk)
    form = DeskRoomForm(
        request.POST or None, edits=Edited(room, read_fields("name", "link"), lock=lock_under(room.round))
    )
    name = room.name
    if submit_form(request, form, services.edit_desk_room, room=room):
        return redirect("monitoring:desk", room.round_id)
    remove = {"label": _("Hapus ruang"), "name": "remove", "icon": "trash", "kind": "danger"}
    return render_form_page(
        request, form, title=name, button=_("Simpan ruang"),
        lead=_("Yang sudah diundang ke ruang ini menerima kabar bila nama atau tautannya berubah."),
        trail=build_desk_trail(room.round, name), base="monitoring/base.html",
        other=None if room.sessions.exists() else remove,
    )  # fmt: skip


def move_desk_session(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_if(why_not_read(request.user))
    related = "participant__round__office__region", "participant__office__region", "room", "meeting"
    session = get_object_or_404(DeskSession.objects.visible_to(request.user).select_related(*related), pk=pk)
    refuse_if(policies.why_not_move_session(request.user, session))
    round_ = session.participant.round
    zone = round_.office.time_zone
    free = timetable.list_free_turns(session, round_, clock.now())
    form = MoveDeskSessionForm(request.POST or None, turns=[(turn.key, describe_turn(turn, zone)) for turn in free])
    said = _("Sesi dipindahkan; kedua pihak diberi tahu.")
    if submit_form(request, form, services.move_desk_session, session=session, said=said):
        return redirect("monitoring:desk_session", pk)
    now = describe_turn(DeskTurn(session.room, session.starts_at, session.ends_at), zone)
    title = _("Pindahkan sesi %(name)s") % {"name": format_participant(session.participant)}
    return render_form_page(
        request, form, title=title, button=_("Pindahkan dan beri tahu"),
        lead=_("Sekarang: %(now)s. Giliran lama baru dilepas sesudah yang baru terpasang.") % {"now": now},
        trail=build_desk_trail(round_, title), base="monitoring/base.html",
    )  # fmt: skip
