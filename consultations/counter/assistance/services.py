"""Planning, doing, finishing and taking back an assistance, so that the ledger and the house always follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clinics.enums import Cause
from clinics.policies import why_not_on_day
from consultations.counter.assistance import policies
from consultations.counter.assistance.enums import FACILITIES, AssistanceState
from consultations.counter.assistance.models import Assistance, AssistanceStep, HouseImprovement, SiteVisit
from consultations.counter.models import Consultation
from consultations.counter.services.counting import settle_assistance, settle_house
from consultations.people.models.house import House
from consultations.people.policies import why_not_serve
from krs_portal.accounts.models import User
from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_future_day, reject_if
from krs_portal.kit.saving import save_checked_row, set_fields
from krs_portal.kit.words import has_letters
from krs_portal.offices.models import Office

LEAST_LETTERS = 3
STATE = AssistanceState


@transaction.atomic
def plan_assistance(
    *,
    office: Office,
    house: House,
    consultations: Iterable[Consultation],
    values: Mapping[str, Any],
    by: Any,
    at: datetime,
) -> Assistance:
    """Write down what will be done for a house, and of which consultations that came."""
    refuse_if(policies.why_not_assist(by, office, house))
    assistance = Assistance(office=office, house=house, recorded_at=at, recorded_by=by)
    set_fields(assistance, values)
    check_words(assistance, at)
    save_checked_row(assistance)
    assistance.consultations.set(consultations)
    note_step(assistance, "", by=by, at=at)
    return assistance


@transaction.atomic
def edit_assistance(
    *, assistance: Assistance, consultations: Iterable[Consultation], values: Mapping[str, Any], by: Any, at: datetime
) -> Assistance:
    """Change what is planned, while it runs."""
    assistance = lock_assistance(assistance)
    refuse_if(policies.why_not_edit_assistance(by, assistance))
    set_fields(assistance, values)
    check_words(assistance, at)
    save_checked_row(assistance)
    assistance.consultations.set(consultations)
    return assistance


@transaction.atomic
def start_assistance(*, assistance: Assistance, started_on: date, by: Any, at: datetime) -> Assistance:
    assistance = lock_assistance(assistance)
    refuse_if(why_not_serve(by, assistance.office))
    reject_if(policies.why_not_start(by, assistance))
    reject_day(assistance, "started_on", started_on, at)
    assistance.started_on = started_on
    return move_assistance(assistance, STATE.UNDER_WAY, "", by=by, at=at)


@transaction.atomic
def finish_assistance(*, assistance: Assistance, finished_on: date, result: str, by: Any, at: datetime) -> Assistance:
    """It was given. The house counts as assisted in that year, unless it counts already."""
    assistance = lock_assistance(assistance)
    refuse_if(why_not_serve(by, assistance.office))
    reject_if(policies.why_not_finish_assistance(by, assistance))
    set_result(assistance, finished_on, result, by, at)
    move_assistance(assistance, STATE.FINISHED, "", by=by, at=at)
    count_assistance(assistance, {finished_on.year}, Cause.CLOSED, by=by, at=at)
    return assistance


@transaction.atomic
def give_up_assistance(*, assistance: Assistance, reason: str, by: Any, at: datetime) -> Assistance:
    assistance = lock_assistance(assistance)
    refuse_if(why_not_serve(by, assistance.office))
    reject_if(policies.why_not_give_up(by, assistance))
    return move_assistance(assistance, STATE.GIVEN_UP, require_reason(reason), by=by, at=at)


@transaction.atomic
def step_back(*, assistance: Assistance, reason: str, by: Any, at: datetime) -> Assistance:
    """One step back: finished is under way again and counts no more, under way is planned, given up goes on."""
    assistance = lock_assistance(assistance)
    refuse_if(policies.why_not_step_back(by, assistance))
    counted = assistance.finished_on
    was_planned = assistance.state == STATE.UNDER_WAY or assistance.started_on is None
    assistance.finished_on, assistance.result = None, ""
    if was_planned:
        assistance.started_on = None
    move_assistance(assistance, STATE.PLANNED if was_planned else STATE.UNDER_WAY, require_reason(reason), by=by, at=at)
    if counted:
        count_assistance(assistance, {counted.year}, Cause.REOPENED, by=by, at=at)
    return assistance


@transaction.atomic
def correct_assistance(
    *, assistance: Assistance, finished_on: date, result: str, reason: str, by: Any, at: datetime
) -> Assistance:
    """Change when it was finished and what was given; the ledger follows where the count changes, and only there."""
    assistance = lock_assistance(assistance)
    refuse_if(policies.why_not_correct_assistance(by, assistance))
    before = assistance.finished_on, assistance.result
    is_same = before == (finished_on, result.strip())
    reject_if(_("Isinya sama dengan yang tersimpan; tidak ada yang dikoreksi.") if is_same else None)
    set_result(assistance, finished_on, result, by, at)
    save_checked_row(assistance)
    note_step(assistance, require_reason(reason), by=by, at=at)
    years = {day.year for day in (before[0], finished_on) if day}
    count_assistance(assistance, years, Cause.CORRECTED, by=by, at=at)
    return assistance


@transaction.atomic
def void_assistance(*, assistance: Assistance, reason: str, by: Any, at: datetime) -> Assistance:
    """Take back what was recorded by mistake: reversed, kept with its reason, and in no list any more."""
    assistance = lock_assistance(assistance)
    refuse_if(policies.why_not_void_assistance(by, assistance))
    reject_if(policies.why_not_move_to(assistance, STATE.VOIDED))
    withdraw_improvement(assistance)
    counted = assistance.finished_on
    assistance.finished_on = None
    move_assistance(assistance, STATE.VOIDED, require_reason(reason), by=by, at=at)
    if counted:
        count_assistance(assistance, {counted.year}, Cause.VOIDED, by=by, at=at)
    return assistance


@transaction.atomic
def record_visit(
    *, assistance: Assistance, visited_on: date, officer: User, finding: str, progress: int, by: Any, at: datetime
) -> SiteVisit:
    """What somebody saw at the house. The first visit of what was only planned starts it."""
    assistance = lock_assistance(assistance)
    refuse_if(why_not_serve(by, assistance.office))
    reject_if(policies.why_not_visit(by, assistance))
    reject_day(assistance, "visited_on", visited_on, at)
    reject_if(policies.why_not_visited_on(assistance, visited_on), "visited_on")
    reject_if(None if has_letters(finding, LEAST_LETTERS) else _("Tuliskan apa yang ditemukan."), "finding")
    reject_if(policies.why_not_visit_again(assistance, visited_on, officer, finding.strip()))
    if assistance.state == STATE.PLANNED:
        assistance.started_on = visited_on
        move_assistance(assistance, STATE.UNDER_WAY, "", by=by, at=at)
    return save_checked_row(
        SiteVisit(
            assistance=assistance, visited_on=visited_on, officer=officer, finding=finding.strip(), progress=progress,
            recorded_at=at, recorded_by=by,
        )
    )  # fmt: skip


@transaction.atomic
def edit_visit(
    *, visit: SiteVisit, visited_on: date, officer: User, finding: str, progress: int, by: Any, at: datetime
) -> SiteVisit:
    visit = lock_row(visit, "assistance__office__parent__parent")
    assistance = visit.assistance
    refuse_if(policies.why_not_visit(by, assistance))
    reject_day(assistance, "visited_on", visited_on, at)
    reject_if(policies.why_not_visited_on(assistance, visited_on), "visited_on")
    set_fields(visit, {"visited_on": visited_on, "officer": officer, "finding": finding.strip(), "progress": progress})
    return save_checked_row(visit)


@transaction.atomic
def record_improvement(
    *,
    assistance: Assistance,
    seen_on: date,
    witness: User,
    before: Mapping[str, str],
    after: Mapping[str, str],
    note: str,
    by: Any,
    at: datetime,
) -> HouseImprovement:
    """Say that the house is better, part by part, as somebody saw it; what is known of the house follows.

    Said again, it replaces what was said before; the audit trail keeps both.
    """
    assistance = lock_assistance(assistance)
    refuse_if(why_not_serve(by, assistance.office))
    reject_if(policies.why_not_say_improved(by, assistance))
    reject_day(assistance, "seen_on", seen_on, at)
    reject_if(policies.why_not_visited_on(assistance, seen_on), "seen_on")
    reject_if(policies.why_not_better(before, after))
    improvement = HouseImprovement.objects.filter(assistance=assistance).first() or HouseImprovement(
        assistance=assistance
    )
    set_fields(
        improvement,
        {
            "seen_on": seen_on, "witness": witness, "before": dict(before), "after": dict(after), "note": note.strip(),
            "recorded_at": at, "recorded_by": by,
        },
    )  # fmt: skip
    save_checked_row(improvement)
    put_states(assistance.house.kept, after)
    return improvement


@transaction.atomic
def take_back_improvement(*, assistance: Assistance, by: Any, at: datetime) -> Assistance:
    """It was said by mistake: the house is again as it was before."""
    assistance = lock_assistance(assistance)
    refuse_if(why_not_serve(by, assistance.office))
    reject_if(None if withdraw_improvement(assistance) else _("Perbaikan rumah ini belum dicatat."))
    return assistance


def withdraw_improvement(assistance: Assistance) -> bool:
    """Whether there was one. What somebody wrote about the house since then stays."""
    improvement = HouseImprovement.objects.filter(assistance=assistance).first()
    if improvement is None:
        return False
    house = lock_row(assistance.house.kept)
    stands = {part: state for part, state in improvement.after.items() if read_state(house, part) == state}
    put_states(house, {part: improvement.before.get(part, "") for part in stands})
    improvement.delete()
    return True


def put_states(house: House, states: Mapping[str, str]) -> None:
    """What the house is known to be, part by part; an empty state is one that nobody knows."""
    house = lock_row(house)
    for part, state in states.items():
        if part in FACILITIES:
            setattr(house, part, state)
        elif state:
            house.components[part] = state
        else:
            house.components.pop(part, None)
    house.save()


def read_state(house: House, part: str) -> str:
    return str(getattr(house, part) if part in FACILITIES else house.components.get(part, ""))


def check_words(assistance: Assistance, at: datetime) -> None:
    reject_day(assistance, "asked_on", assistance.asked_on, at)
    reject_if(None if has_letters(assistance.plan, LEAST_LETTERS) else _("Tuliskan apa yang akan dikerjakan."), "plan")
    if assistance.due_on and assistance.due_on < assistance.asked_on:
        reject_if(_("Rencana selesai sesudah diminta."), "due_on")


def set_result(assistance: Assistance, finished_on: date, result: str, by: Any, at: datetime) -> None:
    today = day_of(at, assistance.office.time_zone)
    reject_if(why_not_on_day(assistance.office, finished_on, today=today), "finished_on")
    reject_if(policies.why_not_finish_on(by, assistance, finished_on), "finished_on")
    reject_if(None if has_letters(result, LEAST_LETTERS) else _("Tuliskan apa yang sudah diberikan."), "result")
    assistance.finished_on, assistance.result = finished_on, result.strip()


def reject_day(assistance: Assistance, field: str, day: date, at: datetime) -> None:
    reject_future_day(field, day, day_of(at, assistance.office.time_zone))


def require_reason(reason: str) -> str:
    reject_if(None if has_letters(reason, LEAST_LETTERS) else _("Tuliskan alasannya."), "reason")
    return reason.strip()


def move_assistance(assistance: Assistance, to: AssistanceState, reason: str, *, by: Any, at: datetime) -> Assistance:
    reject_if(policies.why_not_move_to(assistance, to))
    assistance.state = to
    save_checked_row(assistance)
    note_step(assistance, reason, by=by, at=at)
    return assistance


def note_step(assistance: Assistance, reason: str, *, by: Any, at: datetime) -> None:
    step = AssistanceStep(assistance=assistance, state=assistance.state, reason=reason[:500], noted_at=at, noted_by=by)
    save_checked_row(step)


def count_assistance(assistance: Assistance, years: Iterable[int], cause: Cause, *, by: Any, at: datetime) -> None:
    """Bring the ledger to what it counts for now: its house in each of these years, and its own entry."""
    for year in sorted(years):
        settle_house(assistance.house, year, cause, by=by, at=at)
    settle_assistance(assistance, cause, by=by, at=at)


def lock_assistance(assistance: Assistance) -> Assistance:
    return lock_row(assistance, "office__parent__parent", "house__merged_into", "officer")
