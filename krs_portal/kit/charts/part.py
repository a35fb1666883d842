"""How much of a whole: a bar filled so far; where that is unknown, a dashed outline."""

from django.utils.safestring import SafeString

from krs_portal.kit.charts.canvas import CARD, MUTED, REACHED, Canvas, element, mark, share


def part(
    value: float | None, whole: float | None, *, title: str, width: float | None = None, height: float = 10
) -> SafeString:
    """The title says both figures in words."""
    canvas = Canvas(width, height)
    if value is None or not whole:
        edge = {"fill": CARD, "stroke": MUTED, "stroke_dasharray": "4 3"}
        drawn = element("rect", x=0.5, y=0.5, width=canvas.x(0.995), height=height - 1, rx=2, **edge)
        return canvas.svg(mark(drawn, title=title), title=title)
    track = element("rect", x=0, y=0, width=canvas.x(1.0), height=height, rx=2, fill="#DCE3EA")
    filled = element("rect", x=0, y=0, width=canvas.x(share(value, whole)), height=height, rx=2, fill=REACHED)
    return canvas.svg(mark(track, filled, title=title), title=title)
