"""docs/states.md: every state machine of the portal, read from the dicts that drive it.

A room's `enums.py` names such a dict `…_MOVES = {STATE: {NEXT, …}}`; services and policies use the same dict.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils import translation


def machines() -> dict[str, dict[Any, set[Any]]]:
    """`{"consultations.ATTENDANCE_MOVES": {...}}` for every room that has states."""
    found = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.enums"
        if find_spec(config.name) and find_spec(name):
            enums = import_module(name)
            found.update({f"{config.label}.{key}": getattr(enums, key) for key in dir(enums) if key.endswith("_MOVES")})
    return found


def states_page() -> str:
    """The page's text: per machine a table of states and where each may go."""
    lines = ["# States", "", "Written by `make docs` from the dicts in each `enums.py`; do not edit.", ""]
    with translation.override("id"):
        for name, moves in sorted(machines().items()):
            lines += [f"## {name}", "", "| state | shown as | may become |", "|---|---|---|"]
            for state, following in moves.items():
                after = ", ".join(sorted(following)) or "–"
                lines.append(f"| {state} | {state.label} | {after} |")
            lines.append("")
    return "\n".join(lines)
