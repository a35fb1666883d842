"""Errors that every page may raise, each answered with a sentence of its own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from krs_portal.kit.parameters import WrongParameters
from krs_portal.kit.sealing import Unreadable


class ErrorPages:
    """503 where a private column cannot be read: its data is there, and is shown again when its key is.

    400 where an address holds what its list does not understand.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return build_error_page(request, exception)


def build_error_page(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    if isinstance(exception, Unreadable):
        return render(request, "unreadable.html", status=503)
    if isinstance(exception, WrongParameters):
        return render(request, "wrong_parameters.html", {"faults": exception.faults}, status=400)
    return None
