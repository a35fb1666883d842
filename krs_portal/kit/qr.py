"""A QR code as an SVG of plain attributes: no style, no script, no imaging library.

Under one mask, each bit of a text turns the same squares over, whatever its other bits are: error correction is
linear. So the library draws the first text of a length and, once for each bit, what that bit turns; every further text
is put together from these in a twentieth of the time.
"""

from functools import cache, lru_cache
from itertools import groupby

import segno
from django.utils.safestring import SafeString, mark_safe

MASK = 3  # any of the eight can be read; to weigh them all takes longer than the rest of a page
SCALE = 3
DIGITS = bytes.maketrans(b"\0\1", b"01")
_first: dict[int, bytes] = {}  # the first text of each length


@lru_cache(256)
def svg(address: str) -> SafeString:
    """Of an address, which is ASCII."""
    side, rows = squares(address.encode("ascii"))
    strokes = _strokes()
    path = "".join(f"M0 {y}.5{''.join([strokes[eight] for eight in row])}" for y, row in enumerate(rows))
    size = side * SCALE
    drawn = f'<svg viewBox="0 0 {size} {size}"><path transform="scale({SCALE})" stroke="#000" d="{path}"/></svg>'
    return mark_safe(drawn)  # the text is inside it as squares only


def squares(text: bytes) -> tuple[int, list[bytes]]:
    """How many squares a side has, and the rows, eight squares a byte; beyond the side all is white."""
    first = _first.setdefault(len(text), text)
    side, dark = _drawn(first)
    bits = int.from_bytes(text) ^ int.from_bytes(first)
    while bits:
        lowest = bits & -bits
        dark ^= _turned(len(text), lowest)
        bits ^= lowest
    width = -(-side // 8)
    rows = dark.to_bytes(width * side)
    return side, [rows[at : at + width] for at in range(0, len(rows), width)]


@cache
def _turned(length: int, bit: int) -> int:
    first = _first[length]
    other = int.from_bytes(first) ^ bit
    return _drawn(first)[1] ^ _drawn(other.to_bytes(length))[1]


@lru_cache(16)
def _drawn(text: bytes) -> tuple[int, int]:
    """By the library: the side, and all rows as one number."""
    code = segno.make(text.decode("latin-1"), error="m", mask=MASK, mode="byte", micro=False)
    side = len(code.matrix)
    width = -(-side // 8)
    rows = [int(row.translate(DIGITS), 2) << (width * 8 - side) for row in code.matrix]
    return side, int.from_bytes(b"".join(row.to_bytes(width) for row in rows))


@cache
def _strokes() -> list[str]:
    """Each eight squares as lines and gaps, from the left edge of the first to the right edge of the last."""
    return ["".join(_runs(f"{eight:08b}")) for eight in range(256)]


def _runs(squares: str) -> list[str]:
    runs = [(digit, len(list(run))) for digit, run in groupby(squares)]
    return [f"h{length}" if digit == "1" else f"m{length} 0" for digit, length in runs]
