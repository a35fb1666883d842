"""The messages that only a person can send, as a work list: what is due, by day, each with its text and its link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from krs_portal.kit.clock import day_of, now, today
from krs_portal.kit.formats import format_full_day
from krs_portal.kit.parameters import reads_parameters, refuse_parameter
from krs_portal.kit.refusals import refuse_if
from krs_portal.offices.models import Office
from krs_portal.outbox import policies
from krs_portal.outbox.enums import Channel, MessageState
from krs_portal.outbox.models import Message
from krs_portal.outbox.views.messages import get_message_zone

SHOWN = 100
MISSED_SINCE = timedelta(days=7)


@dataclass(frozen=True)
class HandLine:
    """One message to send: to whom, over what, and why the reader may not say that it was sent."""

    message: Message
    zone: str
    refusal: str | None


@dataclass
class HandDay:
    """What is due on one day."""

    on: date
    title: str
    lines: list[HandLine] = field(default_factory=list)


@require_safe
@reads_parameters("office")
def list_messages_by_hand(request: HttpRequest) -> HttpResponse:
    """What is due now; what comes later is only counted, so that nothing is sent before its time."""
    refuse_if(policies.why_not_read(request.user))
    at, office = now(), read_office(request)
    visible = Message.objects.visible_to(request.user).select_related("office__parent")
    narrowed = visible.filter(office__code=office) if office else visible
    waiting = narrowed.by_hand(at)
    due = list(waiting.filter(due_at__lte=at).order_by("due_at", "pk")[: SHOWN + 1])
    context = {
        "days": group_by_day(request.user, due[:SHOWN], at),
        "has_more": len(due) > SHOWN,
        "shown": SHOWN,
        "later": count_by_day(waiting.filter(due_at__gt=at)),
        "missed": count_missed(narrowed, at),
        "office": office,
    }
    return render(request, "outbox/by_hand.html", context)


def read_office(request: HttpRequest) -> str:
    """The code of the one office that is asked about; empty where all are."""
    code = request.GET.get("office", "")
    visible = Office.objects.visible_to(request.user)
    if code and not (code.isprintable() and visible.filter(code=code).exists()):
        refuse_parameter("office")
    return code


def group_by_day(user: Any, due: Iterable[Message], at: datetime) -> list[HandDay]:
    """The oldest day first: it has waited longest."""
    lines = [
        HandLine(message, get_message_zone(message), policies.why_not_mark_sent(user, message, at=at))
        for message in due
    ]
    return [
        HandDay(day, format_due_day(day), list(of_day))
        for day, of_day in groupby(lines, key=lambda line: day_of(line.message.due_at, line.zone))
    ]


def format_due_day(day: date) -> str:
    if day >= today():
        return _("Hari ini")
    return _("Terlambat, seharusnya %(day)s") % {"day": format_full_day(day)}


def count_by_day(later: Any) -> list[tuple[date, int]]:
    """The days to come with how many messages each brings."""
    days = [
        day_of(message.due_at, get_message_zone(message)) for message in later.order_by("due_at", "pk").defer("body")
    ]
    return [(day, len(list(of_day))) for day, of_day in groupby(days)]


def count_missed(narrowed: Any, at: datetime) -> int:
    """Messages of the last days that nobody sent before their time was over."""
    lost = narrowed.filter(state=MessageState.FAILED, attempts=0, expires_at__range=(at - MISSED_SINCE, at))
    number: int = lost.exclude(channel=Channel.EMAIL).count()
    return number
