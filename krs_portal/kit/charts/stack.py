"""Floors upon each other, each a row of cells: full, empty, or out of use."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from krs_portal.kit.charts.canvas import CARD, INK, MISSED, REACHED, Canvas, draw_element, draw_mark, draw_text

SIDE, GAP, NAME = 30, 3, 44


@dataclass(frozen=True)
class StackCell:
    """`kind` is full, empty or broken; the title says in words what that means here."""

    text: str
    kind: str
    title: str = ""
    href: str | None = None


@dataclass(frozen=True)
class StackFloor:
    label: str
    cells: Sequence[StackCell]


def draw_stack(floors: Sequence[StackFloor], *, title: str, description: str = "") -> SafeString:
    """The first floor given is the lowest."""
    longest = max((len(floor.cells) for floor in floors), default=0)
    canvas = Canvas(NAME + max(longest, 1) * (SIDE + GAP), max(len(floors), 1) * (SIDE + GAP))
    parts = []
    for level, floor in enumerate(reversed(floors)):
        y = level * (SIDE + GAP)
        parts.append(draw_text(floor.label, x=0, y=y + SIDE / 2 + 4))
        parts += [_draw_cell(cell, NAME + place * (SIDE + GAP), y) for place, cell in enumerate(floor.cells)]
    linked = any(cell.href for floor in floors for cell in floor.cells)
    return canvas.svg(*parts, title=title, description=description, linked=linked)


def _draw_cell(cell: StackCell, x: float, y: float) -> str:
    full, edge = cell.kind == "full", MISSED if cell.kind == "broken" else REACHED
    frame = {"x": x + 0.75, "y": y + 0.75, "width": SIDE - 1.5, "height": SIDE - 1.5, "rx": 3}
    box = draw_element("rect", **frame, fill=REACHED if full else CARD, stroke=edge, stroke_width=1.5)
    cross = f"M{x + 4} {y + 4}l{SIDE - 8} {SIDE - 8}m0 {8 - SIDE}l{8 - SIDE} {SIDE - 8}"
    crossed = draw_element("path", d=cross, stroke="#F0C8BB") if cell.kind == "broken" else ""
    name = draw_text(
        cell.text, x=x + SIDE / 2, y=y + SIDE / 2 + 4, font_size=10, fill=CARD if full else INK, text_anchor="middle"
    )
    return draw_mark(box, crossed, name, title=cell.title or cell.text, href=cell.href, written=True)
