"""NIK and telephone numbers: what is refused, and in which words."""

import pytest
from django.core.exceptions import ValidationError

from krs_portal.accounts import nik
from krs_portal.accounts.phones import parse_phone


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("337401010190000", "16 angka"),
        ("33740101019000012", "16 angka"),
        ("3374010101900O01", "hanya berisi angka"),
        ("3374013013900001", "Tanggal lahir"),
        ("3374013002900001", "Tanggal lahir"),
        ("3374014001900001", "Tanggal lahir"),
        ("3374018101900001", "Tanggal lahir"),
        ("3374010101900000", "0000"),
    ],
)
def test_a_nik_that_cannot_be_is_refused_in_words(value, sentence):
    with pytest.raises(ValidationError, match=sentence):
        nik.read_nik(value)


@pytest.mark.parametrize("value", ["3374010101900001", "3374.0141.0190.0001"])
def test_a_nik_tells_where_it_was_issued(value):
    parsed = nik.read_nik(value)

    assert parsed.kecamatan_code == "33.74.01"


def test_the_29th_of_february_stands_only_in_leap_years():
    assert nik.read_nik("3374012902960001").text

    with pytest.raises(ValidationError):
        nik.read_nik("3374012902950001")


def test_a_nik_is_shown_masked_and_found_by_its_hash():
    assert nik.mask_nik("3374010101900001") == "3374********0001"
    assert nik.hash_nik("3374010101900001") != nik.hash_nik("3374010101900002")


@pytest.mark.parametrize("value", ["0812-3456-7890", "+62 812 3456 7890", "62 81234567890"])
def test_phones_are_kept_in_one_form(value):
    assert parse_phone(value) == "+6281234567890"


@pytest.mark.parametrize("value", ["", "12345", "bukan nomor", "0812"])
def test_what_cannot_be_called_is_no_phone(value):
    with pytest.raises(ValidationError, match="tidak dikenali"):
        parse_phone(value)
