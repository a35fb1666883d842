"""What is drawn is square for square what the library made, whatever the address."""

import re

import pytest
import segno

from krs_portal.kit import qr

TEXTS = [
    "https://krs.example.go.id/janji/KRS-7F3KQ2P/",
    "https://krs.example.go.id/janji/KRS-ZZZZZZZ/",
    "https://krs.example.go.id/janji/KRS-2222222/",
    "http://a/~",
    "HTTP://B/0",
    "https://krs.example.go.id/" + "x" * 180,
    "https://krs.example.go.id/" + "0" * 180,
]


def squares_of(drawing):
    """Each row of an SVG as the set of its dark squares."""
    rows = re.findall(r"M0 (\d+)\.5([^M\"]*)", drawing)
    found = set()
    for y, strokes in rows:
        x = 0
        for step, length in re.findall(r"([hm])(\d+)", strokes):
            found |= {(x + n, int(y)) for n in range(int(length))} if step == "h" else set()
            x += int(length)
    return found


@pytest.mark.parametrize("text", TEXTS)
def test_a_drawing_is_square_for_square_the_librarys(text):
    theirs = segno.make(text, error="m", mask=qr.MASK, micro=False).matrix

    drawing = qr.draw_qr(text)

    assert squares_of(drawing) == {(x, y) for y, row in enumerate(theirs) for x, dark in enumerate(row) if dark}
    assert f'viewBox="0 0 {len(theirs) * qr.SCALE} ' in drawing
