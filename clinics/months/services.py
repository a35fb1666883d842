"""Steps of a month, remarks on its rows, and reminders of what is overdue."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from clinics.models import LedgerEntry
from clinics.months import calendar, messages, policies
from clinics.months.enums import MonthStep
from clinics.months.models import MonthMove, MonthRemark, OfficeMonth
from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_if
from krs_portal.kit.saving import save_checked_row
from krs_portal.offices.models import Office


@transaction.atomic
def move_month(*, office: Office, starts_on: date, step: MonthStep, by: Any, at: datetime) -> OfficeMonth:
    """Take a month one step further, or back; whom it waits for next is told."""
    refuse_if(policies.why_not_take_part(by, office, step))
    month = lock_row(OfficeMonth.objects.get_or_create(office=office, starts_on=starts_on)[0], "office")
    reject_if(policies.why_not_step(by, month, step, today=day_of(at, office.time_zone)))
    month.state = step.leads_to
    month.save(update_fields=["state"])
    save_checked_row(MonthMove(month=month, step=step, moved_at=at, moved_by=by))
    messages.write_step_messages(month, step, at=at)
    return month


@transaction.atomic
def write_remark(
    *, month: OfficeMonth, text: str, by: Any, at: datetime, entry: LedgerEntry | None = None
) -> MonthRemark:
    """Ask the office about a row of its month, or about the month; it waits until the month is returned.

    What is asked already and has no answer yet is not asked twice.
    """
    month = lock_row(month, "office")
    refuse_if(policies.why_not_remark(by, month))
    text = text.strip()
    if asked := month.remarks.unanswered().filter(entry=entry, text=text).first():
        return asked
    return save_checked_row(MonthRemark(month=month, entry=entry, text=text, asked_at=at, asked_by=by))


@transaction.atomic
def answer_remark(*, remark: MonthRemark, answer: str, by: Any, at: datetime) -> MonthRemark:
    """Say what was done about a remark; until the month is sent again the answer may be put better."""
    lock_row(remark.month, no_key=True)
    remark = lock_row(remark)
    refuse_if(policies.why_not_answer(by, remark))
    remark.answer, remark.answered_at, remark.answered_by = answer.strip(), at, by
    return save_checked_row(remark)


def remind_of_months(*, at: datetime) -> int:
    """Write to each office whose month is overdue, once a week; return how many letters are new."""
    return sum(messages.write_reminders(due, at=at) for due in calendar.list_overdue_months(day_of(at)))
