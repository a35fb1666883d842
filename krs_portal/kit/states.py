"""docs/states.md: every state machine of the portal, read from the dicts that drive it.

The `enums.py` of a room or a wing names such a dict `…_MOVES = {STATE: {NEXT, …}}`; services and policies use it, too.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from django.apps import apps
from django.utils import translation


def list_state_machines() -> dict[str, dict[Any, set[Any]]]:
    """`{"consultations.ATTENDANCE_MOVES": {...}}` for every room that has states."""
    return {
        f"{label}.{key}": getattr(enums, key)
        for label, enums in list_enum_modules()
        for key in dir(enums)
        if key.endswith("_MOVES")
    }


def list_enum_modules() -> Iterator[tuple[str, ModuleType]]:
    """Each room's label with each `enums` module in it, those of its wings included."""
    for config in apps.get_app_configs():
        folder = Path(config.path)
        for file in sorted(folder.rglob("enums.py")):
            within = ".".join(file.relative_to(folder).with_suffix("").parts)
            yield config.label, import_module(f"{config.name}.{within}")


def build_states_page() -> str:
    """The page's text: per machine a table of states and where each may go."""
    lines = ["# States", "", "Written by `make docs` from the dicts in each `enums.py`; do not edit.", ""]
    with translation.override("id"):
        for name, moves in sorted(list_state_machines().items()):
            lines += [f"## {name}", "", "| state | shown as | may become |", "|---|---|---|"]
            for state, following in moves.items():
                after = ", ".join(sorted(following)) or "–"
                lines.append(f"| {state} | {state.label} | {after} |")
            lines.append("")
    return "\n".join(lines)
