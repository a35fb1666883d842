"""What people write in cells, one line each."""

from datetime import date

import pytest

from krs_portal.imports import days, values
from krs_portal.imports.coordinates import build_coordinates_parser
from krs_portal.offices.enums import RegionKind
from krs_portal.offices.finding import RegionFinder
from tests.factories import offices

POINT = build_coordinates_parser()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1.806", 1806), ("1.806,5", 1806.5), ("82,34", 82.34), ("12.5", 12.5), ("0.285", 0.285),
        ("1,000,000", 1_000_000), ("Rp 35.000.000,-", 35_000_000),
        ("1,5 juta", 1_500_000), ("98 unit", 98), ("-5", -5), (98.0, 98), (0.3, 0.3),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_here_write_them(written, read):
    assert values.read_number(written) == read


@pytest.mark.parametrize("written", ["abc", "1.2.3", "12a", "", "1..2", "12 34", "9" * 30, 1e30, float("nan")])
def test_what_is_no_number_is_refused(written):
    with pytest.raises(values.InvalidCell):
        values.read_number(written)


def test_a_count_is_whole_and_within_its_bounds():
    parse = values.build_count_parser(low=1, high=500)

    assert parse("98") == 98
    for wrong, sentence in ((12.5, "12,50 bukan bilangan bulat."), (0, "0 di luar batas 1 sampai 500.")):
        with pytest.raises(values.InvalidCell, match=sentence):
            parse(wrong)


def test_zero_means_unknown_only_where_a_column_says_so():
    assert values.build_count_parser()(0) == 0
    assert values.build_count_parser(zero_is_unknown=True)(0) is None
    assert values.build_choice_parser({"A": ("kecil",)}, zero_is_unknown=True)(0.0) is None


@pytest.mark.parametrize("written", ["82,34 %", "82,34", 0.8234, 82.34])
def test_a_fraction_and_a_percentage_are_one(written):
    assert values.build_percentage_parser()(written) == 82.34


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (44562, "2022-01-01"), ("25/01/2022", "2022-01-25"), ("1-2-22", "2022-02-01"), ("1 Agt 2022", "2022-08-01"),
        ("Senin, 8 Desember 2022", "2022-12-08"), ("2025-03-07", "2025-03-07"), (0, None), ("-", None),
    ],
)  # fmt: skip
def test_days_are_read_from_serials_and_words(written, day):
    assert days.build_day_parser()(written) == day


@pytest.fixture
def in_2026(monkeypatch):
    monkeypatch.setattr(days, "today", lambda: date(2026, 11, 28))


@pytest.mark.parametrize(
    ("kind", "written", "day"),
    [
        (days.BIRTH, "12/05/65", "1965-05-12"), (days.BIRTH, "1-1-99", "1999-01-01"),
        (days.EVENT, "01/02/24", "2024-02-01"), (days.EVENT, "01/02/98", "1998-02-01"),
        (days.TERM, "01/02/31", "2031-02-01"), (days.TERM, "01/02/2031", "2031-02-01"),
    ],
)  # fmt: skip
def test_a_year_of_two_digits_is_the_only_one_possible_for_its_kind_of_day(in_2026, kind, written, day):
    assert days.build_day_parser(kind)(written) == day


@pytest.mark.parametrize(
    ("kind", "written", "sentence"),
    [
        (days.BIRTH, "16/05/2030", "belum tiba"), (days.EVENT, "01/02/2031", "belum tiba"),
        (days.EVENT, 48_000, "belum tiba"), (days.BIRTH, "15/05/20", "abad lalu atau abad ini"),
        (days.TERM, "01/02/65", "abad lalu atau abad ini"), (days.EVENT, "01/02/31", "tidak mungkin untuk kolom ini"),
        (days.TERM, "01/02/2090", "di luar batas"),
    ],
)  # fmt: skip
def test_a_day_that_is_not_possible_or_not_clear_waits_and_is_never_guessed(in_2026, kind, written, sentence):
    with pytest.raises(values.InvalidCell, match=sentence) as refused:
        days.build_day_parser(kind)(written)

    assert not isinstance(refused.value, values.UnreadableCell)  # a row does not go on without it


@pytest.mark.parametrize(("written", "year"), [("98", 1998), (12.0, 2012), ("2014", 2014), (0, None), ("-", None)])
def test_a_year_has_its_century_too(in_2026, written, year):
    assert days.build_year_parser()(written) == year


@pytest.mark.parametrize("written", ["2065", "40", "2010 - 2011", "19,5"])
def test_a_year_that_cannot_be_waits(in_2026, written):
    with pytest.raises(values.InvalidCell):
        days.build_year_parser()(written)


@pytest.mark.parametrize(
    ("written", "left"),
    [("81234567890.0", "81234567890"), ("17.0", "17"), ("09.0", "09"), ("-7.0", "-7.0"), ("1.5", "1.5"), (3.0, 3.0)],
)
def test_a_decimal_that_a_program_added_is_no_digit(written, left):
    assert values.drop_float_tail(written) == left


