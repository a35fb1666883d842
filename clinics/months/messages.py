"""Letters about months: what came back, what was accepted, and what is overdue."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from clinics.months.calendar import MonthPlace
from clinics.months.enums import MonthStep
from clinics.months.models import OfficeMonth
from krs_portal.kit import formats
from krs_portal.kit.about import About
from krs_portal.kit.clock import today
from krs_portal.kit.links import build_absolute_url
from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.offices.models import Membership, Office
from krs_portal.outbox import services as outbox
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.kinds import MessageKind
from krs_portal.outbox.writing import Recipient, build_event_key

STEP, OVERDUE = "month-step", "month-overdue"
WAYS = frozenset({Channel.EMAIL})
KINDS = [
    MessageKind(STEP, gettext_lazy("Bulan pelaporan bergerak"), WAYS),
    MessageKind(OVERDUE, gettext_lazy("Bulan pelaporan terlambat"), WAYS),
]
TOLD_TO_OFFICE = (MonthStep.RETURN, MonthStep.ACCEPT)


def write_step_messages(month: OfficeMonth, step: MonthStep, *, at: datetime) -> None:
    """Tell the ministry what was submitted, and the office what was decided."""
    if step == MonthStep.SUBMIT:
        people = list_ministry_people()
    elif step in TOLD_TO_OFFICE:
        people = list_office_people(month.office)
    else:
        return
    context = {
        "office": month.office.name_on(month.starts_on),
        "month": date_format(month.starts_on, "F Y"),
        "step": step.name,
        "url": build_month_url(month.office, month.starts_on),
    }
    write_letters(STEP, people, f"{month.pk}:{step}:{at:%Y%m%d%H%M%S}", context, month.office, month.starts_on, at)


def write_reminders(due: MonthPlace, *, at: datetime) -> int:
    """Once in every week since the month was due, however often this is called."""
    context = {
        "office": due.office.name,
        "month": due.name,
        "due_on": formats.format_full_day(due.due_on),
        "days_late": due.days_late,
        "url": build_month_url(due.office, due.starts_on),
    }
    key = f"{due.office.pk}:{due.starts_on:%Y%m}:{(due.days_late - 1) // 7}"
    return write_letters(OVERDUE, list_office_people(due.office), key, context, due.office, due.starts_on, at)


def write_letters(
    kind: str, people: list[Recipient], key: str, context: dict[str, Any], office: Office, month: Any, at: datetime
) -> int:
    fresh = 0
    for to in people:
        written = outbox.enqueue_message(
            kind=kind,
            event_key=build_event_key(kind, key, to.address),
            to=to,
            channel=Channel.EMAIL.value,
            context=context | {"name": to.name},
            at=at,
            office=office,
            about=About("office-month", f"{office.code}/{month:%Y-%m}"),
        )
        fresh += written.created_at == at
    return fresh


def list_office_people(office: Office) -> list[Recipient]:
    """The heads; where the office has none, its own address."""
    heads = list_people(office=office, role=Role.HEAD)
    return heads or ([Recipient(office.email, office.name_on(today(office.time_zone)))] if office.email else [])


def list_ministry_people() -> list[Recipient]:
    return list_people(office__kind=OfficeKind.DIRECTORATE, role=Role.EVALUATOR)


def list_people(**of: Any) -> list[Recipient]:
    current = Membership.objects.filter(ended_on__isnull=True, user__is_active=True, **of)
    users = current.order_by("user_id").values_list("user__email", "user__name").distinct()
    return [Recipient(email, name) for email, name in users]


def build_month_url(office: Office, starts_on: Any) -> str:
    return build_absolute_url("clinics:month", office.code, f"{starts_on:%Y-%m}")
