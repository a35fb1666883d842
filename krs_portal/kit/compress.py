"""Compresses pages and API answers: a day with a hundred appointments is 38 kB, and 4 kB compressed."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

KINDS = ("text/html", "application/json", "application/problem+json")


class CompressedPages(GZipMiddleware):
    """Compresses text only; PDF and XLSX are compressed already, and downloads keep their length."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_text = response.headers.get("Content-Type", "").startswith(KINDS) and not response.streaming
        return super().process_response(request, response) if is_text else response
