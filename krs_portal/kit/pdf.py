"""HTML to a tagged PDF/UA. WeasyPrint is imported inside the one function that needs it: it costs 0,4 s of start-up."""

from __future__ import annotations

import atexit
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from krs_portal.kit.paper import STYLESHEET


@dataclass(frozen=True)
class PdfAttachment:
    """A file that travels inside the PDF."""

    name: str
    content: bytes
    media_type: str
    description: str


@cache
def load_stylesheet() -> tuple[Any, Any]:
    """The style sheet of paper and its fonts, read once a process."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    return CSS(filename=str(STYLESHEET), font_config=fonts), fonts


atexit.register(
    load_stylesheet.cache_clear
)  # the fonts take themselves apart with modules that Python clears away last


def write_pdf(html: str, *, attachments: Sequence[PdfAttachment] = ()) -> bytes:
    """Our own HTML on A4: tagged, in the language of its root, with nothing fetched from the network."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    sheet, fonts = load_stylesheet()
    local = URLFetcher(allowed_protocols=("file", "data"))
    page = HTML(string=html, base_url=STYLESHEET.as_uri(), url_fetcher=local)
    return mend_pdf(page.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1"), attachments)


def mend_pdf(pdf: bytes, attachments: Sequence[PdfAttachment] = ()) -> bytes:
    """Add what WeasyPrint omits for PDF/UA (table header scope), and embed the attachments."""
    from pikepdf import AttachedFileSpec, Dictionary, Name
    from pikepdf import open as read

    with read(io.BytesIO(pdf)) as document:
        for element in document.objects:
            if isinstance(element, Dictionary) and element.get("/Type") == Name.StructElem:
                mend_element(element)
        for attachment in attachments:
            document.attachments[attachment.name] = AttachedFileSpec(
                document,
                attachment.content,
                filename=attachment.name,
                mime_type=attachment.media_type,
                description=attachment.description,
                relationship=Name.Data,  # type: ignore[call-arg]  # missing in its stubs
            )
        mended = io.BytesIO()
        document.save(mended)
    return mended.getvalue()


def mend_element(element: Any) -> None:
    """Set the scope of a table's header cells, and mark drawings without a title as decoration."""
    from pikepdf import Name

    if element.S == Name.TH:
        in_head = element.P.P.get("/S") == Name.THead
        element.A.Scope = Name.Column if in_head else Name.Row
    elif element.get("/S") == Name.Figure and "/Alt" not in element:
        element.S = Name.Span
