"""Requests and breaches as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from krs_portal.kit.badges import Badge, build_badge
from krs_portal.rights.enums import RequestState
from krs_portal.rights.models import Breach, DataRequest
from krs_portal.rights.policies import ANSWER_WITHIN
from krs_portal.rights.subjects import DataSubject, find_subject

SOON = timedelta(hours=24)


@dataclass(frozen=True)
class RequestLine:
    request: DataRequest
    badge: Badge
    subject: DataSubject | None = None


def describe_requests(requests: Iterable[DataRequest], at: datetime, *, names: bool = False) -> list[RequestLine]:
    return [
        RequestLine(each, build_clock(each, at), find_subject(*each.subject) if names else None) for each in requests
    ]


def build_clock(request: DataRequest, at: datetime) -> Badge:
    """How much of the three days is left, or how it ended."""
    if request.state != RequestState.OPEN:
        return build_badge(RequestState(request.state))
    return build_countdown(request.due_at, at)


def build_countdown(due_at: datetime, at: datetime) -> Badge:
    left = due_at - at
    if left < timedelta(0):
        return Badge(_("Lewat %(hours)s") % {"hours": format_hours(-left)}, "danger", "alert-circle")
    return Badge(_("Sisa %(hours)s") % {"hours": format_hours(left)}, "warning" if left < SOON else "info", "clock")


def format_hours(length: timedelta) -> str:
    hours = floor(length / timedelta(hours=1))
    return ngettext("%(hours)d jam", "%(hours)d jam", hours) % {"hours": hours}


def build_breach_clock(breach: Breach, at: datetime) -> Badge:
    """Both must be told in writing within the three days (Ps 46)."""
    if breach.authority_told_at and breach.people_told_at:
        return Badge(_("Sudah diberitahukan"), "success", "check")
    return build_countdown(breach.found_at + ANSWER_WITHIN, at)
