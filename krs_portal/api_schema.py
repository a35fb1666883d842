"""The schema of the API as a file. It depends on the code and the language alone and takes a second: it is kept."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpResponse
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request


@cache
def build_schema(language: str) -> dict[str, Any]:
    """The schema as plain data, built once a process and language: it does not change while the process lives."""
    with translation.override(language):
        schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
        return schema


class SchemaView(SpectacularAPIView):
    permission_classes = ()
    written: dict[tuple[str, str], str | bytes] = {}

    def _get_schema_response(self, request: Request) -> HttpResponse:
        language, renderer = translation.get_language(), request.accepted_renderer
        key = language, renderer.media_type
        if key not in self.written:
            self.written[key] = renderer.render(build_schema(language), renderer.media_type, {})
        name = self._get_filename(request, request.version)
        return HttpResponse(
            self.written[key], renderer.media_type, headers={"Content-Disposition": f'inline; filename="{name}"'}
        )
