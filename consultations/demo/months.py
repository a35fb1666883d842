"""The months of 2022 on their way: half a year accepted, July returned to one office and waiting at another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from clinics.models import LedgerEntry, MonthMove, MonthRemark, OfficeMonth
from clinics.months.enums import MonthState, MonthStep
from krs_portal.accounts.models import User
from krs_portal.kit.clock import get_month_end
from krs_portal.offices.models import Office

ACCEPTED_MONTHS = 6
RETURNED, SUBMITTED = "JAW2", "SATKER-BALI"
REMARK = "Data contoh. Tanggal baris ini jatuh pada hari libur; benarkah?"


def load_months(offices: dict[str, Office], staff: dict[str, list[User]], evaluator: User) -> None:
    for code, people in staff.items():
        for number in range(1, ACCEPTED_MONTHS + 1):
            steps = [MonthStep.SUBMIT, MonthStep.ACCEPT]
            load_month(offices[code], number, MonthState.ACCEPTED, steps, people[0], evaluator)
    load_month(offices[SUBMITTED], 7, MonthState.SUBMITTED, [MonthStep.SUBMIT], staff[SUBMITTED][0], evaluator)
    head = staff[RETURNED][0]
    steps = [MonthStep.SUBMIT, MonthStep.RETURN]
    returned = load_month(offices[RETURNED], 7, MonthState.RETURNED, steps, head, evaluator)
    services = LedgerEntry.objects.filter(office=returned.office, indicator__code="layanan")
    of_july = services.happened(returned.starts_on, get_month_end(returned.starts_on))
    MonthRemark.objects.create(
        month=returned,
        entry=of_july.order_by("happened_on", "pk").first(),
        text=REMARK,
        asked_at=datetime(2022, 8, 9, 3, tzinfo=UTC),
        asked_by=evaluator,
    )


def load_month(
    office: Office, number: int, state: MonthState, steps: list[MonthStep], head: User, evaluator: User
) -> OfficeMonth:
    """The head submits on the fifth of the next month; five days later the ministry has decided."""
    month = OfficeMonth.objects.create(office=office, starts_on=date(2022, number, 1), state=state)
    submitted_at = datetime(2022, number + 1, 5, 3, tzinfo=UTC)
    MonthMove.objects.bulk_create(
        MonthMove(
            month=month,
            step=step,
            moved_at=submitted_at + timedelta(days=5 * place),
            moved_by=head if step.is_of_office else evaluator,
        )
        for place, step in enumerate(steps)
    )
    return month
