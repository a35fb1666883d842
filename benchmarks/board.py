"""The dashboard on a table of a given size: its SQL beside plain SQL on the summary, its page beside a bare one."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.browsers import enter  # noqa: E402
from benchmarks.measure import Result, emit, in_turn, sql_ms  # noqa: E402
from clinics import figures, sums  # noqa: E402
from clinics.models import Indicator, ReportingPeriod, Target, TargetRevision  # noqa: E402
from clinics.questions import FigureQuestion  # noqa: E402
from krs_portal.accounts.models import User  # noqa: E402
from krs_portal.offices.enums import OfficeKind, Role  # noqa: E402
from krs_portal.offices.models import Membership, Office  # noqa: E402

YEAR = timezone.now().year - 1
ROUNDS = 60
# What a figure of the whole year asks, in milliseconds; what changed is asked from the middle of it on.
FIGURE_PAGES = [
    ("passport of a percentage, all offices", "semua.persen/", 40),
    ("passport of what one office counted, with its rows", "SINTETIS-7.realisasi/", 40),
    ("what changed, all offices, the year", "semua.persen/perubahan/?then={year}-06-30", 150),
]
PLAIN = """
    SELECT m.office_id, m.month, m.quantity, r.quantity
    FROM clinics_monthtally m
    LEFT JOIN clinics_target t ON t.office_id = m.office_id AND t.indicator_id = m.indicator_id AND t.period_id = %s
    LEFT JOIN LATERAL (
        SELECT quantity FROM clinics_targetrevision r WHERE r.target_id = t.id ORDER BY number DESC LIMIT 1
    ) r ON true
    WHERE m.indicator_id = %s AND m.month BETWEEN %s AND %s AND m.office_id = ANY(%s)
"""


def main(size: str) -> None:
    evaluator, period, indicator = prepared()
    whole = Office.objects.visible_to(evaluator).filter(kind=OfficeKind.BALAI)
    one = whole.filter(code="SINTETIS-7")
    for name, offices in (("all offices", whole), ("one office", one)):
        ids = list(offices.values_list("pk", flat=True))
        ours, plain = in_turn(
            sql_ms(lambda offices=offices: board(offices, indicator, period)),
            sql_ms(lambda ids=ids: summary(ids, indicator, period)),
            rounds=ROUNDS,
            warm_up=3,
        )
        assert sum(board(offices, indicator, period).values()) == sum(row[2] for row in summary(ids, indicator, period))
        emit(Result(f"board {size}", f"SQL, {name} × 12 months", ours, plain, "the summary in plain SQL", limit=4))
    emit(
        Result(f"board {size}", "page, all offices, the year", *pages(evaluator, period), "a bare list page of 50 rows")
    )
    for what, page, limit in FIGURE_PAGES:
        emit(Result(f"board {size}", what, figure_page(evaluator, period, page), limit=limit))


def board(offices: Any, indicator: Indicator, period: ReportingPeriod) -> dict[Any, int]:
    """What the dashboard asks: sums by office and month, and the targets."""
    question = FigureQuestion(indicator, period, period.ends_on)
    figures.list_targets_in_force(offices, question)
    return sums.sum_entries_by_month(offices, question)


def summary(ids: list[int], indicator: Indicator, period: ReportingPeriod) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [period.pk, indicator.pk, period.starts_on, period.ends_on, ids])
        return list(cursor.fetchall())


def pages(evaluator: User, period: ReportingPeriod) -> tuple[float, float]:
    client = enter(evaluator)
    address = f"/dasbor/?indicator=layanan&period={period.pk}&as_at={period.ends_on}"
    with override_settings(ROOT_URLCONF="benchmarks.bare"):
        shown = client.get(address)
        assert shown.status_code == 200, shown.status_code
        assert b"SINTETIS-40" in shown.content
        ours, bare = in_turn(lambda: client.get(address), lambda: client.get("/bare/"), rounds=ROUNDS // 2, warm_up=2)
    return ours, bare


def figure_page(evaluator: User, period: ReportingPeriod, page: str) -> float:
    client = enter(evaluator)
    year = period.starts_on.year
    address = f"/angka/layanan.{year}.1231.{page.format(year=year)}"
    assert client.get(address).status_code == 200
    return in_turn(lambda: client.get(address), rounds=ROUNDS // 2, warm_up=2)[0]


def prepared() -> tuple[User, ReportingPeriod, Indicator]:
    """Somebody of the ministry, last year as a period, and a target for every office."""
    directorate, fresh = Office.objects.get_or_create(code="DIT-BENCH", kind=OfficeKind.DIRECTORATE)
    period, _made = ReportingPeriod.objects.get_or_create(
        name=str(YEAR), starts_on=date(YEAR, 1, 1), ends_on=date(YEAR, 12, 31)
    )
    indicator = Indicator.objects.get(code="layanan")
    if fresh:
        evaluator = User.objects.create_user("evaluator@krs.invalid", None, name="Evaluator")
        Membership.objects.create(
            user=evaluator, office=directorate, role=Role.EVALUATOR, started_on=period.starts_on - timedelta(days=1)
        )
        offices = Office.objects.filter(kind=OfficeKind.BALAI)
        targets = Target.objects.bulk_create(Target(office=o, indicator=indicator, period=period) for o in offices)
        TargetRevision.objects.bulk_create(
            TargetRevision(
                target=target, quantity=5000, decree="Contoh", decided_on=period.starts_on, recorded_by=evaluator
            )
            for target in targets
        )
    return User.objects.get(email="evaluator@krs.invalid"), period, indicator


if __name__ == "__main__":
    main(sys.argv[1])
