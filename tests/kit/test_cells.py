"""Text from people must not become a formula when a spreadsheet opens it."""

import csv

import pytest

from krs_portal.kit.cells import BLOCK, BOM, write_csv


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx"])
def test_text_that_begins_like_a_formula_stays_text(text):
    assert read_back([[text]]) == [["'" + text]]


def test_other_text_and_numbers_are_left_as_they_are():
    assert read_back([["x", -1, "1,5", None]]) == [["x", "-1", "1,5", ""]]


def test_the_file_is_known_as_utf8_and_comes_in_blocks():
    parts = list(write_csv([["a"]] * (BLOCK + 1)))

    assert parts == [BOM, "a\r\n" * BLOCK, "a\r\n"]


def read_back(rows):
    return list(csv.reader("".join(write_csv(rows)).removeprefix(BOM).splitlines()))
