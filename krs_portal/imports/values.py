"""What stands in a cell, as people write it here, made into plain JSON or refused with a sentence.

Each function makes a parser for one kind of cell. A parser gets text, a number or a truth value (days arrive as ISO
text) and answers plain JSON; nothing written is `None`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.kit import formats

Parse = Callable[[Any], Any]
BLANKS = frozenset({"", "-", "--", "–", "—", "?", "n/a", "na", "tidak diketahui", "belum diketahui"})
ERRORS = frozenset({"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
NOT_CALCULATED = "#RUMUS"  # a formula whose value the file does not hold
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan", "februari feb pebruari peb", "maret mar", "april apr", "mei may", "juni jun", "juli jul",
            "agustus agu agt ags aug", "september sep sept", "oktober okt oct", "november nov nopember nop",
            "desember des dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
TIMES = {"ribu": 10**3, "rb": 10**3, "juta": 10**6, "jt": 10**6, "miliar": 10**9, "milyar": 10**9, "m": 10**9}
NUMBER = re.compile(r"([-−]?)\s*([\d.,]+)\s*(%|[a-z]+)?\.?")
LARGEST = 10**15  # beyond it a cell's number is not exact any more
EXCEL_BEGAN = date(1899, 12, 30)


class Wrong(ValueError):
    """The cell cannot be what it should be; the message is for the person who wrote it."""


def is_blank(raw: Any) -> bool:
    return raw is None or (isinstance(raw, str) and (not raw or raw.strip().lower() in BLANKS))


def normal(text: Any) -> str:
    """How two writings of one word are compared: `Kab. Gresik ` and `KAB GRESIK` are one."""
    plain = unicodedata.normalize("NFKD", str(text)).casefold()
    return " ".join(re.sub(r"[^a-z0-9%]+", " ", plain).split())


def quoted(raw: Any) -> str:
    """What was written, short enough for a sentence."""
    written = str(raw).strip()
    return written if len(written) <= 60 else written[:57] + "…"


def text(*, longest: int = 300) -> Parse:
    def parse(raw: Any) -> str | None:
        if is_blank(raw):
            return None
        written = raw if isinstance(raw, str) else as_written(raw)
        if not written.isascii() or not written.isprintable() or "  " in written or written != written.strip():
            kept = "".join(letter if letter.isprintable() else " " for letter in written)
            written = " ".join(kept.split())
        if len(written) > longest:
            raise Wrong(
                _("Terlalu panjang: %(length)d huruf, paling banyak %(longest)d.")
                % {"length": len(written), "longest": longest}
            )
        return written

    return parse


def as_written(raw: Any) -> str:
    """A number as its writer sees it in the cell: 36.0 is 36."""
    return str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)


def read_number(raw: Any) -> float | int:
    """`1.806`, `82,34`, `Rp 35.000.000,-`, `1,5 juta`, `12.5`. A dot before three digits parts thousands."""
    value = number_of(raw)
    if not -LARGEST < value < LARGEST:
        raise Wrong(_("“%s” terlalu besar untuk sebuah angka.") % quoted(raw))
    return value


def number_of(raw: Any) -> float | int:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return int(raw) if isinstance(raw, float) and raw.is_integer() else raw
    written = re.sub(r"^rp\.?|,-+$|\s+unit$", "", str(raw).strip().casefold()).strip()
    found = NUMBER.fullmatch(written)
    if not found or (found[3] and found[3] != "%" and found[3] not in TIMES):
        raise Wrong(_("“%s” bukan angka.") % quoted(raw))
    digits = found[2].rstrip(".,")
    if re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?", digits) or (digits.count(",") == 1 and "." not in digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", digits):
        digits = digits.replace(",", "")
    try:
        value = float(digits) if "." in digits else int(digits)
    except ValueError:
        raise Wrong(_("“%s” bukan angka.") % quoted(raw)) from None
    value *= TIMES.get(found[3] or "", 1)
    value = round(value, 6) if isinstance(value, float) else value
    return -value if found[1] else int(value) if isinstance(value, float) and value.is_integer() else value


def amount(*, low: float | None = None, high: float | None = None, zero_is_unknown: bool = False) -> Parse:
    """A number that may have decimals."""

    def parse(raw: Any) -> float | int | None:
        if is_blank(raw):
            return None
        value = read_number(raw)
        if value == 0 and zero_is_unknown:
            return None
        if (low is not None and value < low) or (high is not None and value > high):
            raise Wrong(outside(value, low, high))
        return value

    return parse


def outside(value: float, low: float | None, high: float | None) -> str:
    if high is None:
        return _("%(value)s terlalu kecil; paling sedikit %(low)s.") % {"value": shown(value), "low": shown(low)}
    if low is None:
        return _("%(value)s terlalu besar; paling banyak %(high)s.") % {"value": shown(value), "high": shown(high)}
    return _("%(value)s di luar batas %(low)s sampai %(high)s.") % {
        "value": shown(value), "low": shown(low), "high": shown(high),
    }  # fmt: skip


def shown(value: float | None) -> str:
    return formats.decimal(value, 0 if value is None or float(value).is_integer() else 2)


def whole(*, low: int | None = 0, high: int | None = None, zero_is_unknown: bool = False) -> Parse:
    """A count."""
    number = amount(low=low, high=high, zero_is_unknown=zero_is_unknown)

    def parse(raw: Any) -> int | None:
        value = number(raw)
        if isinstance(value, float):
            raise Wrong(_("%s bukan bilangan bulat.") % shown(value))
        return value

    return parse


def share() -> Parse:
    """A percentage in points: `82,34 %`, `82,34` and the fraction `0,8234` are one."""

    def parse(raw: Any) -> float | int | None:
        if is_blank(raw):
            return None
        value = read_number(raw)
        if not (isinstance(raw, str) and "%" in raw) and 0 <= value <= 1:
            value = round(value * 100, 4)
        if not 0 <= value <= 100:
            raise Wrong(_("%s bukan persentase antara 0 dan 100.") % shown(value))
        return int(value) if isinstance(value, float) and value.is_integer() else value

    return parse


def digits(length: int) -> Parse:
    """A number that is a name (an identity or account number): so many digits, kept as text."""

    def parse(raw: Any) -> str | None:
        if is_blank(raw):
            return None
        if isinstance(raw, int | float) and raw >= 10**15:
            raise Wrong(_("Tersimpan sebagai angka, sehingga angka terakhirnya hilang; tulis sebagai teks."))
        written = re.sub(r"[\s.\-']", "", as_written(raw))
        if not (written.isascii() and written.isdigit()):
            raise Wrong(_("Hanya boleh berisi angka."))
        if len(written) != length:
            raise Wrong(
                _("Harus %(length)d angka; yang tertulis %(count)d.") % {"length": length, "count": len(written)}
            )
        return written

    return parse


def day(*, earliest: date = date(1945, 8, 17), latest: date = date(2100, 12, 31)) -> Parse:
    """A day as ISO text: from Excel's serial number, `31/12/2022`, `31-12-22`, `31 Desember 2022`."""

    def parse(raw: Any) -> str | None:
        if is_blank(raw) or raw == 0 or raw == "0":
            return None
        found = read_day(raw)
        if not earliest <= found <= latest:
            raise Wrong(
                _("%(day)s di luar batas %(first)s sampai %(last)s.")
                % {"day": formats.day(found), "first": formats.day(earliest), "last": formats.day(latest)}
            )
        return found.isoformat()

    return parse


