"""Bounds outside which an amount is stored but marked as doubtful and left out of assessments until corrected.

An income of 9.000 or of 90 billion rupiah, for example.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.kit import formats

# Field → the lowest and the highest plausible amount in rupiah. 0 (nothing earned, nothing saved) is plausible.
BOUNDS = {
    "income": (100_000, 100_000_000),
    "spouse_income": (100_000, 100_000_000),
    "savings": (1_000, 5_000_000_000),
    "instalment": (10_000, 50_000_000),
}
RENT = (10_000, 10_000_000)
ARREARS = (1_000, 1_000_000_000)


def explain_doubt(value: int | None, bounds: tuple[int, int]) -> str | None:
    """Why the amount is implausible; None if it is not."""
    low, high = bounds
    if value is None or value == 0 or low <= value <= high:
        return None
    if value < low:
        return _("%(value)s terlalu kecil; mungkin ditulis dalam ribuan. Wajarnya paling sedikit %(low)s.") % {
            "value": formats.format_rupiah(value),
            "low": formats.format_rupiah(low),
        }
    return _("%(value)s terlalu besar; mungkin kelebihan nol. Wajarnya paling banyak %(high)s.") % {
        "value": formats.format_rupiah(value),
        "high": formats.format_rupiah(high),
    }


def list_doubted_fields(values: Mapping[str, Any]) -> list[str]:
    """The fields whose value is implausible."""
    return [field for field, bounds in BOUNDS.items() if explain_doubt(values.get(field), bounds)]
