"""The desk of a round: its rooms and hours, who cannot come when, the timetable, invitations, moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from krs_portal.kit import clock, formats
from krs_portal.kit.actions import Action
from krs_portal.kit.clock import day_of
from krs_portal.meetings.enums import Answer
from krs_portal.offices import calendar
from krs_portal.offices.models import Office
from monitoring import badges, policies, timetable
from monitoring.enums import SessionState
from monitoring.forms.desk import HoursForm, RoomForm, UnavailableForm
from monitoring.models import DeskSession, Participant, Round, Unavailability
from monitoring.services import desk as services
from monitoring.timetable import Place, Seat


def desk(request: HttpRequest, pk: int, **typed: Any) -> HttpResponse:
    """The province plans here; an agency finds its own turn. `typed`: a form that was refused, with its words."""
    round_ = load(request, pk)
    participants = participants_of(request, round_)
    runs = policies.why_not_run_rounds(request.user, round_.office) is None
    page = planner_page if runs or len(participants) != 1 else own_page
    context = {
        "round": round_,
        "badge": badges.round_badge(round_),
        "places": places(round_, None),
        "zone": round_.office.time_zone,
        **page(request, round_, participants, typed),
    }
    status = 422 if any(form.errors for form in typed.values()) else 200
    return render(request, f"monitoring/desk/{page.__name__.removesuffix('_page')}.html", context, status=status)


def planner_page(
    request: HttpRequest, round_: Round, participants: list[Participant], typed: dict[str, Any]
) -> dict[str, Any]:
    refusal = policies.why_not_plan_desk(request.user, round_)
    visible = {each.pk: each for each in participants}
    sessions = [each for each in timetable.sessions_of(round_) if each.participant_id in visible]
    is_proposal = refusal is None and (not sessions or "susun" in request.GET)
    proposal = timetable.proposal(round_, clock.now()) if is_proposal else None
    seats = (
        proposal.seats
        if proposal
        else [Seat(each.participant, Place(each.room, each.starts_at, each.ends_at), each) for each in sessions]
    )
    without = [each for each in participants if each.pk not in {seat.participant.pk for seat in seats}]
    return {
        "refusal": refusal,
        "is_proposal": is_proposal,
        "days": day_tables(round_, seats, visible),
        "per_day": [count for _day, count in loads(round_, seats)],
        "off": calendar.days_off(round_.office.region, round_.desk_starts_on, round_.desk_ends_on),
        "unplaced": [name_of(each) for each in without],
        "progress": progress(sessions),
        "rooms": [(room, reverse("monitoring:desk_room", args=[room.pk])) for room in timetable.rooms_of(round_)],
        "unavailable": stated(participants),
        "hours_form": typed.get("hours_form") or HoursForm.of(round_),
        "room_form": typed.get("room_form") or RoomForm(auto_id="id_room_%s"),
        "unavailable_form": typed.get("unavailable_form") or unavailable_form(round_, participants),
        "actions": actions(round_, sessions, seats, is_proposal) if refusal is None else [],
        "sheet_url": reverse("monitoring:desk_round_sheet", args=[round_.pk]) if sessions else "",
    }


def own_page(
    request: HttpRequest, round_: Round, participants: list[Participant], typed: dict[str, Any]
) -> dict[str, Any]:
    participant = participants[0]
    session = DeskSession.objects.filter(participant=participant).select_related("room", "meeting").first()
    is_invited = policies.is_invited(participant)
    refusal = policies.why_not_state_day(request.user, participant)
    return {
        "participant": participant,
        # Until it is invited, a turn is only the province's plan.
        "session": session if session and (is_invited or session.state != SessionState.PLANNED) else None,
        "session_badge": session and session_badge(session),
        "refusal": refusal,
        "unavailable": stated(participants),
        "unavailable_form": typed.get("unavailable_form") or unavailable_form(round_, participants),
    }


def day_tables(round_: Round, seats: list[Seat], visible: dict[int, Participant]) -> list[dict[str, Any]]:
    """For each day a table of times and rooms; a turn nobody has stays empty."""
    zone = timetable.zone_of(round_)
    rooms = timetable.rooms_of(round_)
    found = {(seat.place.starts_at, seat.place.room.pk): cell(seat, visible) for seat in seats}
    counts = dict(loads(round_, seats))
    days = sorted(counts)

    usual = set(timetable.desk_days(round_))

    def times(day: date) -> list[datetime]:
        turns = timetable.hours_of(round_).turns() if day in usual else []
        held = (at.astimezone(zone) for at, _room in found)
        return sorted({
            *(datetime.combine(day, starts, zone) for starts in turns),
            *(at for at in held if at.date() == day),
        })  # fmt: skip

    return [
        {
            "day": day,
            "count": counts.get(day, 0),
            "rooms": rooms,
            "rows": [(at, [(room, found.get((at, room.pk))) for room in rooms]) for at in times(day)],
        }
        for day in days
    ]


def cell(seat: Seat, visible: dict[int, Participant]) -> dict[str, Any]:
    session = seat.session
    is_news = session and (session.state != SessionState.PLANNED or session.is_invited)
    return {
        "name": name_of(visible.get(seat.participant.pk, seat.participant)),
        "url": reverse("monitoring:desk_session", args=[session.pk]) if session else "",
        "badge": session_badge(session) if session and is_news else None,
    }


def loads(round_: Round, seats: Iterable[Seat]) -> list[tuple[date, int]]:
    return timetable.per_day_of(round_, (seat.place.starts_at for seat in seats))


def session_badge(session: DeskSession) -> badges.Badge:
    if session.state == SessionState.PLANNED and getattr(session, "is_invited", False):
        return {
            Answer.YES: badges.Badge(_("Akan hadir"), "success", "check"),
            Answer.NO: badges.Badge(_("Tidak dapat hadir"), "danger", "x"),
        }.get(getattr(session, "answer", ""), badges.Badge(_("Diundang"), "info", "mail"))
    look = {
        SessionState.PLANNED: ("neutral", "calendar-event"),
        SessionState.RUNNING: ("warning", "message-2"),
        SessionState.DONE: ("success", "rosette-discount-check"),
    }
    return badges.Badge(session.get_state_display(), *look[SessionState(session.state)])


def progress(sessions: list[DeskSession]) -> dict[str, int]:
    def count(state: SessionState) -> int:
        return sum(each.state == state for each in sessions)

    return {
        "total": len(sessions),
        "done": count(SessionState.DONE),
        "running": count(SessionState.RUNNING),
        "invited": sum(each.state == SessionState.PLANNED and each.is_invited for each in sessions),
    }


def actions(round_: Round, sessions: list[DeskSession], seats: list[Seat], is_proposal: bool) -> list[Action]:
    args, rooms = [round_.pk], round_.rooms.exists()
    if is_proposal:
        refusal = None if rooms else _("Tambahkan sedikitnya satu ruang.")
        refusal = refusal or (None if seats else _("Tidak ada giliran yang dapat disusun."))
        save = Action(
            _("Simpan jadwal"), reverse("monitoring:desk_save", args=args), refusal, "check", "primary", "post"
        )
        back = [Action(_("Batal"), reverse("monitoring:desk", args=args))] if sessions else []
        return [save, *back]
    waiting = [each for each in sessions if each.state == SessionState.PLANNED and not each.is_invited]
    invite = Action(
        _("Kirim undangan"),
        reverse("monitoring:desk_invite", args=args),
        None if waiting else _("Semua peserta yang terjadwal sudah diundang."),
        "mail",
        "primary",
        "post",
    )
    again = Action(_("Susun ulang"), f"{reverse('monitoring:desk', args=args)}?susun=1", None, "refresh")
    return [invite, again]


@require_POST
def desk_hours(request: HttpRequest, pk: int) -> HttpResponse:
    form = HoursForm(request.POST)
    return do(
        request, pk, "hours_form", form, lambda round_, **values: services.set_desk_hours(round_=round_, **values)
    )


@require_POST
def desk_rooms(request: HttpRequest, pk: int) -> HttpResponse:
    return do(request, pk, "room_form", RoomForm(request.POST, auto_id="id_room_%s"), services.add_room)


@require_POST
def desk_unavailable(request: HttpRequest, pk: int) -> HttpResponse:
    """Said by the agency itself, or by the province for it."""
    round_ = load(request, pk)
    form = unavailable_form(round_, participants_of(request, round_), request.POST)
    return do(request, pk, "unavailable_form", form, lambda round_, **said: services.state_unavailable(**said))


@require_POST
def desk_available(request: HttpRequest, pk: int) -> HttpResponse:
    services.refuse(policies.why_not_read(request.user))
    own = Participant.objects.visible_to(request.user)
    rows = Unavailability.objects.filter(participant__in=own)
    rows = rows.select_related("participant__round__office", "participant__office__parent__parent")
    found = get_object_or_404(rows, pk=pk)
    services.withdraw_unavailable(stated=found, by=request.user, at=clock.now())
    return redirect("monitoring:desk", found.participant.round_id)


@require_POST
def desk_save(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        found = services.plan_desk(round_=load(request, pk), by=request.user, at=clock.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("monitoring:desk", pk)
    said = ngettext("%(count)s sesi terjadwal.", "%(count)s sesi terjadwal.", len(found.seats))
    messages.success(request, said % {"count": len(found.seats)})
    return redirect("monitoring:desk", pk)


@require_POST
def desk_invite(request: HttpRequest, pk: int) -> HttpResponse:
    count = services.invite_desk(round_=load(request, pk), by=request.user, at=clock.now())
    said = ngettext("%(count)s kab/kota diundang.", "%(count)s kab/kota diundang.", count)
    messages.success(request, said % {"count": count})
    return redirect("monitoring:desk", pk)


def do(request: HttpRequest, pk: int, name: str, form: Any, service: Callable[..., Any]) -> HttpResponse:
    """Back to the desk; where something is refused, with what was typed."""
    round_ = load(request, pk)
    if form.is_valid():
        try:
            service(round_=round_, **form.cleaned_data, by=request.user, at=clock.now())
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect("monitoring:desk", pk)
    return desk(request, pk, **{name: form})


def load(request: HttpRequest, pk: int) -> Round:
    services.refuse(policies.why_not_read(request.user))
    rows = Round.objects.visible_to(request.user).select_related("form")
    return get_object_or_404(rows.prefetch_related(Prefetch("office", offices())), pk=pk)


def offices() -> QuerySet[Office]:
    return Office.objects.with_name_on(clock.today()).select_related("region", "parent__parent")


def participants_of(request: HttpRequest, round_: Round) -> QuerySet[Participant]:
    rows = Participant.objects.visible_to(request.user).filter(round=round_).select_related("round__office")
    return rows.prefetch_related(Prefetch("office", offices())).order_by("office__region__code", "pk")


def name_of(participant: Participant) -> str:
    return str(participant.office.region or participant.office)


def stated(participants: Iterable[Participant]) -> list[dict[str, Any]]:
    known = {each.pk: each for each in participants}
    rows = Unavailability.objects.filter(participant__in=known).order_by("day_on", "participant__office__region__code")
    return [
        {
            "name": name_of(known[each.participant_id]),
            "day": each.day_on,
            "reason": each.reason,
            "url": reverse("monitoring:desk_available", args=[each.pk]),
        }
        for each in rows
    ]


def unavailable_form(round_: Round, participants: Any, data: Any = None) -> UnavailableForm:
    days = timetable.days_ahead(round_, clock.now())
    return UnavailableForm(data, participants=participants, days=days, auto_id="id_day_%s")


def places(round_: Round, here: str | None) -> list[tuple[str, str | None]]:
    trail = [
        (_("Putaran"), reverse("monitoring:rounds")),
        (round_.name, reverse("monitoring:round", args=[round_.pk])),
    ]
    if here is None:
        return [*trail, (_("Desk"), None)]
    return [*trail, (_("Desk"), reverse("monitoring:desk", args=[round_.pk])), (here, None)]


def day_line(session: DeskSession, zone: str) -> str:
    hours = formats.clock_range(session.starts_at, session.ends_at, zone)
    return f"{formats.day_full(day_of(session.starts_at, zone))}, {hours}"
