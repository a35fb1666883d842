"""The clocks of a problem: which step is due when, counted from the first day on which anybody knew of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from krs_portal.offices.calendar import list_working_days
from krs_portal.offices.models import Region
from monitoring.problems.enums import ClockStart, ClockUnit, ProblemState, ProblemStep
from monitoring.problems.models import Problem, ProblemClock

DONE_FIELDS = {ProblemStep.LOOK: "looked_on", ProblemStep.SUMMARY: "summarised_on", ProblemStep.SAFE: "safe_on"}


@dataclass(frozen=True)
class ClockLine:
    """One step with its clock. `due_on` is None while the step that starts the clock is not done."""

    clock: ProblemClock
    due_on: date | None
    done_on: date | None
    late: int  # days

    @property
    def label(self) -> str:
        return str(ProblemStep(self.clock.step).label)


def list_clock_lines(problem: Problem, day: date) -> list[ClockLine]:
    """The steps that the severity asks for, as at a day. A problem that is resolved is looked at and made safe."""
    clocks = ProblemClock.objects.filter(severity=problem.severity, valid_from__lte=problem.found_on)
    newest = {clock.step: clock for clock in clocks.order_by("valid_from", "pk")}
    return [build_clock_line(problem, newest[step], day) for step in ProblemStep if step in newest]


def build_clock_line(problem: Problem, clock: ProblemClock, day: date) -> ClockLine:
    start = problem.found_on if clock.start == ClockStart.KNOWN else problem.looked_on
    due_on = None if start is None else find_due_day(clock, start, problem.estate.region)
    done_on: date | None = getattr(problem, DONE_FIELDS[ProblemStep(clock.step)])
    if done_on is None and problem.state == ProblemState.RESOLVED:
        done_on = problem.resolved_on
    late = ((done_on or day) - due_on).days if due_on else 0
    return ClockLine(clock, due_on, done_on, max(late, 0))


def find_due_day(clock: ProblemClock, start: date, region: Region | None) -> date:
    """Hours are counted in whole days, because nobody notes the hour; of working days the first is the next one."""
    if clock.unit == ClockUnit.HOURS:
        return start + timedelta(days=-(-clock.amount // 24))
    until = start + timedelta(days=3 * clock.amount + 21)  # Lebaran takes a week and its weekends
    return list_working_days(region, start + timedelta(days=1), until)[clock.amount - 1]
