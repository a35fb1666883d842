"""Points where they lie, darker where there is more; several in one place are one mark with their number."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString

from krs_portal.kit.charts.canvas import CARD, GRID, INK, MUTED, STEPS, Canvas, compute_share, draw_element, draw_text


@dataclass(frozen=True)
class ScatterSpot:
    """`x` and `y` are shares of the drawing, from the left and from the top; a value of None is unknown, not zero."""

    x: float
    y: float
    value: float | None
    title: str
    href: str | None = None
    text: str = ""


@dataclass(frozen=True)
class ScatterLabel:
    x: float
    y: float
    text: str


def draw_scatter(
    spots: Sequence[ScatterSpot],
    *,
    title: str,
    names: Sequence[ScatterLabel] = (),
    description: str = "",
    top: float = 100,
    width: float = 1120,
    height: float = 480,
) -> SafeString:
    canvas = Canvas(width, height)
    parts = [draw_element("rect", x=0.5, y=0.5, width=width - 1, height=height - 1, rx=6, fill=CARD, stroke=GRID)]
    for step in (0.25, 0.5, 0.75):
        pen = {"stroke": GRID, "stroke_dasharray": "2 4"}
        parts.append(draw_element("line", x1=step * width, x2=step * width, y1=1, y2=height - 1, **pen))
        parts.append(draw_element("line", x1=1, x2=width - 1, y1=step * height, y2=step * height, **pen))
    for name in names:
        at = {"x": name.x * width, "y": name.y * height, "text_anchor": "middle"}
        parts.append(draw_text(name.text, **at))
    parts += [_draw_spot(spot, spot.x * width, spot.y * height, top) for spot in spots]
    linked = any(spot.href for spot in spots)
    return canvas.svg(*parts, title=title, description=description, linked=linked)


def _draw_spot(spot: ScatterSpot, x: float, y: float, top: float) -> str:
    """Written straight out: a drawing may have hundreds of them."""
    known = spot.value is not None
    fill, ink = STEPS[min(int(compute_share(spot.value, top) * len(STEPS)), len(STEPS) - 1)] if known else (CARD, INK)
    edge = f'stroke="{STEPS[-1][0]}"' if known else f'stroke="{MUTED}" stroke-dasharray="3 2"'
    named = escape(spot.title)
    drawn = (
        f'<title>{named}</title><circle cx="{x:.1f}" cy="{y:.1f}" r="{11 if spot.text else 7}" fill="{fill}" {edge}/>'
    )
    label = f' aria-label="{named}"'
    if spot.text:  # a label beside what is written would hide that from speech input
        drawn += draw_text(spot.text, x=x, y=y + 4, fill=ink, font_size=11, text_anchor="middle")
        label = ""
    return f'<a href="{escape(spot.href)}"{label}>{drawn}</a>' if spot.href else f"<g>{drawn}</g>"
