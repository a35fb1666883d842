"""A bar against its target, one line high: what is there, what is missing, the target mark and the pace mark."""

from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from krs_portal.kit.charts.canvas import (
    BEFORE,
    CARD,
    GRID,
    INK,
    MISSED,
    REACHED,
    UNTARGETED,
    Canvas,
    compute_share,
    draw_element,
    draw_mark,
    draw_text,
)
from krs_portal.kit.formats import BLANK, format_number

ROOM = 1.04  # so that the target mark of the longest bar is not cut in half by the edge


def compute_bullet_scale(rows: Iterable[tuple[float | None, float | None]]) -> float:
    """One scale for the bars of a table: the largest value or target, and a little room for the mark beyond it."""
    return max([1, *(max(value or 0, target or 0) for value, target in rows)]) * ROOM


def draw_bullet(
    value: float | None,
    target: float | None,
    *,
    pace: float | None = None,
    scale: float | None = None,
    label: str = "",
    href: str | None = None,
    width: float | None = None,
    height: float = 28,
    whole: bool = False,
    outside: bool = False,
) -> SafeString:
    """`scale` is the value at the right edge, one for all rows of a table; `pace` is what was due by this day.

    `whole`: the target is all there is, not a goal, so what is missing is a remainder and no failure. `outside`: others
    of the table have a target, this one has none, so that it has neither reached nor missed anything.
    """
    scale = scale or max(value or 0, target or 0, pace or 0) * ROOM or 1
    canvas = Canvas(width, height)
    reached = target is not None and value is not None and value >= target
    lacking = BEFORE if whole else MISSED
    top, thick = height * 0.25, height * 0.5
    have, goal = compute_share(value, scale), compute_share(target, scale)

    parts = [draw_element("rect", x=0, y=top, width=canvas.x(1.0), height=thick, fill="#EDF1F5", rx=2)]
    if target is not None and value is not None and not reached:
        gap = {"fill": CARD, "stroke": lacking, "stroke_width": 1.5, "stroke_dasharray": "4 3"}
        parts.append(
            draw_element("rect", x=canvas.x(have), y=top + 0.75, width=canvas.x(goal - have), height=thick - 1.5, **gap)
        )
    if value:
        colour = UNTARGETED if outside else REACHED if reached or whole or target is None else MISSED
        parts.append(draw_element("rect", x=0, y=top, width=canvas.x(have), height=thick, fill=colour, rx=2))
    if pace is not None:
        at = canvas.x(compute_share(pace, scale))
        parts.append(
            draw_element("circle", cx=at, cy=height / 2, r=height * 0.14, fill=CARD, stroke=INK, stroke_width=1.5)
        )
    if target is not None and not whole:
        at = canvas.x(goal)
        parts.append(draw_element("line", x1=at, x2=at, y1=1, y2=height - 1, stroke=CARD, stroke_width=6))
        parts.append(draw_element("line", x1=at, x2=at, y1=1, y2=height - 1, stroke=INK, stroke_width=3))
    if target is None and value is None:
        parts.append(
            draw_element("line", x1=0, x2=canvas.x(1.0), y1=height / 2, y2=height / 2, stroke=GRID, stroke_width=1)
        )
    said = describe_bullet(value, target, pace, whole=whole, outside=outside)
    title = f"{label}: {said}" if label else said
    return canvas.svg(draw_mark(*parts, title=title, href=href), title=title, linked=bool(href))


def draw_bullets(
    rows: Sequence[tuple[str, float | None, float | None]], *, title: str, width: float, names: float = 160,
    height: float = 28,
) -> SafeString:  # fmt: skip
    """Several bars on one scale, each with its name and its value in words, as one drawing."""
    scale = compute_bullet_scale((value, target) for _name, value, target in rows)
    parts = []
    for place, (name, value, target) in enumerate(rows):
        bar = draw_bullet(
            value, target, scale=scale, label=name, width=width - names - 64, height=height, outside=target is None
        )
        middle = height / 2 + 4
        parts.append(
            draw_element(
                "g",
                draw_text(name, x=0, y=middle, fill=INK)
                + draw_element("g", bar, transform=f"translate({names:g} 0)")
                + draw_text(format_number(value), x=width, y=middle, text_anchor="end", fill=INK),
                transform=f"translate(0 {place * height:g})",
            )
        )
    return Canvas(width, height * max(len(rows), 1)).svg(*parts, title=title)


def describe_bullet(
    value: float | None, target: float | None, pace: float | None = None, *, whole: bool = False, outside: bool = False
) -> str:
    """The same in words, for those who do not see it."""
    if outside:
        return _("%(value)s, di luar target") % {"value": format_number(value)}
    sentence = _("%(value)s dari %(target)s") if whole else _("%(value)s dari target %(target)s")
    said = sentence % {"value": format_number(value), "target": format_number(target)}
    if value is None and target is None:
        return BLANK
    if pace is not None:
        said += _(", seharusnya %(pace)s bila dibagi rata") % {"pace": format_number(round(pace))}
    return said
