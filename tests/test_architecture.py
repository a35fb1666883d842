"""docs/architecture.md and its drawing say what pyproject.toml orders and what the code really imports."""

import re
import tomllib
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from xml.etree import ElementTree

import grimp
import pytest
from django.conf import settings

from krs_portal.development.drawing import build_drawing, drop_implied, find_reachable
from krs_portal.rooms import PACKAGES, ROOMS

ROOT = Path(settings.BASE_DIR)
PAGE = (ROOT / "docs" / "architecture.md").read_text()
DRAWING = (ROOT / "docs" / "architecture.svg").read_text()
SVG = "{http://www.w3.org/2000/svg}"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LAYERS = {contract["name"]: contract for contract in CONTRACTS if contract["type"] == "layers"}
CONTAINERS = ("", "consultations", "monitoring")


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True, cache_dir=None)


def layers_in(container):
    """Row by row, the names that a contract orders; `admin : apps : …` are no wings but what frameworks look for."""
    (contract,) = [one for one in LAYERS.values() if one.get("containers", [""]) == [container]]
    rows = [re.sub(r"[ ()]", "", layer).split("|") for layer in contract["layers"] if ":" not in layer]
    return [{f"{container}.{name}".lstrip(".") for name in row} for row in rows]


@cache
def drawn_in(container):
    """The rows and the arrows of the drawing that are about one container."""
    names = {name for row in layers_in(container) for name in row}
    root = ElementTree.fromstring(DRAWING)  # noqa: S314 - our own
    boxes = {box.get("data-name"): int(box.get("data-row")) for box in root.iter(f"{SVG}g") if box.get("data-name")}
    arrows = {(one.get("data-from"), one.get("data-to")) for one in root.iter(f"{SVG}path") if one.get("data-from")}
    boxes = {name: row for name, row in boxes.items() if name in names}
    rows = [{name for name, row in boxes.items() if row == number} for number in sorted({*boxes.values()})]
    return rows, {arrow for arrow in arrows if arrow[0] in names}


def imports_between(graph, names):
    """Asked module by module, not package by package as the drawing asks."""

    def home_of(module):
        return next((name for name in names if module == name or module.startswith(f"{name}.")), None)

    found = ((one, other) for one in graph.modules for other in graph.find_modules_directly_imported_by(one))
    pairs = {(home_of(one), home_of(other)) for one, other in found}
    return {(upper, lower) for upper, lower in pairs if upper and lower and upper != lower}


def test_the_drawing_is_the_one_that_make_docs_draws():
    assert build_drawing() == DRAWING


@pytest.mark.parametrize("container", CONTAINERS)
def test_each_row_of_the_drawing_is_a_layer(container):
    assert drawn_in(container)[0] == layers_in(container)


@pytest.mark.parametrize("container", CONTAINERS)
def test_every_arrow_is_an_import_and_leads_down(graph, container):
    rows, arrows = drawn_in(container)
    row_of = {name: number for number, row in enumerate(rows) for name in row}

    assert arrows
    assert arrows <= imports_between(graph, row_of)
    assert all(row_of[upper] < row_of[lower] for upper, lower in arrows)


@pytest.mark.parametrize("container", CONTAINERS)
def test_every_import_is_an_arrow_or_follows_from_arrows(graph, container):
    rows, arrows = drawn_in(container)
    names = {name for row in rows for name in row}

    assert [edge for edge in imports_between(graph, names) if edge[1] not in find_reachable(edge[0], arrows)] == []


def test_an_arrow_that_follows_from_others_is_left_out():
    assert drop_implied({("a", "b"), ("b", "c"), ("a", "c"), ("a", "d")}) == {("a", "b"), ("b", "c"), ("a", "d")}


@pytest.mark.parametrize("name", ["docs/architecture.md", "README.md"])
def test_the_arrow_in_words_is_the_contract(name):
    """`a → b`, and `b | x → c`: whoever stands left of an arrow may import from what stands right of it."""
    text = (ROOT / name).read_text()
    chains = [
        [{part.strip() for part in step.split("|")} for step in found.split("→")]
        for found in re.findall(r"`([a-z |]+(?:→[a-z |]+)+)`", text)
    ]
    row_of = {one.rpartition(".")[2]: number for number, row in enumerate(layers_in("")) for one in row}
    steps = [step for chain in chains for step in pairwise(chain)]
    said = [pair for above, below in steps for pair in product(above, below)]

    assert {one for pair in said for one in pair} == set(row_of)
    assert all(row_of[upper] < row_of[lower] for upper, lower in said)


def test_the_page_lists_every_room_and_every_wing():
    listed = re.findall(r"^\| `([a-z_/]+)` \|", PAGE, re.MULTILINE)
    wings = {name for container in CONTAINERS[1:] for row in layers_in(container) for name in row}

    assert sorted(listed) == sorted(name.replace(".", "/") for name in {*ROOMS, *wings})
