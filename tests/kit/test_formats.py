from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from krs_portal.kit import formats

WITA = "Asia/Makassar"


@given(st.integers(-(10**12), 10**12))
def test_a_number_reads_back_as_itself(value):
    written = formats.format_number(value)

    assert int(written.replace(".", "").replace(formats.MINUS, "-")) == value


@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_decimal_reads_back_as_itself(value):
    written = formats.format_decimals(value)

    assert value == type(value)(written.replace(".", "").replace(",", ".").replace(formats.MINUS, "-"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (formats.format_number(1806), "1.806"),
        (formats.format_number(None), "–"),
        (formats.format_signed(-77), "−77"),
        (formats.format_signed(2), "+2"),
        (formats.format_signed(0), "0"),
        (formats.format_percent(82.34), "82,34\u00a0%"),
        (formats.format_percent(69.2, 1), "69,2\u00a0%"),
        (formats.format_decimals(0.125), "0,13"),
        (formats.format_decimals(-0.001), "0,00"),
        (formats.format_rupiah(500000), "Rp500.000"),
        (formats.format_day(date(2022, 12, 8)), "8 Desember 2022"),
        (formats.format_short_day(date(2022, 12, 8)), "8 Des 2022"),
        (formats.format_full_day(date(2022, 12, 7)), "Rabu, 7 Desember 2022"),
        (formats.format_month(date(2022, 12, 7)), "Desember 2022"),
        (formats.format_day_range(date(2021, 8, 19), date(2021, 8, 24)), "19-24 Agustus 2021"),
        (formats.format_day_range(date(2021, 8, 30), date(2021, 9, 2)), "30 Agustus - 2 September 2021"),
        (formats.format_day_range(date(2021, 12, 31), date(2022, 1, 2)), "31 Desember 2021 - 2 Januari 2022"),
        (formats.format_day_range(date(2021, 8, 19), date(2021, 8, 19)), "19 Agustus 2021"),
    ],
)
def test_words_of_the_language(written, expected):
    assert written == expected


def test_a_clock_time_carries_its_zone():
    opens, closes = datetime(2022, 12, 8, 0, 30, tzinfo=UTC), datetime(2022, 12, 8, 9, 0, tzinfo=UTC)

    assert formats.format_clock(opens) == "07.30\u00a0WIB"
    assert formats.format_clock_range(opens, closes, WITA) == "08.30-17.00\u00a0WITA"
    assert formats.format_moment(opens, "Asia/Jayapura") == "8 Desember 2022, 09.30\u00a0WIT"


def test_a_moment_late_in_the_day_is_the_next_day_further_east():
    late = datetime(2022, 12, 8, 16, 30, tzinfo=UTC)

    assert formats.format_moment(late).startswith("8 Desember")
    assert formats.format_moment(late, WITA).startswith("9 Desember")


def test_english_is_british():
    with translation.override("en"):
        assert formats.format_percent(82.34) == "82.34%"
        assert formats.format_day(date(2022, 12, 8)) == "8 December 2022"
        assert formats.format_number(1806) == "1,806"


def test_a_missing_value_in_a_template_is_blank_not_zero():
    page = Template("{{ none|number }} {{ missing|percent }} {{ zero|number }} {{ share|percent:0 }}")

    assert page.render(Context({"none": None, "zero": 0, "share": 42})) == "– – 0 42\u00a0%"
