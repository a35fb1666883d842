"""docs/architecture.svg: who imports whom, drawn from the code: `python -m krs_portal.development.drawing`.

A row is a layer of import-linter's contracts (pyproject.toml), an arrow an import that is really there. An import that
follows from others is left out: what consultations gets through clinics needs no arrow of its own. Written here by
hand is only which columns a box covers.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import grimp

from krs_portal.rooms import PACKAGES
from krs_portal.runtime.setup import ROOT

PAGE = ROOT / "docs" / "architecture.svg"
BOX_HEIGHT, ROW_HEIGHT, MARGIN, HEAD = 34, 68, 24, 34
INSET = 8  # between the edge of a column and the box in it

Edges = set[tuple[str, str]]


@dataclass(frozen=True)
class Panel:
    """One of the drawings: the layers of a contract, the columns its boxes cover, and where it stands."""

    title: str
    contract: str
    columns: dict[str, tuple[int, int]]
    column_width: int
    left: int = 0
    top: int = 0


PANELS = (
    Panel(
        "Rooms",
        "The arrow",
        {
            "consultations": (0, 1), "monitoring": (2, 4), "clinics": (0, 0), "rights": (0, 0),
            "referrals": (1, 1), "meetings": (2, 2), "imports": (3, 3), "reports": (4, 4), "access": (0, 0),
            "outbox": (1, 1), "files": (2, 2),
            "offices": (0, 3), "unsaved": (4, 4), "accounts": (0, 4), "kit": (0, 4),
        },
        column_width=152,
    ),
    Panel(
        "Wings of consultations",
        "Wings of consultations",
        {
            "subjects": (0, 3),
            "satisfaction": (0, 0), "evaluation": (1, 2), "counter": (0, 1), "agenda": (2, 3), "booking": (1, 2),
            "people": (0, 3),
        },
        column_width=100,
        top=616,
    ),
    Panel(
        "Wings of monitoring",
        "Wings of monitoring",
        {
            "subjects": (0, 1),
            "picture": (0, 1), "desk": (0, 0), "rounds": (0, 0), "problems": (0, 0), "occupants": (1, 1),
            "register": (0, 1),
        },
        column_width=140,
        left=456,
        top=616,
    ),
)  # fmt: skip


# --- what is drawn ----------------------------------------------------------------------------------------------------


def read_layers(contract: str) -> list[list[str]]:
    """The layers of a contract, highest first, as full names; what only frameworks look for in a room is no wing."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (found,) = [one for one in tools["contracts"] if one["type"] == "layers" and one["name"].startswith(contract)]
    container = "".join(f"{one}." for one in found.get("containers", ()))
    layers = [layer for layer in found["layers"] if ":" not in layer]
    return [[container + name.strip(" ()") for name in layer.split("|")] for layer in layers]


def build_graph() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True, cache_dir=None)


def find_imports(graph: grimp.ImportGraph, names: list[str]) -> Edges:
    """Which of the packages imports which."""
    return {
        (upper, lower)
        for upper in names
        for lower in names
        if upper != lower and graph.direct_import_exists(importer=upper, imported=lower, as_packages=True)
    }


def drop_implied(edges: Edges) -> Edges:
    """Without the arrows that other arrows already lead along."""
    return {edge for edge in edges if edge[1] not in find_reachable(edge[0], edges - {edge})}


def find_reachable(start: str, edges: Edges) -> set[str]:
    reached, waiting = set[str](), [start]
    while waiting:
        following = {lower for upper, lower in edges if upper == waiting[-1]} - reached
        waiting.pop()
        reached |= following
        waiting += following
    return reached


# --- how it is drawn --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Box:
    """A room or wing in its row, over its columns."""

    name: str
    row: int
    first: int
    last: int


def place_boxes(panel: Panel, layers: list[list[str]]) -> dict[str, Box]:
    rows = {name: row for row, layer in enumerate(layers) for name in layer}
    return {name: Box(name, row, *panel.columns[name.rpartition(".")[2]]) for name, row in rows.items()}


def choose_ends(upper: Box, lower: Box, boxes: dict[str, Box]) -> tuple[float, float]:
    """In which columns an arrow begins and ends: straight down where nothing stands between, else aslant."""
    between = [box for box in boxes.values() if upper.row < box.row < lower.row]
    shared = range(max(upper.first, lower.first), min(upper.last, lower.last) + 1)
    clear = [column for column in shared if not any(box.first <= column <= box.last for box in between)]
    if clear:
        middle = (clear[0] + clear[-1]) / 2 if len(clear) == len(shared) else clear[0]
        return middle, middle
    if lower.first > upper.last:
        return upper.last + 0.25, lower.first - 0.25
    return upper.first - 0.25, lower.last + 0.25


def draw_panel(panel: Panel, graph: grimp.ImportGraph) -> Iterator[str]:
    layers = read_layers(panel.contract)
    boxes = place_boxes(panel, layers)
    yield f'<g transform="translate({panel.left} {panel.top})">'
    yield f'<text class="title" x="{MARGIN + INSET}" y="{HEAD}">{escape(panel.title)}</text>'
    for edge in sorted(drop_implied(find_imports(graph, list(boxes)))):
        yield draw_arrow(panel, boxes[edge[0]], boxes[edge[1]], boxes)
    for box in boxes.values():
        yield from draw_box(panel, box)
    yield "</g>"


def find_top(row: int) -> int:
    return HEAD + 16 + row * ROW_HEIGHT


def draw_arrow(panel: Panel, upper: Box, lower: Box, boxes: dict[str, Box]) -> str:
    start, end = (MARGIN + (column + 0.5) * panel.column_width for column in choose_ends(upper, lower, boxes))
    points = f"M{start:.0f} {find_top(upper.row) + BOX_HEIGHT} L{end:.0f} {find_top(lower.row) - 2}"
    return f'<path class="arrow" data-from="{upper.name}" data-to="{lower.name}" d="{points}"/>'


def draw_box(panel: Panel, box: Box) -> Iterator[str]:
    left = MARGIN + box.first * panel.column_width + INSET
    width = (box.last - box.first + 1) * panel.column_width - 2 * INSET
    top = find_top(box.row)
    yield f'<g data-name="{box.name}" data-row="{box.row}">'
    yield f'<rect x="{left}" y="{top}" width="{width}" height="{BOX_HEIGHT}" rx="5"/>'
    yield f'<text x="{left + width / 2:.0f}" y="{top + 22}">{box.name.rpartition(".")[2]}</text>'
    yield "</g>"


STYLE = """
text { font: 14px system-ui, sans-serif; text-anchor: middle; fill: #10243e }
.title { font-weight: 600; text-anchor: start }
rect { fill: #e8f0fb; stroke: #2b5c9e }
.ground { fill: #fff; stroke: none }
.arrow { fill: none; stroke: #5a6b80; stroke-width: 1.5; marker-end: url(#head) }
"""


def build_drawing() -> str:
    graph = build_graph()
    rows = max(len(read_layers(panel.contract)) + panel.top / ROW_HEIGHT for panel in PANELS)
    width = 2 * MARGIN + 5 * PANELS[0].column_width
    height = round(rows * ROW_HEIGHT) + HEAD + 8
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        "<title>Rooms and wings: an arrow leads from the one that imports to the one that is imported</title>",
        f"<style>{STYLE}</style>",
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 L8 4 L0 8 z" fill="#5a6b80"/></marker></defs>',
        f'<rect class="ground" width="{width}" height="{height}"/>',
        *(line for panel in PANELS for line in draw_panel(panel, graph)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(build_drawing())
    print(f"{PAGE.relative_to(ROOT)} written")
