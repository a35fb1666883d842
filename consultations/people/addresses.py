"""The normal form of an address, by which a house is found however its address is spelled.

It is made so: lower case, no accents and no punctuation; letters and digits apart ("12A" is "12 a"); numbers without
leading zeros; the words of the table below in their long form, "No." left out, "RT/RW 03/05" as "rt 3 rw 5"; without a
postal code at the end; without the name of the house's own region at the end, for that stands beside the address.
"Jl. Melati No.03 RT 02/RW.5, Kota Semarang" and "Jalan Melati 3 rt02 rw05" both become "jalan melati 3 rt 2 rw 5".
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

LONG = {
    "jl": "jalan", "jln": "jalan", "jaln": "jalan", "gg": "gang", "gng": "gang", "blk": "blok", "perum": "perumahan",
    "prm": "perumahan", "komp": "kompleks", "komplek": "kompleks", "kp": "kampung", "kamp": "kampung", "dsn": "dusun",
    "dk": "dukuh", "ds": "desa", "kel": "kelurahan", "kec": "kecamatan", "lt": "lantai", "ii": "2", "iii": "3",
    "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9",
}  # fmt: skip
NUMBER_WORDS = frozenset({"no", "nmr", "nomor", "nomer", "num"})
KIND_WORDS = frozenset({"kab", "kabupaten", "kota", "kotamadya", "kodya"})
# Whose number is no house's.
NUMBERED = frozenset({
    "rt", "rw", "km", "dusun", "dukuh", "kampung", "desa", "gang", "lingkungan", "banjar", "kelurahan", "kecamatan",
})  # fmt: skip
LONGEST_KEY = 400
WORD = re.compile(r"[a-z]+|\d+")


def normalise_address(address: str, region: str = "") -> str:
    """The normal form; `region` is the name of the kab/kota in which the house stands, without its kind."""
    words = [LONG.get(word, word) for word in split_words(address)]
    words = spell_neighbourhood(words)
    words = [word for place, word in enumerate(words) if not is_number_word(words, place)]
    return " ".join(drop_region(drop_postal_code(words), split_words(region)))[:LONGEST_KEY]


def split_words(text: str) -> list[str]:
    """Words and numbers, lower case; a number without its leading zeros."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return [word.lstrip("0") or "0" if word.isdigit() else word for word in WORD.findall(plain)]


def spell_neighbourhood(words: list[str]) -> list[str]:
    """ "rt rw 3 5", in whichever way it was written, as "rt 3 rw 5"."""
    found = list(words)
    for place in range(len(found) - 3):
        names, numbers = found[place : place + 2], found[place + 2 : place + 4]
        if names == ["rt", "rw"] and all(number.isdigit() for number in numbers):
            found[place : place + 4] = ["rt", numbers[0], "rw", numbers[1]]
    return found


def is_number_word(words: list[str], place: int) -> bool:
    """Whether this is the "No." of a number: with or without it an address is the same."""
    following = words[place + 1] if place + 1 < len(words) else ""
    return words[place] in NUMBER_WORDS and (following.isdigit() or len(following) == 1)


def drop_postal_code(words: list[str]) -> list[str]:
    if len(words) > 1 and words[-1].isdigit() and len(words[-1]) == 5:
        words = words[:-1]
        while words and words[-1] in ("kode", "pos", "kodepos"):
            words = words[:-1]
    return words


def drop_region(words: list[str], region: list[str]) -> list[str]:
    """Without the region's name at the end, with or without "Kab." or "Kota" before it."""
    if not region or len(words) <= len(region) or words[-len(region) :] != region:
        return words
    left = words[: -len(region)]
    return left[:-1] if len(left) > 1 and left[-1] in KIND_WORDS else left


def has_house_number(address: str) -> bool:
    """Whether the address names one house. "RT 3 RW 5" is a neighbourhood of dozens, and so is a numbered hamlet."""
    words = normalise_address(address).split()
    return any(
        word.isdigit() and words[place - 1] not in NUMBERED if place else word.isdigit()
        for place, word in enumerate(words)
    )


def have_compatible_numbers(one: str, other: str) -> bool:
    """Whether two normal forms may be one house: all numbers of one stand in the other, and there is one."""
    few, many = sorted((count_numbers(one), count_numbers(other)), key=Counter.total)
    return bool(few) and few <= many if many else True


def count_numbers(key: str) -> Counter[str]:
    return Counter(word for word in key.split() if word.isdigit())
