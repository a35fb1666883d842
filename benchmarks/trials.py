"""A counting rule tried on a year of a million consultations: reckoned from them, beside the bare count of the same."""

from __future__ import annotations

import sys

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.measure import Result, emit, in_turn, sql_ms  # noqa: E402
from clinics.enums import Measure  # noqa: E402
from clinics.models import Indicator, ReportingPeriod  # noqa: E402
from consultations.counter.enums import Outcome  # noqa: E402
from consultations.evaluation.trials.enums import OncePer  # noqa: E402
from consultations.evaluation.trials.models import RuleTrial  # noqa: E402
from consultations.evaluation.trials.reckoning import compute_trial, fetch_trial_rows  # noqa: E402

ROUNDS = 5
LIMIT = 5_000  # milliseconds, for a million
BARE = """
    SELECT office_id, count(*) FROM consultations_consultation
    WHERE happened_on BETWEEN %s AND %s AND state = 'CLOSED' GROUP BY office_id
"""


def main(size: str) -> None:
    year = timezone.now().year
    period, _made = ReportingPeriod.objects.get_or_create(
        kind="YEAR",
        starts_on=f"{year}-01-01",
        defaults={"name": f"Tahun {year}", "ends_on": f"{year}-12-31"},
    )
    period.refresh_from_db()
    for once in (OncePer.EACH, OncePer.PERSON):
        trial = RuleTrial(
            indicator=Indicator.objects.get(code="layanan"), period=period, measure=Measure.CONSULTATION,
            outcomes=[Outcome.INFORMED], states=["CLOSED"], once_per=once,
        )  # fmt: skip
        ours, bare = in_turn(
            sql_ms(lambda trial=trial: compute_trial(trial)), sql_ms(lambda: count_bare(period)), rounds=ROUNDS
        )
        found = compute_trial(trial)
        assert sum(each.real for each in found) == sum(number for _office, number in count_bare(period))
        assert sum(each.fewer for each in found) == sum(each.real for each in found)  # of another outcome, all of them
        emit(Result(f"trials {size}", f"another rule, {once.label}", ours, limit=LIMIT))
        emit(Result(f"trials {size}", f"beside a bare count, {once.label}", ours, bare, "of the same rows"))
        (rows,) = in_turn(
            sql_ms(lambda trial=trial, found=found: fetch_trial_rows(trial, found[0].office, None)), rounds=ROUNDS
        )
        emit(Result(f"trials {size}", f"the rows of one office's difference, {once.label}", rows))


def count_bare(period: ReportingPeriod) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(BARE, [period.starts_on, period.ends_on])
        return cursor.fetchall()


if __name__ == "__main__":
    main(*sys.argv[1:])
