"""What every API answer shares: keyset lists `{"results", "next"}` and errors as problem+json with a `fields` map."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from rest_framework import exceptions
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler


class KeysetPagination(CursorPagination):
    """50 a page by key, so that the last page costs what the first does. A view names its `ordering`."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500
    ordering = "pk"

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"results": data, "next": self.get_next_link()})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {"results": schema, "next": {"type": ["string", "null"], "format": "uri"}},
        }


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """RFC 9457. Django's own refusals (policies, validation) answer like DRF's."""
    if isinstance(error, ValidationError):
        error = exceptions.ValidationError(
            error.message_dict if hasattr(error, "error_dict") else {"non_field_errors": error.messages}
        )
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied(str(error) or None)
    response = exception_handler(error, context)
    if response is None:
        return None
    detail = response.data
    fields = detail if isinstance(error, exceptions.ValidationError) and isinstance(detail, dict) else {}
    text = detail.get("detail") if isinstance(detail, dict) else None
    code = getattr(getattr(error, "detail", None), "code", None) or "invalid"
    response.data = {
        "type": "about:blank",
        "title": str(text or next((m for ms in fields.values() for m in ms), "")),
        "status": response.status_code,
        "code": code,
        "fields": fields,
    }
    response.content_type = "application/problem+json"
    return response
