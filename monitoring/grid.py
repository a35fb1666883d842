"""Where a kab/kota's tile lies in the drawing of its province: by hand where somebody drew it, else in rows by code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

WIDE = 8  # tiles in a row where nobody has drawn the province
DRAWN = {
    "33.20": (7, 0),
    "33.29": (0, 1), "33.76": (1, 1), "33.27": (2, 1), "33.75": (3, 1), "33.25": (4, 1), "33.24": (5, 1),
    "33.74": (6, 1), "33.21": (7, 1), "33.19": (8, 1), "33.18": (9, 1), "33.17": (10, 1),
    "33.28": (1, 2), "33.26": (3, 2), "33.23": (5, 2), "33.22": (6, 2), "33.15": (8, 2), "33.16": (10, 2),
    "33.02": (1, 3), "33.03": (2, 3), "33.04": (3, 3), "33.07": (4, 3), "33.71": (5, 3), "33.73": (6, 3),
    "33.09": (7, 3), "33.14": (8, 3),
    "33.01": (0, 4), "33.05": (3, 4), "33.06": (4, 4), "33.08": (5, 4), "33.10": (6, 4), "33.72": (7, 4),
    "33.13": (8, 4),
    "33.11": (7, 5), "33.12": (8, 5),
}  # fmt: skip


def positions(codes: Iterable[str]) -> Mapping[str, tuple[int, int]]:
    """Column and row of each kab/kota code."""
    wanted = sorted(set(codes))
    if all(code in DRAWN for code in wanted):
        return {code: DRAWN[code] for code in wanted}
    return {code: (place % WIDE, place // WIDE) for place, code in enumerate(wanted)}


def short(name: str) -> str:
    """A name that fits a tile."""
    return name if len(name) <= 7 else f"{name[:6]}."