@pytest.mark.parametrize("written", ["31/02/2022", "31 Februari 2022", "02/25/2022", "segera", 9_999_999, "1/1/1800"])
def test_a_day_that_is_in_no_calendar_is_refused(written):
    with pytest.raises(values.InvalidCell):
        days.build_day_parser()(written)


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("2010 - 2011", (2010, 2011)), (2014.0, (2014, 2014)), ("2012-2013", (2012, 2013)),
        ("Stimulus 2009", (2009, 2009)),
    ],
)  # fmt: skip
def test_spans_of_years(written, span):
    assert tuple(days.build_years_parser()(written).values()) == span


def test_years_that_run_backwards_are_refused():
    with pytest.raises(values.InvalidCell, match="berakhir sebelum dimulai"):
        days.build_years_parser()("2011 - 2010")


@pytest.mark.parametrize(
    ("written", "latitude", "longitude", "quality"),
    [
        ("-7.461913464552887, 112.72974358650714", -7.4619, 112.7297, "OK"),
        ("-8.4083058,114.1047778", -8.4083, 114.1048, "OK"),
        ("-7,2575 112,7521", -7.2575, 112.7521, "OK"),
        ("7°15'27\"LS 112°45'9\"BT", -7.2575, 112.7525, "OK"),
        ("S 7° 12' 3.4\" E 112° 45' 7\"", -7.2009, 112.7519, "OK"),
        ("-8.0386 112.6570 (Perlu Validasi)", -8.0386, 112.657, "NEEDS_CHECK"),
        ("112.740471 -7.031173", -7.0312, 112.7405, "NEEDS_CHECK"),
        ("-6.5859 E 112.3131 S", -6.5859, 112.3131, "NEEDS_CHECK"),
        ("-6,8747007 (E) 112,3800372 (S)", -6.8747, 112.38, "NEEDS_CHECK"),
        ("Latitude (113°42'50\"E)\nLongitude (8°10'28\"S)", -8.1744, 113.7139, "NEEDS_CHECK"),
        ("7.2575 112.7521", -7.2575, 112.7521, "NEEDS_CHECK"),
        ("3.5952 98.6722", 3.5952, 98.6722, "OK"),
    ],
)
def test_coordinates_in_all_their_writings(written, latitude, longitude, quality):
    found = POINT(written)

    assert (round(found["latitude"], 4), round(found["longitude"], 4)) == (latitude, longitude)
    assert found["quality"] == quality, found["note"]
    assert bool(found["note"]) == (quality == "NEEDS_CHECK")


@pytest.mark.parametrize(
    "written",
    [
        "-7129863113501310.0", "-7.87746571119818e+18", "1127795833.0", "-8140083 113.739083", "51.5 -0.12",
        "Jl. Raya 5",
    ],
)  # fmt: skip
def test_coordinates_that_cannot_be_told_are_refused(written):
    with pytest.raises(values.InvalidCell, match=r"tidak terbaca|di luar Indonesia"):
        POINT(written)


def test_a_choice_is_known_however_it_is_spaced_and_dotted():
    parse = values.build_choice_parser({"GRANT": ("HIBAH",), "TRANSFER": ("Alih Status", "alih-sts")})

    assert [parse(word) for word in ("hibah ", "ALIH  STATUS", "Alih.Status", "alih sts")] == [
        "GRANT",
        *["TRANSFER"] * 3,
    ]
    with pytest.raises(values.InvalidCell, match="pilihannya: HIBAH, Alih Status"):
        parse("dijual")


@pytest.mark.django_db
def test_a_region_is_found_by_any_of_its_names():
    java = offices.region("35", name="Jawa Timur")
    offices.region("35.25", RegionKind.KABUPATEN, java, "Gresik")
    offices.region("35.71", RegionKind.KOTA, java, "Kediri")
    offices.region("35.06", RegionKind.KABUPATEN, java, "Kediri")
    known = RegionFinder(within="35")

    found = {
        known.find(values.build_region_name_parser()(name)).codes
        for name in ("Kab Gresik", "Kab. Gresik", "KABUPATEN GRESIK", "Gresik", "Gresik, Jawa Timur")
    }

    assert found == {("35.25",)}
    assert known.find(values.build_region_name_parser()("Kotamadya Kediri")).codes == ("35.71",)
    assert set(known.find("kediri").codes) == {"35.06", "35.71"}


def test_an_identity_number_stored_as_a_number_has_lost_its_end():
    with pytest.raises(values.InvalidCell, match="angka terakhirnya hilang"):
        values.build_digits_parser(16)(3374010101900001.0)
    assert values.build_digits_parser(16)("3374 0101 0190 0001") == "3374010101900001"
