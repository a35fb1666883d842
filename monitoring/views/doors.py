"""Who comes in at all; what of it they see, the scoped querysets say."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from monitoring import policies

View = Callable[..., HttpResponse]


def readers_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        refuse(policies.why_not_read(request.user))
        return view(request, *arguments, **named)

    return guarded


def refuse(sentence: str | None) -> None:
    if sentence:
        raise PermissionDenied(sentence)
