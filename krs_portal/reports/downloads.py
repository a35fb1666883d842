"""A stored file as an answer, for page and API."""

from django.http import HttpResponse

from krs_portal.kit.downloads import build_download
from krs_portal.reports.enums import FileFormat
from krs_portal.reports.models import File


def build_report_download(file: File, *, inline: bool = False) -> HttpResponse:
    """An attachment; a PDF may be shown in the browser. Browsers may cache it but must revalidate."""
    fmt, headers = FileFormat(file.format), {"Cache-Control": "private, no-cache", "ETag": f'"{file.sha256}"'}
    how = "inline" if inline and fmt == FileFormat.PDF else "attachment"
    return build_download(bytes(file.content), file.name, fmt.media_type, how, headers)
