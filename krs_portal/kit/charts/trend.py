"""How it went: a bar for each week or month, or the running sum as a line, against a target and against last time."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from krs_portal.kit.charts.canvas import (
    BEFORE,
    CARD,
    GRID,
    INK,
    MUTED,
    REACHED,
    Canvas,
    draw_element,
    draw_mark,
    draw_text,
)
from krs_portal.kit.formats import BLANK, format_number

TOP, BOTTOM, LEFT = 40, 26, 44


@dataclass(frozen=True)
class TrendPoint:
    """One week or month. A value of None was not yet: it is left out, it is not zero."""

    label: str
    value: float | None
    href: str | None = None


def draw_trend(
    points: Sequence[TrendPoint],
    *,
    title: str,
    description: str = "",
    cumulative: bool = False,
    target: float | None = None,
    before: Sequence[float | None] = (),
    before_label: str = "",
    steps: Sequence[float | None] = (),
    ends: tuple[float, float, float] | None = None,
    width: float | None = None,
    height: float = 240,
    labels: int = 6,
) -> SafeString:
    """At most `labels` names stand below. `target` is a line at that height, `steps` are one over each point; `ends`
    are the lowest, the likely and the highest value at the end of the line.
    """
    canvas = Canvas(width and width - LEFT, height, LEFT)
    values = _sum_running([point.value for point in points]) if cumulative else [point.value for point in points]
    earlier = _sum_running(list(before)) if cumulative else list(before)
    step, levels = _choose_levels(
        max([value for value in (*values, *earlier, *steps, *(ends or ()), target) if value is not None], default=0)
    )
    top = step * levels
    floor, room = height - BOTTOM, height - BOTTOM - TOP

    def y(value: float) -> float:
        return floor - room * value / top

    def middle(index: int) -> float:
        return (index + 0.5) / max(len(points), 1)

    parts, names = [], []
    for level in range(levels + 1):
        parts.append(_draw_level(canvas, y(step * level), GRID if level else INK))
        parts.append(
            draw_text(format_number(step * level), x=-8, y=y(step * level) + 4, text_anchor="end", font_size=11)
        )
    if not cumulative:
        parts += [
            _draw_bar(canvas, point, index, len(points), y, floor)
            for index, point in enumerate(points)
            if point.value is not None
        ]
    if any(value is not None for value in earlier):
        trace = [(middle(index), y(value)) for index, value in enumerate(earlier) if value is not None]
        parts.append(canvas.line(trace, stroke=BEFORE, stroke_width=2, stroke_dasharray="2 4", stroke_linecap="round"))
        names.append(f"· · · {before_label}")
    if cumulative:
        trace = [(middle(index), y(value)) for index, value in enumerate(values) if value is not None]
        parts.append(canvas.line(trace, stroke=REACHED, stroke_width=3, stroke_linejoin="round"))
        parts += [
            draw_mark(
                draw_element("circle", cx=canvas.x(x), cy=at, r=4, fill=REACHED),
                title=f"{point.label}: {format_number(value)}",
                href=point.href,
            )
            for (x, at), (point, value) in zip(
                trace, [pair for pair in zip(points, values, strict=True) if pair[1] is not None], strict=True
            )
        ]
    if target is not None:
        parts.append(_draw_level(canvas, y(target), INK, width=2, dash="7 4"))
        names.append("– – " + _("target %(value)s") % {"value": format_number(target)})
    if any(value is not None for value in steps):
        parts += _draw_steps(canvas, steps, y)
        names.append("– – " + _("target menurut keputusannya"))
    if ends:
        parts += _draw_ends(canvas, ends, y, middle(len(points) - 1))
        names.append("┃ " + _("perkiraan akhir, rentang 80 %"))
    parts.append(draw_text(" \u2003".join(names), x=canvas.x(1.0), y=12, text_anchor="end", fill=INK))
    every = -(-len(points) // labels) if points else 1
    parts += [
        draw_text(point.label, x=canvas.x(middle(index)), y=height - 8, text_anchor="middle", font_size=11)
        for index, point in enumerate(points)
        if index % every == every // 2
    ]
    if not points:
        parts.append(draw_text(BLANK, x=canvas.x(0.5), y=height / 2, text_anchor="middle", fill=MUTED))
    return canvas.svg(*parts, title=title, description=description, linked=any(point.href for point in points))


def _draw_bar(canvas: Canvas, point: TrendPoint, index: int, count: int, y, floor: float) -> str:
    value = point.value or 0
    left, wide = (index + 0.14) / count, 0.72 / count
    tall = max(floor - y(value), 0.0)
    bar = draw_element("rect", x=canvas.x(left), y=floor - tall, width=canvas.x(wide), height=tall, fill=REACHED)
    hand = draw_element(
        "rect",
        x=canvas.x(index / count),
        y=TOP,
        width=canvas.x(1 / count),
        height=floor - TOP,
        fill="#FFFFFF",
        fill_opacity=0,
    )
    return draw_mark(hand, bar, title=f"{point.label}: {format_number(value)}", href=point.href)


def _draw_steps(canvas: Canvas, steps: Sequence[float | None], y) -> list[str]:
    """A level over each point, joined where it moves."""
    parts, count = [], len(steps)
    for index, value in enumerate(steps):
        if value is None:
            continue
        pen = {"stroke": INK, "stroke_width": 2, "stroke_dasharray": "7 4"}
        left, right = canvas.x(index / count), canvas.x((index + 1) / count)
        parts.append(draw_element("line", x1=left, x2=right, y1=y(value), y2=y(value), **pen))
        last = steps[index - 1] if index else None
        if last is not None and last != value:
            parts.append(draw_element("line", x1=left, x2=left, y1=y(last), y2=y(value), stroke=INK, stroke_width=2))
    return parts


def _draw_ends(canvas: Canvas, ends: tuple[float, float, float], y, x: float) -> list[str]:
    """The range as an upright line, the likely value as a hollow mark on it."""
    low, likely, high = ends
    at = canvas.x(x)
    said = _("perkiraan %(likely)s, antara %(low)s dan %(high)s") % {
        "likely": format_number(likely), "low": format_number(low), "high": format_number(high)
    }  # fmt: skip
    line = draw_element("line", x1=at, x2=at, y1=y(low), y2=y(high), stroke=INK, stroke_width=4)
    mark = draw_element("circle", cx=at, cy=y(likely), r=6, fill=CARD, stroke=INK, stroke_width=2)
    return [draw_mark(line, mark, title=said)]


def _draw_level(canvas: Canvas, y: float, colour: str, width: float = 1, dash: str | None = None) -> str:
    return draw_element(
        "line", x1=0, x2=canvas.x(1.0), y1=y, y2=y, stroke=colour, stroke_width=width, stroke_dasharray=dash
    )


def _sum_running(values: list[float | None]) -> list[float | None]:
    """The running sum, up to the last value there is."""
    last = max((index for index, value in enumerate(values) if value is not None), default=-1)
    return [*accumulate(value or 0 for value in values[: last + 1]), *[None] * (len(values) - last - 1)]


def _choose_levels(value: float) -> tuple[float, int]:
    """The smallest round step (1, 2, 5 × 10ⁿ) that reaches the value in at most five levels."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if value <= 5 * step:
                return step, max(ceil(value / step), 1)
        power *= 10
