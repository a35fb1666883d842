"""Numbers that somebody sent: one reader refuses what is none, before it can break anything."""

import pytest

from krs_portal.kit.numbers import LARGEST_KEY, read_key, read_number


@pytest.mark.parametrize(("text", "number"), [("1", 1), (" 12 ", 12), ("0012", 12), ("9999", 9999)])
def test_a_whole_number_within_its_bounds_is_read(text, number):
    assert read_number(text, 1, 9999) == number


@pytest.mark.parametrize("text", ["", "0", "10000", "-1", "1.5", "²", "١", "9" * 5000, "1\0"])
def test_what_is_no_such_number_is_none(text):
    assert read_number(text, 1, 9999) is None


@pytest.mark.parametrize(
    ("text", "key"), [("7", 7), (str(LARGEST_KEY), LARGEST_KEY), (str(LARGEST_KEY + 1), 0), ("x", 0), ("", 0)]
)
def test_what_is_no_key_finds_no_row(text, key):
    assert read_key(text) == key
