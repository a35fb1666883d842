"""Decorator: only users for whom monitoring is meant. Which rows they see is decided by `visible_to`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from krs_portal.kit.refusals import refuse_if
from monitoring.register import policies

View = Callable[..., HttpResponse]


def require_monitoring_reader(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        refuse_if(policies.why_not_read(request.user))
        return view(request, *arguments, **named)

    return guarded
