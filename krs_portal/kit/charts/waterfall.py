"""How one figure became another: a bar for each step, hung between where it begins and where it ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from krs_portal.kit.charts.canvas import (
    CARD,
    GRID,
    INK,
    MISSED,
    MUTED,
    REACHED,
    UNTARGETED,
    Canvas,
    draw_element,
    draw_mark,
    draw_text,
)

LINE, NAME, THICK = 46, 18, 18  # of one step: its height, the room for its name above the bar, the bar


@dataclass(frozen=True)
class WaterfallBar:
    """A step by how much it moves the figure, or one of the two ends (`is_total`) by how much it is."""

    label: str
    amount: float
    text: str  # the amount as people read it
    is_total: bool = False
    href: str | None = None


def draw_waterfall(bars: Sequence[WaterfallBar], *, title: str, width: float | None = None) -> SafeString:
    """From top to bottom, a line for each bar; the scale is cut to where something happens.

    What is taken away is a dashed outline, so that colour is never the only sign.
    """
    canvas = Canvas(width, LINE * len(bars))
    low, high = _choose_span(bars)

    def share(value: float) -> float:
        return 0.76 * (value - low) / (high - low)

    parts, running = [], 0.0
    for index, bar in enumerate(bars):
        begins, ends = (low, bar.amount) if bar.is_total else (running, running + bar.amount)
        left, right = sorted((share(begins), share(ends)))
        top = index * LINE + NAME
        looks = {"fill": INK if bar.is_total else REACHED, "rx": 2}
        if not bar.is_total and bar.amount < 0:
            looks = {"fill": CARD, "stroke": MISSED, "stroke_width": 1.5, "stroke_dasharray": "4 3"}
        drawn = draw_element(
            "rect", x=canvas.x(left), y=top, width=canvas.x(max(right - left, 0.004)), height=THICK, **looks
        )
        if not bar.is_total and not bar.amount:
            drawn = draw_element("line", x1=canvas.x(left), x2=canvas.x(left), y1=top, y2=top + THICK,
                                 stroke=UNTARGETED, stroke_width=2)  # fmt: skip
        if bar.is_total and low > 0:
            drawn += _draw_cut(canvas, top)
        text = draw_text(bar.text, x=canvas.x(right + 0.012), y=top + 14, fill=INK, font_weight=600)
        name = draw_text(bar.label, x=0, y=top - 5, fill=INK if bar.is_total else MUTED)
        running = bar.amount if bar.is_total else running + bar.amount
        parts.append(draw_mark(drawn, text, name, title=f"{bar.label}: {bar.text}", href=bar.href, written=True))
        if index + 1 < len(bars):
            at = canvas.x(share(running))
            parts.append(draw_element("line", x1=at, x2=at, y1=top + THICK, y2=top + LINE, stroke=GRID, stroke_width=1))
    return canvas.svg(*parts, title=title, linked=any(bar.href for bar in bars))


def _choose_span(bars: Sequence[WaterfallBar]) -> tuple[float, float]:
    """From zero where the steps can be seen so, else cut off below: what happened takes half of the width."""
    running, values = 0.0, []
    for bar in bars:
        running = bar.amount if bar.is_total else running + bar.amount
        values.append(running)
    low, high = min(values, default=0.0), max(values, default=1.0)
    moved = high - low or abs(high) or 1.0
    return (min(low, 0.0) if low <= moved else low - moved), high or 1.0


def _draw_cut(canvas: Canvas, top: float) -> str:
    """The bar does not begin at zero: a white stroke through it, near its beginning."""
    pen = {"stroke": CARD, "stroke_width": 4}
    return draw_element("line", x1=canvas.x(0.03), x2=canvas.x(0.035), y1=top + THICK + 2, y2=top - 2, **pen)
