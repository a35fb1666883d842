"""Reads coordinates as people write them: decimals or degrees, comma or dot, either order, confused letters."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.imports.values import InvalidCell, Parse, UnreadableCell, is_blank_cell, quote_cell
from krs_portal.kit.words import squeeze_spaces

INDONESIA = (-11.5, 6.5, 94.5, 141.5)  # south, north, west, east
OK, NEEDS_CHECK = "OK", "NEEDS_CHECK"
LETTER = r"(?<![a-z])(LU|LS|BT|BB|[NSEWU])(?![a-z])"
DECIMAL = re.compile(r"[-−]?\d+(?:[.,]\d+)?(?![\d.,]*e\+)", re.IGNORECASE)
DEGREES = re.compile(
    r"([-−]?\d+(?:[.,]\d+)?)\s*[°º˚]\s*(?:(\d+(?:[.,]\d+)?)\s*['′’`])?\s*(?:(\d+(?:[.,]\d+)?)\s*(?:\"|″|”|''|’’)?)?"
)
NORTH_SOUTH = {"LU": 1, "N": 1, "U": 1, "LS": -1, "S": -1}
EAST_WEST = {"BT": 1, "E": 1, "BB": -1, "W": -1}


def build_coordinates_parser() -> Parse:
    """`{"latitude", "longitude", "quality": OK | NEEDS_CHECK, "note"}`; the note says what was guessed."""

    def parse(raw: Any) -> dict[str, Any] | None:
        if is_blank_cell(raw) or raw == 0:
            return None
        written = squeeze_spaces(str(raw))
        numbers = [*read_degrees(written)] if re.search("[°º˚]", written) else [*read_decimals(written)]
        places = [number for number in numbers if abs(number) > 90] + [n for n in numbers if abs(n) <= 90]
        if len(numbers) < 2 or len([n for n in numbers if 94 <= abs(n) <= 142]) != 1 or abs(places[1]) > 90:
            raise UnreadableCell(
                _("Titik koordinat “%s” tidak terbaca; tulis lintang lalu bujur, seperti -7.2575, 112.7521.")
                % quote_cell(raw)
            )
        return resolve_coordinates(written, numbers)

    return parse


def read_degrees(written: str):
    for found in DEGREES.finditer(written):
        whole, minutes, seconds = (float((part or "0").replace(",", ".").replace("−", "-")) for part in found.groups())
        if minutes < 60 and seconds < 60:
            size = abs(whole) + minutes / 60 + seconds / 3600
            yield round(-size if found[1][0] in "-−" else size, 7)


def read_decimals(written: str):
    for found in DECIMAL.findall(written):
        yield float(found.replace(",", ".").replace("−", "-"))


def resolve_coordinates(written: str, numbers: list[float]) -> dict[str, Any]:
    """Decide which number is the latitude by its size; the letters (LU/LS/BT/BB) give the sign.

    Raises InvalidCell outside Indonesia.
    """
    notes = []
    at = next(place for place, number in enumerate(numbers) if abs(number) >= 94)
    longitude = abs(numbers[at])
    latitude = next(number for place, number in enumerate(numbers) if place != at)
    letters = [letter.upper() for letter in re.findall(LETTER, written, re.IGNORECASE)]
    if at == 0:
        notes.append(_("bujur tertulis lebih dahulu"))
    if len(numbers) > 2:
        notes.append(_("ada angka lebih"))
    if len(letters) == 2 and (letters[at] in NORTH_SOUTH or letters[1 - at] in EAST_WEST):
        notes.append(_("huruf mata angin tertukar"))
    if sign := next((NORTH_SOUTH[letter] for letter in letters if letter in NORTH_SOUTH), 0):
        latitude = sign * abs(latitude)
    south, north, west, east = INDONESIA
    if north < latitude <= -south:
        latitude = -latitude
        notes.append(_("tanda lintang selatan ditambahkan"))
    if not (south <= latitude <= north and west <= longitude <= east):
        raise InvalidCell(_("Titik koordinat “%s” berada di luar Indonesia.") % quote_cell(written))
    if "valid" in written.casefold():
        notes.append(_("ditandai perlu validasi"))
    if round(latitude, 2) == latitude or round(longitude, 2) == longitude:
        notes.append(_("kurang teliti"))
    return {
        "latitude": latitude,
        "longitude": longitude,
        "quality": NEEDS_CHECK if notes else OK,
        "note": ", ".join(notes),
    }
