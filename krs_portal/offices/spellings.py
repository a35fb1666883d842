"""Names of regions as people write them, taken apart: "kab.bandung", "semarang kota", "Bandung, Jawa Barat"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Lower

from krs_portal.offices.enums import RegionKind

VILLAGE = "VILLAGE"
KIND_WORDS = {
    "kab": RegionKind.KABUPATEN, "kabupaten": RegionKind.KABUPATEN, "kota": RegionKind.KOTA,
    "kotamadya": RegionKind.KOTA, "kodya": RegionKind.KOTA, "prov": RegionKind.PROVINCE,
    "provinsi": RegionKind.PROVINCE, "propinsi": RegionKind.PROVINCE, "kec": RegionKind.KECAMATAN,
    "kecamatan": RegionKind.KECAMATAN, "desa": VILLAGE, "ds": VILLAGE, "kel": VILLAGE, "kelurahan": VILLAGE,
}  # fmt: skip
SILENT_WORDS = frozenset({"administrasi", "adm", "republik", "indonesia"})
LONG_WORDS = {"kep": "kepulauan", "kepul": "kepulauan"}


@dataclass(frozen=True)
class WrittenName:
    """The words of a name, the kind of region before or after them ("" where none is named), and what lies around."""

    words: tuple[str, ...]
    kind: str = ""
    around: tuple[str, ...] = ()  # joined names, as they stood after commas

    @property
    def key(self) -> str:
        return "".join(self.words)

    def list_readings(self) -> list[tuple[str, str]]:
        """A name, and the name of what lies around it: "", or the words at the end ("Bandung Jawa Barat")."""
        places = range(1, len(self.words))
        return [(self.key, ""), *(("".join(self.words[:place]), "".join(self.words[place:])) for place in places)]


def read_name(text: str) -> list[WrittenName]:
    """How the text may be meant: with its kind set apart, and as a whole ("Kota Baru" is the name of Kotabaru, too)."""
    here, *around = text.split(",")
    keys = tuple("".join(words) for _kind, words in map(read_words, around) if words)
    kind, words = read_words(here)
    apart, whole = WrittenName(tuple(words), kind, keys), WrittenName(tuple(read_all_words(here)), "", keys)
    return [name for name in dict.fromkeys([apart, whole]) if name.words]


def read_words(text: str) -> tuple[str, list[str]]:
    """The kind of region that the words name, and the words without it."""
    words = read_all_words(text)
    if len(words) > 1 and (kind := KIND_WORDS.get(words[0])):
        return kind, words[1:]
    if len(words) > 1 and (kind := KIND_WORDS.get(words[-1])):
        return kind, words[:-1]
    return "", words


def read_all_words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).casefold()
    words = [LONG_WORDS.get(word, word) for word in re.findall(r"[a-z0-9]+", plain)]
    return [word for word in words if word not in SILENT_WORDS]


def join_name_column() -> models.GeneratedField:
    """The name as it is looked for: small letters and digits alone."""
    letters = Func(Lower(F("name")), Value("[^a-z0-9]+"), Value(""), Value("g"), function="regexp_replace")
    return models.GeneratedField(expression=letters, output_field=models.CharField(max_length=100), db_persist=True)
