"""The short code of a revision: printed on its paper, scanned and typed."""

from krs_portal.kit import codes

HALF = 5


def new_code() -> str:
    return codes.group_code(codes.make_code(2 * HALF), HALF)


def normalise_code(typed: str) -> str:
    return codes.normalise_code(typed, HALF)
