"""Names as they are compared, and as they are found while somebody types.

The key of a name is its normal form and, behind a bar, its sketch: "budi santoso| bd snts". The normal form is lower
case, without accents, punctuation and the courtesy before it. The sketch keeps of each word the letters that survive
misspelling: no vowels, no doubled letters, old spelling as new. So "Soesanto", "Susanta" and "Susanto" have one sketch.
"""

from __future__ import annotations

import re
import unicodedata

COURTESY = frozenset({
    "bapak", "bpk", "bp", "pak", "ibu", "bu", "sdr", "sdri", "saudara", "saudari", "mas", "mbak", "h", "hj", "haji",
    "hajah", "ir", "drs", "dra", "dr", "tn", "ny", "nn",
})  # fmt: skip
LONGEST_NAME_KEY = 280
WORD = re.compile(r"[a-z0-9]+")
# Old spelling and letters that are heard alike, in this order.
HEARD_AS = (
    ("oe", "u"), ("dj", "j"), ("tj", "c"), ("ch", "h"), ("kh", "h"), ("sj", "s"), ("sy", "s"), ("f", "p"),
    ("v", "p"), ("z", "s"), ("q", "k"), ("x", "ks"),
)  # fmt: skip
SILENT = re.compile(r"[aeiouy]")
DOUBLED = re.compile(r"(.)\1+")


def normalise_name(name: str) -> str:
    """ "Bpk. Agus  Setiawan, S.T." as "agus setiawan s t"; a name that is all courtesy stays."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    words = WORD.findall(plain.replace("'", "").replace("’", ""))
    while len(words) > 1 and words[0] in COURTESY:
        words = words[1:]
    return " ".join(words)


def sketch_word(word: str) -> str:
    """The letters of a word that survive misspelling; its first one among them."""
    for written, heard in HEARD_AS:
        word = word.replace(written, heard)
    word = word[:1] + SILENT.sub("", word[1:])
    return DOUBLED.sub(r"\1", word[:1] + word[1:].removesuffix("h"))


def build_name_key(name: str) -> str:
    normal = normalise_name(name)
    return f"{normal}|{''.join(f' {sketch_word(word)}' for word in normal.split())}"[:LONGEST_NAME_KEY]
