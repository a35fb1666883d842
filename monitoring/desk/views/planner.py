"""The page of a round's desk: the province plans it here, an agency finds its own turn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from krs_portal.kit import clock
from krs_portal.kit.actions import Action
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.submitting import Service, press_button, submit_form
from krs_portal.offices import calendar
from krs_portal.offices.querysets import PARENTS
from monitoring.desk import policies, timetable
from monitoring.desk.badges import build_session_badge
from monitoring.desk.enums import SessionState
from monitoring.desk.forms import DeskHoursForm, DeskRoomForm, UnavailableForm
from monitoring.desk.models import DeskSession, Unavailability
from monitoring.desk.services import planning as services
from monitoring.desk.showing import build_desk_trail, format_participant
from monitoring.desk.timetable import DeskTurn, TurnAssignment
from monitoring.register.policies import why_not_read
from monitoring.rounds.badges import build_round_badge
from monitoring.rounds.models import Participant, Round
from monitoring.rounds.policies.rounds import why_not_run_rounds
from monitoring.rounds.views.scope import get_round, list_participants


def show_desk(request: HttpRequest, pk: int, **typed: Any) -> HttpResponse:
    """The planner for the province, its own turn for an agency. `typed`: a refused form by its name on the page."""
    round_ = get_round(request, pk)
    participants = list_desk_participants(request, round_)
    runs = why_not_run_rounds(request.user, round_.office) is None
    describe, template = (describe_planner, "planner") if runs or len(participants) != 1 else (describe_own_turn, "own")
    context = {
        "round": round_,
        "badge": build_round_badge(round_),
        "places": build_desk_trail(round_, None),
        "zone": round_.office.time_zone,
        **describe(request, round_, participants, typed),
    }
    status = max([200, *(form.status for form in typed.values())])
    return render(request, f"monitoring/desk/{template}.html", context, status=status)


def describe_planner(
    request: HttpRequest, round_: Round, participants: list[Participant], typed: dict[str, Any]
) -> dict[str, Any]:
    refusal = policies.why_not_plan_desk(request.user, round_)
    visible = {each.pk: each for each in participants}
    sessions = [each for each in timetable.list_desk_sessions(round_) if each.participant_id in visible]
    is_proposal = refusal is None and (not sessions or "susun" in request.GET)
    proposal = timetable.propose_timetable(round_, clock.now()) if is_proposal else None
    seats = (
        proposal.seats
        if proposal
        else [
            TurnAssignment(each.participant, DeskTurn(each.room, each.starts_at, each.ends_at), each)
            for each in sessions
        ]
    )
    without = [each for each in participants if each.pk not in {seat.participant.pk for seat in seats}]
    whys = (proposal or timetable.propose_timetable(round_, clock.now())).whys if without and refusal is None else {}
    return {
        "refusal": refusal,
        "is_proposal": is_proposal,
        "days": build_day_tables(round_, seats, visible),
        "per_day": [count for _day, count in count_turns_per_day(round_, seats)],
        "off": calendar.list_days_off(round_.office.region, round_.desk_starts_on, round_.desk_ends_on),
        "unplaced": [(format_participant(each), whys.get(each.pk, "")) for each in without],
        "progress": count_session_states(sessions),
        "rooms": [
            (room, reverse("monitoring:desk_room", args=[room.pk])) for room in timetable.list_desk_rooms(round_)
        ],
        "unavailable": list_stated_days(participants),
        "hours_form": typed.get("hours_form") or DeskHoursForm.of(round_),
        "room_form": typed.get("room_form") or DeskRoomForm(auto_id="id_room_%s"),
        "unavailable_form": typed.get("unavailable_form") or build_unavailable_form(round_, participants),
        "actions": list_desk_actions(round_, sessions, seats, is_proposal) if refusal is None else [],
        "sheet_url": reverse("monitoring:desk_round_sheet", args=[round_.pk]) if sessions else "",
        "letters_url": reverse("monitoring:desk_round_letters", args=[round_.pk])
        if any(getattr(each, "is_invited", False) for each in sessions)
        else "",
    }


def describe_own_turn(
    request: HttpRequest, round_: Round, participants: list[Participant], typed: dict[str, Any]
) -> dict[str, Any]:
    participant = participants[0]
    session = DeskSession.objects.filter(participant=participant).select_related("room", "meeting").first()
    is_invited = policies.is_invited(participant)
    refusal = policies.why_not_state_day(request.user, participant)
    return {
        "participant": participant,
        # Before the invitation the turn is only a plan of the province, and not shown.
        "session": session if session and (is_invited or session.state != SessionState.PLANNED) else None,
        "session_badge": session and build_session_badge(session),
        "refusal": refusal,
        "unavailable": list_stated_days(participants),
        "unavailable_form": typed.get("unavailable_form") or build_unavailable_form(round_, participants),
    }


def build_day_tables(
    round_: Round, seats: list[TurnAssignment], visible: dict[int, Participant]
) -> list[dict[str, Any]]:
    """A table of times and rooms for each day; free turns are empty cells."""
    zone = timetable.get_round_zone(round_)
    rooms = timetable.list_desk_rooms(round_)
    found = {(seat.place.starts_at, seat.place.room.pk): build_turn_cell(seat, visible) for seat in seats}
    counts = dict(count_turns_per_day(round_, seats))
    days = sorted(counts)

    usual = set(timetable.list_desk_days(round_))

    def times(day: date) -> list[datetime]:
        turns = timetable.get_desk_hours(round_).turns() if day in usual else []
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


def build_turn_cell(seat: TurnAssignment, visible: dict[int, Participant]) -> dict[str, Any]:
    session = seat.session
    is_news = session and (session.state != SessionState.PLANNED or session.is_invited)
    return {
        "name": format_participant(visible.get(seat.participant.pk, seat.participant)),
        "url": reverse("monitoring:desk_session", args=[session.pk]) if session else "",
        "badge": build_session_badge(session) if session and is_news else None,
    }


def count_turns_per_day(round_: Round, seats: Iterable[TurnAssignment]) -> list[tuple[date, int]]:
    return timetable.count_sessions_per_day(round_, (seat.place.starts_at for seat in seats))


def count_session_states(sessions: list[DeskSession]) -> dict[str, int]:
    def count(state: SessionState) -> int:
        return sum(each.state == state for each in sessions)

    return {
        "total": len(sessions),
        "done": count(SessionState.DONE),
        "running": count(SessionState.RUNNING),
        "invited": sum(each.state == SessionState.PLANNED and each.is_invited for each in sessions),
    }


def list_desk_actions(
    round_: Round, sessions: list[DeskSession], seats: list[TurnAssignment], is_proposal: bool
) -> list[Action]:
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
def set_desk_hours(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = get_round(request, pk)
    return handle_desk_form(
        request, pk, "hours_form", DeskHoursForm.of(round_, request.POST), services.set_desk_hours, round_=round_
    )


@require_POST
def add_desk_room(request: HttpRequest, pk: int) -> HttpResponse:
    round_, form = get_round(request, pk), DeskRoomForm(request.POST, auto_id="id_room_%s")
    return handle_desk_form(request, pk, "room_form", form, services.add_desk_room, round_=round_)


@require_POST
def state_unavailable_day(request: HttpRequest, pk: int) -> HttpResponse:
    """An agency states a day for itself, the province for any participant."""
    round_ = get_round(request, pk)
    form = build_unavailable_form(round_, list_desk_participants(request, round_), request.POST)
    return handle_desk_form(request, pk, "unavailable_form", form, services.state_unavailable_day)


@require_POST
def withdraw_unavailable_day(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_if(why_not_read(request.user))
    own = Participant.objects.visible_to(request.user)
    rows = Unavailability.objects.filter(participant__in=own)
    rows = rows.select_related("participant__round__office", f"participant__office__{PARENTS}")
    found = get_object_or_404(rows, pk=pk)
    press_button(request, services.withdraw_unavailable_day, stated=found)
    return redirect("monitoring:desk", found.participant.round_id)


@require_POST
def plan_desk(request: HttpRequest, pk: int) -> HttpResponse:
    def say_how_many(found: timetable.TimetableProposal) -> str:
        count = len(found.seats)
        return ngettext("%(count)s sesi terjadwal.", "%(count)s sesi terjadwal.", count) % {"count": count}

    press_button(request, services.plan_desk, round_=get_round(request, pk), said=say_how_many)
    return redirect("monitoring:desk", pk)


@require_POST
def invite_to_desk(request: HttpRequest, pk: int) -> HttpResponse:
    def say_how_many(count: int) -> str:
        return ngettext("%(count)s kab/kota diundang.", "%(count)s kab/kota diundang.", count) % {"count": count}

    press_button(request, services.invite_to_desk, round_=get_round(request, pk), said=say_how_many)
    return redirect("monitoring:desk", pk)


def handle_desk_form(
    request: HttpRequest, pk: int, name: str, form: Any, service: Service, **known: Any
) -> HttpResponse:
    """Back to the desk. If something is refused, show the desk with the form as it was typed."""
    if submit_form(request, form, service, **known):
        return redirect("monitoring:desk", pk)
    return show_desk(request, pk, **{name: form})


def list_desk_participants(request: HttpRequest, round_: Round) -> QuerySet[Participant]:
    return list_participants(request, round_).select_related("round__office")


def list_stated_days(participants: Iterable[Participant]) -> list[dict[str, Any]]:
    known = {each.pk: each for each in participants}
    rows = Unavailability.objects.filter(participant__in=known).order_by("day_on", "participant__office__region__code")
    return [
        {
            "name": format_participant(known[each.participant_id]),
            "day": each.day_on,
            "reason": each.reason,
            "url": reverse("monitoring:desk_available", args=[each.pk]),
        }
        for each in rows
    ]


def build_unavailable_form(round_: Round, participants: Any, data: Any = None) -> UnavailableForm:
    days = timetable.list_days_ahead(round_, clock.now())
    return UnavailableForm(data, participants=participants, days=days, auto_id="id_day_%s")
