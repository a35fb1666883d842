"""Who may pass without being signed in, and what is recorded beside every change that a request makes."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import urlencode
from pghistory.middleware import HistoryMiddleware

from krs_portal.kit.typed import comes_from_us, find_page, list_typed_texts


class SignInRequired(LoginRequiredMiddleware):
    """Sends whoever is not signed in to the sign-in page, and keeps what they were doing.

    A part of a page says so in its place, and does not swallow the sign-in form. What was typed is shown again. After
    signing in nobody is sent to an address that only takes what is sent to it, but to the page they came from.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if request.headers.get("HX-Request") == "true" or not request.accepts("text/html"):
            return answer_part(request)
        page = find_page(request)
        if request.method == "POST" and comes_from_us(request) and list_typed_texts(request):
            return render(request, "account/session_over.html", {"sign_in": build_sign_in_url(page)}, status=401)
        return redirect_to_login(page)


def answer_part(request: HttpRequest) -> HttpResponse:
    """The sentence in place of the part that was asked for; the page around it names itself in a header of htmx."""
    there = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    page = there._replace(scheme="", netloc="").geturl() if there.netloc == request.get_host() else "/"
    context = {"sign_in": build_sign_in_url(page)}
    return render(request, "account/session_over_part.html", context, status=401)


def build_sign_in_url(page: str) -> str:
    return f"{resolve_url('account_login')}?{urlencode({'next': page})}"


class AuditMiddleware(HistoryMiddleware):
    """Adds the client's address to pghistory's user and page."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return super().get_context(request) | {"address": request.META.get("REMOTE_ADDR", "")}
