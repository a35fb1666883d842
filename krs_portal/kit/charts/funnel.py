"""How many come how far: a bar for each stage, and between two of them those who went no further, by their reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from krs_portal.kit.charts.canvas import (
    CARD,
    GRID,
    INK,
    MISSED,
    REACHED,
    STEPS,
    Canvas,
    compute_share,
    draw_element,
    draw_mark,
    draw_text,
)

NAME, BAR, LINE, GAP = 20, 18, 24, 14  # the room for a stage's name, its bar, a reason, and to the next stage
SIDE = 10  # of the small outline before a reason


@dataclass(frozen=True)
class FunnelLoss:
    """Those who went no further, for one reason."""

    label: str
    text: str  # how many, as people read it
    href: str | None = None


@dataclass(frozen=True)
class FunnelStep:
    """A stage: how many came so far, and those of them who ended there."""

    label: str
    amount: float
    text: str
    href: str | None = None
    losses: Sequence[FunnelLoss] = field(default_factory=list)


def draw_funnel(steps: Sequence[FunnelStep], *, title: str, width: float | None = None) -> SafeString:
    """From top to bottom, on the scale of the first stage.

    A loss has a dashed outline, so that colour is never the only sign.
    """
    heights = [NAME + BAR + LINE * len(step.losses) + GAP for step in steps]
    canvas = Canvas(width, sum(heights))
    scale, parts, top = steps[0].amount if steps else 0, [], 0.0
    for place, step in enumerate(steps):
        share = compute_share(step.amount, scale)
        if place + 1 < len(steps):
            following = compute_share(steps[place + 1].amount, scale)
            parts.append(_draw_band(canvas, top + NAME + BAR, heights[place] - NAME - BAR + NAME, share, following))
        bar = draw_element(
            "rect", x=0, y=top + NAME, width=canvas.x(max(share, 0.004)), height=BAR, fill=REACHED if share else GRID
        )
        name = draw_text(f"{step.label}: {step.text}", x=0, y=top + NAME - 6, fill=INK, font_weight=600)
        parts.append(draw_mark(bar, name, title=f"{step.label}: {step.text}", href=step.href, written=True))
        for line, loss in enumerate(step.losses):
            parts.append(_draw_loss(loss, top + NAME + BAR + line * LINE + LINE / 2 + 2))
        top += heights[place]
    linked = any(step.href for step in steps)
    return canvas.svg(*parts, title=title, linked=linked)


def _draw_band(canvas: Canvas, top: float, height: float, wide: float, narrow: float) -> str:
    """What goes on, from the width of one bar to that of the next."""
    across = canvas.width or 1000
    corners = ((0, 0), (wide, 0), (narrow, height), (0, height))
    points = " ".join(f"{share * across:.2f},{y:.2f}" for share, y in corners)
    box = f"0 0 {across} {height:.2f}"
    band = draw_element("polygon", points=points, fill=STEPS[0][0])
    return draw_element(
        "svg", band, x=0, y=top, width=canvas.width or "100%", height=height, viewBox=box, preserveAspectRatio="none"
    )


def _draw_loss(loss: FunnelLoss, middle: float) -> str:
    outline = draw_element(
        "rect", x=6, y=middle - SIDE / 2, width=SIDE, height=SIDE, rx=2, fill=CARD, stroke=MISSED, stroke_width=1.5,
        stroke_dasharray="3 2",
    )  # fmt: skip
    words = draw_text(f"{loss.label}: {loss.text}", x=24, y=middle + 4, fill=INK)
    return draw_mark(outline, words, title=f"{loss.label}: {loss.text}", href=loss.href, written=True)