def read_day(raw: Any) -> date:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if not 1 <= raw < 80_000:
            raise Wrong(_("“%s” bukan tanggal.") % quoted(as_written(raw)))
        return EXCEL_BEGAN + timedelta(days=int(raw))
    written = str(raw).strip().casefold()
    if found := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", written):
        year, month, of_month = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"(?:[a-z']+,\s*)?(\d{1,2})[\s./-]+([a-z]+|\d{1,2})[\s./-]+(\d{4}|\d{2})", written):
        month = MONTHS.get(found[2], 0) if found[2].isalpha() else int(found[2])
        of_month, year = int(found[1]), int(found[3])
        year += (2000 if year < 70 else 1900) if len(found[3]) == 2 else 0
    else:
        raise Wrong(_("“%s” bukan tanggal; tulis seperti 31/12/2022.") % quoted(raw))
    if not 1 <= month <= 12:
        raise Wrong(_("“%s” bukan tanggal; bulannya tidak ada. Tulis hari dahulu: 31/12/2022.") % quoted(raw))
    try:
        return date(year, month, of_month)
    except ValueError:
        raise Wrong(_("“%s” tidak ada dalam kalender.") % quoted(raw)) from None


def years() -> Parse:
    """A year or a span of years: `2014`, `2010 - 2011`, `Stimulus 2009` → `{"first": 2010, "last": 2011}`."""

    def parse(raw: Any) -> dict[str, int] | None:
        if is_blank(raw) or raw == 0 or raw == "0":
            return None
        found = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", as_written(raw))]
        if not 1 <= len(found) <= 2:
            raise Wrong(_("“%s” bukan tahun; tulis seperti 2014 atau 2010 - 2011.") % quoted(as_written(raw)))
        if found[0] > found[-1]:
            raise Wrong(_("Tahun berakhir sebelum dimulai: “%s”.") % quoted(raw))
        return {"first": found[0], "last": found[-1]}

    return parse


def choice(options: Mapping[str, Sequence[str]], *, zero_is_unknown: bool = False) -> Parse:
    """One of `{code: (what people write for it, …)}`; how it is spaced, dotted and capitalised does not matter."""
    known = {normal(word): code for code, words in options.items() for word in (code, *words)}

    def parse(raw: Any) -> str | None:
        if is_blank(raw) or (zero_is_unknown and raw in (0, "0")):
            return None
        code = known.get(normal(as_written(raw)))
        if code is None:
            named = ", ".join(words[0] if words else code for code, words in options.items())
            raise Wrong(
                _("“%(written)s” tidak dikenal; pilihannya: %(known)s.") % {"written": quoted(raw), "known": named}
            )
        return code

    return parse


def yes_or_no(*, yes: Sequence[str] = (), no: Sequence[str] = ()) -> Parse:
    known = choice(
        {
            "yes": ("ya", "y", "v", "ada", "sudah", "sdh", "true", "1", *yes),
            "no": ("tidak", "tdk", "t", "x", "belum", "blm", "false", "0", *no),
        }
    )

    def parse(raw: Any) -> bool | None:
        if isinstance(raw, bool):
            return raw
        if is_blank(raw):
            return None
        return known(raw) == "yes"

    return parse


def region() -> Parse:
    """A kabupaten or kota by name, written one way: `kab gresik`, `kota malang`. `regions.codes` knows their codes."""

    def parse(raw: Any) -> str | None:
        if is_blank(raw):
            return None
        name = re.sub(r"^(kabupaten|kab)\b", "kab", normal(raw))
        name = re.sub(r"^(kota(madya)?|kodya)\b( administrasi\b| adm\b)?", "kota", name)
        if not name:
            raise Wrong(_("“%s” bukan nama wilayah.") % quoted(raw))
        return name

    return parse
