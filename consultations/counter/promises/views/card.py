"""The promises of one consultation, as a part of its page, with the small form that adds one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from consultations.counter.models import Consultation
from consultations.counter.promises import policies
from consultations.counter.promises.clocks import fetch_clocks
from consultations.counter.promises.forms import PromiseForm
from consultations.counter.promises.models import Promise
from consultations.counter.promises.showing import build_promise_line
from krs_portal.kit.clock import today


def build_promise_card(
    request: HttpRequest, consultation: Consultation, form: PromiseForm | None = None
) -> dict[str, Any]:
    day = today(consultation.office.time_zone)
    rows = list(Promise.objects.filter(consultation=consultation).with_lines().order_by("due_on", "pk"))
    clocks = fetch_clocks() if rows else {}
    may_promise = policies.why_not_promise(request.user, consultation) is None
    return {
        "consultation": consultation,
        "lines": [build_promise_line(row, day, clocks) for row in rows],
        "form": (form or PromiseForm(office=consultation.office)) if may_promise else None,
    }
