"""Whoever must show a second factor gets no further without one than to the page where it is set up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from rest_framework.exceptions import PermissionDenied

from krs_portal.access.policies import has_second_factor, why_second_factor
from krs_portal.kit.api import answer_problem

SHOWN = "second_factor"  # in the session: this account has a second factor, which signing in asked for
FREE = ("mfa_", "account_", "set_language", "healthz", "readyz")  # names of the pages that lead there, and away
CODE = "second_factor_missing"


class SecondFactorRequired:
    """Asked once a session: a factor cannot be taken away while it is needed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        is_api = request.path.startswith("/api/")
        if not is_api and not getattr(view, "login_required", True):
            return None
        user = request.user
        if not user.is_authenticated or request.session.get(SHOWN) or is_free(request):
            return None
        if not (sentence := why_second_factor(user)):
            return None
        if has_second_factor(user):
            request.session[SHOWN] = True
            return None
        if is_api:
            return answer_problem(PermissionDenied(sentence, CODE))
        messages.warning(request, sentence)
        return redirect("mfa_index")


def is_free(request: HttpRequest) -> bool:
    return str(request.resolver_match and request.resolver_match.url_name).startswith(FREE)
