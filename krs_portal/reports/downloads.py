"""A stored file as an answer, for page and API."""

from django.http import HttpResponse

from krs_portal.reports.enums import FileFormat
from krs_portal.reports.models import File


def download(file: File, *, inline: bool = False) -> HttpResponse:
    """As an attachment; a PDF may also be shown in the browser."""
    shown = inline and file.format == FileFormat.PDF
    return HttpResponse(
        bytes(file.content),
        content_type=FileFormat(file.format).media_type,
        headers={
            "Content-Disposition": f'{"inline" if shown else "attachment"}; filename="{file.name}"',
            "Cache-Control": "private, no-cache",
            "ETag": f'"{file.sha256}"',
        },
    )
