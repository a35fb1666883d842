"""Answer with a file to download."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def build_download(
    content: bytes, name: str, kind: str, how: str = "attachment", headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """`how` may be "inline", for what the browser shows. Nobody on the way stores it, unless `headers` say so."""
    answer = HttpResponse(content, content_type=kind, headers={"Cache-Control": "private, no-store", **(headers or {})})
    answer["Content-Disposition"] = content_disposition_header(how == "attachment", name) or how
    return answer
