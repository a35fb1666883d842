"""A QR code as an SVG of plain attributes: no style, no script, no imaging library."""

import segno
from django.utils.safestring import SafeString, mark_safe

MASK = 3  # any of the eight can be read; to weigh them all takes longer than the rest of a page


def svg(text: str) -> SafeString:
    drawn = segno.make(text, error="m", mask=MASK).svg_inline(
        border=0, scale=3, omitsize=True, svgclass=None, lineclass=None
    )
    return mark_safe(drawn)  # segno writes the drawing; the text is inside it as squares only
