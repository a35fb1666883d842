"""Parsers for cells as people here write them. Each returns plain JSON or raises `InvalidCell` with a sentence.

Each function builds a parser for one kind of cell. A parser receives text, a number or a boolean (days arrive as ISO
text); a blank cell gives None. Parsers of days and years are in `days`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.kit import formats
from krs_portal.kit.words import squeeze_spaces

Parse = Callable[[Any], Any]
BLANKS = frozenset({"", "-", "--", "–", "—", "?", "n/a", "na", "tidak diketahui", "belum diketahui"})
ERRORS = frozenset({"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
NOT_CALCULATED = "#RUMUS"  # a formula whose value the file does not hold
TIMES = {"ribu": 10**3, "rb": 10**3, "juta": 10**6, "jt": 10**6, "miliar": 10**9, "milyar": 10**9, "m": 10**9}
NUMBER = re.compile(r"([-−]?)\s*([\d.,]+)\s*(%|[a-z]+)?\.?")
LARGEST = 10**15  # beyond it a cell's number is not exact any more


class InvalidCell(ValueError):
    """The cell's value cannot be taken; the message is for the person who wrote it."""


class UnreadableCell(InvalidCell):
    """Nothing can be made of the cell. Where a column may be empty, the row goes on without it, and says so."""


def is_blank_cell(raw: Any) -> bool:
    return raw is None or (isinstance(raw, str) and (not raw or raw.strip().lower() in BLANKS))


def normalise_text(text: Any) -> str:
    """Normalise a word for comparison: case, accents, punctuation and spaces are ignored."""
    plain = unicodedata.normalize("NFKD", str(text)).casefold()
    return squeeze_spaces(re.sub(r"[^a-z0-9%]+", " ", plain))


def quote_cell(raw: Any) -> str:
    """The cell's text, shortened to fit into a sentence."""
    written = str(raw).strip()
    return written if len(written) <= 60 else written[:57] + "…"


def build_text_parser(*, longest: int = 300) -> Parse:
    def parse(raw: Any) -> str | None:
        if is_blank_cell(raw):
            return None
        written = raw if isinstance(raw, str) else format_cell(raw)
        if not written.isascii() or not written.isprintable() or "  " in written or written != written.strip():
            kept = "".join(letter if letter.isprintable() else " " for letter in written)
            written = squeeze_spaces(kept)
        if len(written) > longest:
            raise InvalidCell(
                _("Terlalu panjang: %(length)d huruf, paling banyak %(longest)d.")
                % {"length": len(written), "longest": longest}
            )
        return written

    return parse


def drop_float_tail(raw: Any) -> Any:
    """A number that a program wrote as text with a decimal: `81234567890.0` is 81234567890, `17.0` is 17."""
    if isinstance(raw, str) and raw.endswith(".0") and raw[:-2].isascii() and raw[:-2].isdigit():
        return raw[:-2]
    return raw


def format_cell(raw: Any) -> str:
    """A cell as its writer sees it: 36.0 as "36", a missing one as ""."""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return "" if raw is None else str(raw)


def read_number(raw: Any) -> float | int:
    """Read `1.806`, `82,34`, `Rp 35.000.000,-`, `1,5 juta`, `12.5`. A dot before three digits separates thousands."""
    value = parse_number(raw)
    if not -LARGEST < value < LARGEST:
        raise InvalidCell(_("“%s” terlalu besar untuk sebuah angka.") % quote_cell(raw))
    return value


def parse_number(raw: Any) -> float | int:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return int(raw) if isinstance(raw, float) and raw.is_integer() else raw
    written = re.sub(r"^rp\.?|,-+$|\s+unit$", "", str(raw).strip().casefold()).strip()
    found = NUMBER.fullmatch(written)
    if not found or (found[3] and found[3] != "%" and found[3] not in TIMES):
        raise UnreadableCell(_("“%s” bukan angka.") % quote_cell(raw))
    digits = found[2].rstrip(".,")
    if re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?", digits) or (digits.count(",") == 1 and "." not in digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", digits):
        digits = digits.replace(",", "")
    try:
        value = float(digits) if "." in digits else int(digits)
    except ValueError:
        raise UnreadableCell(_("“%s” bukan angka.") % quote_cell(raw)) from None
    value *= TIMES.get(found[3] or "", 1)
    value = round(value, 6) if isinstance(value, float) else value
    return -value if found[1] else int(value) if isinstance(value, float) and value.is_integer() else value


def build_amount_parser(*, low: float | None = None, high: float | None = None, zero_is_unknown: bool = False) -> Parse:
    """Parser for a number that may have decimals."""

    def parse(raw: Any) -> float | int | None:
        if is_blank_cell(raw):
            return None
        value = read_number(raw)
        if value == 0 and zero_is_unknown:
            return None
        if (low is not None and value < low) or (high is not None and value > high):
            raise InvalidCell(describe_limits(value, low, high))
        return value

    return parse


