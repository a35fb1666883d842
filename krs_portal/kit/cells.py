"""Text that stays text: a cell that begins like a formula must not become one when somebody opens the file."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def begins_like_a_formula(text: str) -> bool:
    """In a workbook such a cell is written as a string with a quote prefix, which changes nothing of what it says."""
    return text.startswith(FORMULA_STARTS)


def neutral(text: str) -> str:
    """For CSV, where only a mark before it helps."""
    return "'" + text if begins_like_a_formula(text) else text
