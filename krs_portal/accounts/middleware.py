"""Puts who and from where beside every change a request makes."""

from typing import Any

from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware


class AuditMiddleware(HistoryMiddleware):
    """Adds the client's address to pghistory's user and page."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        return super().get_context(request) | {"address": request.META.get("REMOTE_ADDR", "")}
