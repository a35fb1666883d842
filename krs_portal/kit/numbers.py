"""Calculations that must give the same result everywhere."""

from decimal import ROUND_HALF_UP, Decimal

HUNDREDTH = Decimal("0.01")
LARGEST_KEY = 2**63 - 1  # what PostgreSQL holds in a bigint; it refuses to compare with more


def read_number(text: str, low: int, high: int) -> int | None:
    """A whole number that somebody sent, if it is one from `low` to `high`.

    Too many digits are refused before `int`, which raises ValueError beyond 4.300 of them.
    """
    text = text.strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(high))):
        return None
    return number if low <= (number := int(text)) <= high else None


def read_key(text: str) -> int:
    """The key of a row that somebody sent; 0, which is no row's key, where it is none."""
    return read_number(text, 0, LARGEST_KEY) or 0


def compute_percent(part: int | None, whole: int | None) -> Decimal | None:
    """`part` of `whole` in percent, to two places, half up; None where there is nothing to divide by."""
    if part is None or not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(HUNDREDTH, ROUND_HALF_UP)
