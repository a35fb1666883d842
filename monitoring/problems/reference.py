"""The first clocks of problems. Agencies that decide on others write them with their own source."""

from __future__ import annotations

from datetime import date
from functools import partial

from krs_portal.kit.reference import Loading, Reference
from monitoring.problems.enums import ClockStart, ClockUnit, ProblemStep, Severity
from monitoring.problems.models import ProblemClock

SOURCE = (
    "Acuan: Hazards in Social Housing (Prescribed Requirements) (England) Regulations 2025 (Awaab's Law);"
    " belum ada batas waktu nasional"
)
SINCE = date(2025, 10, 27)  # the day on which the source came into force
LOOK, SUMMARY, SAFE = ProblemStep
HOURS, WORKING_DAYS = ClockUnit
OTHERS = (Severity.LIGHT, Severity.MODERATE, Severity.HEAVY)
CLOCKS = [
    (Severity.EMERGENCY, LOOK, 24, HOURS, ClockStart.KNOWN),
    (Severity.EMERGENCY, SAFE, 24, HOURS, ClockStart.KNOWN),
    *((severity, LOOK, 10, WORKING_DAYS, ClockStart.KNOWN) for severity in OTHERS),
    *((severity, SUMMARY, 3, WORKING_DAYS, ClockStart.LOOK) for severity in OTHERS),
    *((severity, SAFE, 5, WORKING_DAYS, ClockStart.LOOK) for severity in OTHERS),
]


def load_problem_clocks(loading: Loading, day: date) -> None:
    for severity, step, amount, unit, start in CLOCKS:
        make = partial(make_clock, severity, step, amount, unit, start)
        loading.put_once("problem clocks", f"{severity} {step} {SINCE}", make)


def make_clock(severity: str, step: str, amount: int, unit: str, start: str) -> bool:
    _, made = ProblemClock.objects.get_or_create(
        severity=severity,
        step=step,
        valid_from=SINCE,
        defaults={"amount": amount, "unit": unit, "start": start, "source": SOURCE},
    )
    return made


REFERENCE = Reference("problem clocks", load_problem_clocks)