def describe_limits(value: float, low: float | None, high: float | None) -> str:
    if high is None:
        return _("%(value)s terlalu kecil; paling sedikit %(low)s.") % {
            "value": format_limit(value),
            "low": format_limit(low),
        }
    if low is None:
        return _("%(value)s terlalu besar; paling banyak %(high)s.") % {
            "value": format_limit(value),
            "high": format_limit(high),
        }
    return _("%(value)s di luar batas %(low)s sampai %(high)s.") % {
        "value": format_limit(value), "low": format_limit(low), "high": format_limit(high),
    }  # fmt: skip


def format_limit(value: float | None) -> str:
    return formats.format_decimals(value, 0 if value is None or float(value).is_integer() else 2)


def build_count_parser(*, low: int | None = 0, high: int | None = None, zero_is_unknown: bool = False) -> Parse:
    """Parser for a whole number."""
    number = build_amount_parser(low=low, high=high, zero_is_unknown=zero_is_unknown)

    def parse(raw: Any) -> int | None:
        value = number(raw)
        if isinstance(value, float):
            raise InvalidCell(_("%s bukan bilangan bulat.") % format_limit(value))
        return value

    return parse


def build_percentage_parser() -> Parse:
    """Parser for a percentage in points: `82,34 %`, `82,34` and the fraction `0,8234` give 82.34."""

    def parse(raw: Any) -> float | int | None:
        if is_blank_cell(raw):
            return None
        value = read_number(raw)
        if not (isinstance(raw, str) and "%" in raw) and 0 <= value <= 1:
            value = round(value * 100, 4)
        if not 0 <= value <= 100:
            raise InvalidCell(_("%s bukan persentase antara 0 dan 100.") % format_limit(value))
        return int(value) if isinstance(value, float) and value.is_integer() else value

    return parse


def build_digits_parser(length: int) -> Parse:
    """Parser for a number used as an identifier (account or identity number): exactly `length` digits, kept as text."""

    def parse(raw: Any) -> str | None:
        if is_blank_cell(raw):
            return None
        if isinstance(raw, int | float) and raw >= 10**15:
            raise InvalidCell(_("Tersimpan sebagai angka, sehingga angka terakhirnya hilang; tulis sebagai teks."))
        written = re.sub(r"[\s.\-']", "", format_cell(raw))
        if not (written.isascii() and written.isdigit()):
            raise UnreadableCell(_("Hanya boleh berisi angka."))
        if len(written) != length:
            raise InvalidCell(
                _("Harus %(length)d angka; yang tertulis %(count)d.") % {"length": length, "count": len(written)}
            )
        return written

    return parse


def build_choice_parser(options: Mapping[str, Sequence[str]], *, zero_is_unknown: bool = False) -> Parse:
    """Parser for one of `{code: (spellings, …)}`; spaces, dots and case do not matter."""
    known = {normalise_text(word): code for code, words in options.items() for word in (code, *words)}

    def parse(raw: Any) -> str | None:
        if is_blank_cell(raw) or (zero_is_unknown and raw in (0, "0")):
            return None
        code = known.get(normalise_text(format_cell(raw)))
        if code is None:
            named = ", ".join(words[0] if words else code for code, words in options.items())
            raise UnreadableCell(
                _("“%(written)s” tidak dikenal; pilihannya: %(known)s.") % {"written": quote_cell(raw), "known": named}
            )
        return code

    return parse


def build_yes_no_parser(*, yes: Sequence[str] = (), no: Sequence[str] = ()) -> Parse:
    known = build_choice_parser(
        {
            "yes": ("ya", "y", "v", "ada", "sudah", "sdh", "true", "1", *yes),
            "no": ("tidak", "tdk", "t", "x", "belum", "blm", "false", "0", *no),
        }
    )

    def parse(raw: Any) -> bool | None:
        if isinstance(raw, bool):
            return raw
        if is_blank_cell(raw):
            return None
        return known(raw) == "yes"

    return parse


def build_region_name_parser() -> Parse:
    """Parser for a kabupaten or kota, normalised to `kab gresik`. `regions.load_region_codes` gives their codes."""

    def parse(raw: Any) -> str | None:
        if is_blank_cell(raw):
            return None
        name = re.sub(r"^(kabupaten|kab)\b", "kab", normalise_text(raw))
        name = re.sub(r"^(kota(madya)?|kodya)\b( administrasi\b| adm\b)?", "kota", name)
        if not name:
            raise UnreadableCell(_("“%s” bukan nama wilayah.") % quote_cell(raw))
        return name

    return parse


def read_iso_day(text: str | None) -> date | None:
    """The day that `build_day_parser` wrote down as text."""
    return date.fromisoformat(text) if text else None
