"""Numbers and days in Indonesian words, as a Berita Acara writes them: "tahun dua ribu dua puluh satu"."""

from datetime import date

from babel.dates import format_date

ONES = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
)  # fmt: skip


def spell_number(number: int) -> str:
    """Whole numbers from 0 to 9.999."""
    if number < 12:
        return ONES[number]
    if number < 20:
        return f"{ONES[number - 10]} belas"
    for size, name, one in ((1000, "ribu", "seribu"), (100, "ratus", "seratus"), (10, "puluh", "")):
        if number >= size:
            many, left = divmod(number, size)
            head = one if many == 1 else f"{spell_number(many)} {name}"
            return f"{head} {spell_number(left)}" if left else head
    raise ValueError(number)


def spell_day(day: date) -> str:
    """ "Kamis tanggal sembilan belas bulan Agustus tahun dua ribu dua puluh satu (19-08-2021)"."""
    name, month = format_date(day, "EEEE", "id"), format_date(day, "MMMM", "id")
    words = f"{spell_number(day.day)} bulan {month} tahun {spell_number(day.year)}"
    return f"{name} tanggal {words} ({day:%d-%m-%Y})"
