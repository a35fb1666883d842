"""How much of a whole: a bar filled so far; where that is unknown, a dashed outline."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from krs_portal.kit.charts.canvas import CARD, MUTED, REACHED, compute_share

TRACK = "#DCE3EA"


def draw_part_bar(
    value: float | None, whole: float | None, *, title: str, width: float | None = None, height: float = 10
) -> SafeString:
    """The title says both figures in words. Written straight out: a list has one in every row."""
    if value is None or not whole:
        edge = f'fill="{CARD}" stroke="{MUTED}" stroke-dasharray="4 3"'
        drawn = f'<rect x="0.5" y="0.5" width="99.5%" height="{height - 1}" rx="2" {edge}/>'
    else:
        filled = f"{100 * compute_share(value, whole):.2f}%"
        drawn = (
            f'<rect width="100%" height="{height}" rx="2" fill="{TRACK}"/>'
            f'<rect width="{filled}" height="{height}" rx="2" fill="{REACHED}"/>'
        )
    named = escape(title)
    return mark_safe(  # the only text went through escape
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{named}" class="chart"'
        f' width="{width or "100%"}" height="{height}"><title>{named}</title>{drawn}</svg>'
    )
