"""Pages and API answers travel compressed: a day of a hundred times is 38 kB, and 4 kB on the wire."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

KINDS = ("text/html", "application/json", "application/problem+json")


class CompressedPages(GZipMiddleware):
    """Only what is text and whole; documents are packed already, and downloads keep their length."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_text = response.headers.get("Content-Type", "").startswith(KINDS) and not response.streaming
        return super().process_response(request, response) if is_text else response
