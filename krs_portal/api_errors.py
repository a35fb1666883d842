"""What stands at no operation of the API is answered as its operations answer: problem+json, never a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views import defaults
from rest_framework import exceptions, permissions
from rest_framework.request import Request
from rest_framework.views import APIView

from krs_portal.kit.api import answer_problem, describe_suspicion


class UnknownOperation(APIView):
    """The last address below /api/, for those that none before it knows."""

    permission_classes = [permissions.AllowAny]
    schema = None

    def initial(self, request: Request, *arguments: Any, **named: Any) -> None:
        raise exceptions.NotFound


def is_for_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def show_bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return (
        answer_problem(describe_suspicion(exception))
        if is_for_api(request)
        else defaults.bad_request(request, exception)
    )


def show_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer_problem(exceptions.NotFound()) if is_for_api(request) else defaults.page_not_found(request, exception)


def show_server_error(request: HttpRequest) -> HttpResponse:
    return answer_problem(exceptions.APIException()) if is_for_api(request) else defaults.server_error(request)
