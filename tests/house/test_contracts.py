"""What each module may import is said by a contract, for nine tenths of every room's lines.

The arrow between rooms and the order of wings say it for a whole room; here only what names a module inside it counts.
Below all rooms stands the kit, of which the arrow says all: it imports none of them.
"""

import tomllib
from functools import cache
from pathlib import Path

import grimp
import pytest
from django.conf import settings

from krs_portal.rooms import PACKAGES, ROOMS

ROOT = Path(settings.BASE_DIR)
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
SHARE = 0.9


@cache
def build_graph():
    return grimp.build_graph(*PACKAGES, cache_dir=None)


@cache
def list_named_modules():
    """The modules of which a contract says what they may not import, and what lies in them."""
    graph = build_graph()
    expressions = {
        each for contract in CONTRACTS if contract["type"] == "forbidden" for each in contract["source_modules"]
    }
    found = {module for each in expressions if "*" in each for module in graph.find_matching_modules(each)}
    return found | {below for module in found for below in graph.find_descendants(module)}


def count_lines(module):
    path = ROOT.joinpath(*module.split("."))
    return len((path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text().splitlines())


@pytest.mark.parametrize("room", ROOMS[1:])
def test_contracts_name_nine_tenths_of_a_room(room):
    lines = {each: count_lines(each) for each in build_graph().find_descendants(room) if ".migrations" not in each}
    unnamed = {each: lines[each] for each in lines.keys() - list_named_modules()}

    assert sum(unnamed.values()) <= (1 - SHARE) * sum(lines.values()), sorted(unnamed, key=unnamed.get, reverse=True)
