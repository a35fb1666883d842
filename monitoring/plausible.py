"""What can hardly be right, but is kept: an income of 9.000 or 90 billion waits for a correction, counted apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.kit import formats

# Field → the least and the most that is believed, in rupiah; 0 (nothing earned, nothing saved) always is.
BOUNDS = {
    "income": (100_000, 100_000_000),
    "spouse_income": (100_000, 100_000_000),
    "savings": (1_000, 5_000_000_000),
    "instalment": (10_000, 50_000_000),
}
RENT = (10_000, 10_000_000)
ARREARS = (1_000, 1_000_000_000)


def doubt(value: int | None, bounds: tuple[int, int]) -> str | None:
    """Why the amount can hardly be right."""
    low, high = bounds
    if value is None or value == 0 or low <= value <= high:
        return None
    if value < low:
        return _("%(value)s terlalu kecil; mungkin ditulis dalam ribuan. Wajarnya paling sedikit %(low)s.") % {
            "value": formats.rupiah(value),
            "low": formats.rupiah(low),
        }
    return _("%(value)s terlalu besar; mungkin kelebihan nol. Wajarnya paling banyak %(high)s.") % {
        "value": formats.rupiah(value),
        "high": formats.rupiah(high),
    }


def doubts(values: Mapping[str, Any]) -> list[str]:
    """The fields whose value is kept with a doubt."""
    return [field for field, bounds in BOUNDS.items() if doubt(values.get(field), bounds)]
