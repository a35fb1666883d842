"""A map of equal tiles: each place one square where it roughly lies, its figure inside, darker where there is more."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from krs_portal.kit.charts.canvas import (
    CARD,
    INK,
    MUTED,
    STEPS,
    Canvas,
    compute_share,
    draw_element,
    draw_mark,
    draw_text,
)
from krs_portal.kit.formats import BLANK, format_number

SIDE, GAP = 64, 4


@dataclass(frozen=True)
class MapTile:
    """`text` is the figure as written in the tile; without it the value is. A value of None is unknown, not zero."""

    code: str
    name: str
    column: int
    row: int
    value: float | None
    text: str = ""
    href: str | None = None


def draw_tiles(places: Sequence[MapTile], *, title: str, description: str = "", top: float | None = None) -> SafeString:
    """`top` is the value of the darkest step (default: the largest). The drawing scales as a whole."""
    top = top or max((place.value for place in places if place.value is not None), default=0) or 1
    columns = max((place.column for place in places), default=0) + 1
    rows = max((place.row for place in places), default=0) + 1
    canvas = Canvas(columns * (SIDE + GAP) - GAP, rows * (SIDE + GAP) - GAP)
    parts = [_draw_tile(place, top) for place in sorted(places, key=lambda place: (place.row, place.column))]
    return canvas.svg(*parts, title=title, description=description, linked=any(place.href for place in places))


def _draw_tile(place: MapTile, top: float) -> str:
    x, y = place.column * (SIDE + GAP), place.row * (SIDE + GAP)
    known = place.value is not None
    step = min(int(compute_share(place.value, top) * len(STEPS)), len(STEPS) - 1)
    fill, ink = STEPS[step] if known else (CARD, INK)
    edge = {} if known else {"stroke": MUTED, "stroke_dasharray": "4 3"}
    figure = place.text or format_number(place.value) if known else BLANK
    return draw_mark(
        draw_element("rect", x=x + 0.5, y=y + 0.5, width=SIDE - 1, height=SIDE - 1, rx=4, fill=fill, **edge),
        draw_text(place.code, x=x + 6, y=y + 17, fill=ink, font_size=12),
        draw_text(figure, x=x + SIDE / 2, y=y + 45, fill=ink, font_size=18, font_weight=600, text_anchor="middle"),
        title=f"{place.name}: {figure}",
        href=place.href,
        written=True,
    )
