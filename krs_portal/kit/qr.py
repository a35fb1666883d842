"""A QR code as an SVG of plain attributes: no style, no script, no imaging library."""

from functools import lru_cache
from itertools import groupby

import segno
from django.utils.safestring import SafeString, mark_safe

MASK = 3  # any of the eight can be read; letting the library weigh them all takes 12 ms of a page, one mask 1,3 ms
SCALE = 3


@lru_cache(256)
def draw_qr(address: str) -> SafeString:
    """The QR code of an address, without a quiet zone: the page's white margin is one."""
    code = segno.make(address, error="m", mask=MASK, micro=False)
    path = "".join(f"M0 {y}.5{draw_qr_row(row)}" for y, row in enumerate(code.matrix))
    size = len(code.matrix) * SCALE
    drawn = f'<svg viewBox="0 0 {size} {size}"><path transform="scale({SCALE})" stroke="#000" d="{path}"/></svg>'
    return mark_safe(drawn)  # the address is inside it as squares only


def draw_qr_row(row: bytearray) -> str:
    """One row of squares as an SVG path of strokes and gaps."""
    runs = [(dark, len(list(run))) for dark, run in groupby(row)]
    return "".join(f"h{length}" if dark else f"m{length} 0" for dark, length in runs)
