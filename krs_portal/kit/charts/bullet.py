"""A bar against its target, one line high: what is there, what is missing, the target mark and the pace mark."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from krs_portal.kit.charts.canvas import BEFORE, CARD, GRID, INK, MISSED, REACHED, Canvas, element, mark, share
from krs_portal.kit.formats import BLANK, number


def bullet(
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
) -> SafeString:
    """`scale` is the value at the right edge, one for all rows of a table; `pace` is what was due by this day.

    `whole`: the target is all there is, not a goal, so what is missing is a remainder and no failure.
    """
    scale = scale or max(value or 0, target or 0, pace or 0) * 1.04 or 1
    canvas = Canvas(width, height)
    reached = target is not None and value is not None and value >= target
    lacking = BEFORE if whole else MISSED
    top, thick = height * 0.25, height * 0.5
    have, goal = share(value, scale), share(target, scale)

    parts = [element("rect", x=0, y=top, width=canvas.x(1.0), height=thick, fill="#EDF1F5", rx=2)]
    if target is not None and value is not None and not reached:
        gap = {"fill": CARD, "stroke": lacking, "stroke_width": 1.5, "stroke_dasharray": "4 3"}
        parts.append(
            element("rect", x=canvas.x(have), y=top + 0.75, width=canvas.x(goal - have), height=thick - 1.5, **gap)
        )
    if value:
        colour = REACHED if reached or whole or target is None else MISSED
        parts.append(element("rect", x=0, y=top, width=canvas.x(have), height=thick, fill=colour, rx=2))
    if pace is not None:
        at = canvas.x(share(pace, scale))
        parts.append(element("circle", cx=at, cy=height / 2, r=height * 0.14, fill=CARD, stroke=INK, stroke_width=1.5))
    if target is not None and not whole:
        at = canvas.x(goal)
        parts.append(element("line", x1=at, x2=at, y1=1, y2=height - 1, stroke=CARD, stroke_width=6))
        parts.append(element("line", x1=at, x2=at, y1=1, y2=height - 1, stroke=INK, stroke_width=3))
    if target is None and value is None:
        parts.append(element("line", x1=0, x2=canvas.x(1.0), y1=height / 2, y2=height / 2, stroke=GRID, stroke_width=1))
    said = describe(value, target, pace, whole=whole)
    title = f"{label}: {said}" if label else said
    return canvas.svg(mark(*parts, title=title, href=href), title=title, linked=bool(href))


def describe(value: float | None, target: float | None, pace: float | None = None, *, whole: bool = False) -> str:
    """The same in words, for those who do not see it."""
    sentence = _("%(value)s dari %(target)s") if whole else _("%(value)s dari target %(target)s")
    said = sentence % {"value": number(value), "target": number(target)}
    if value is None and target is None:
        return BLANK
    if pace is not None:
        said += _(", seharusnya %(pace)s bila dibagi rata") % {"pace": number(round(pace))}
    return said
