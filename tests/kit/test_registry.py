"""What rooms announce is found by its code, and the last word wins."""

from collections import namedtuple

import pytest

from krs_portal.kit.codes import UNMISTAKABLE, make_code, normalise_code, spell_code
from krs_portal.kit.numbers import compute_percent
from krs_portal.kit.registry import Registry

Kind = namedtuple("Kind", "code label")


def test_items_are_found_by_code_and_the_last_one_wins():
    kinds = Registry(lambda kind: kind.code)

    kinds.register(Kind("a", "one"), Kind("b", "two"))
    kinds.register(Kind("a", "three"))

    assert [kind.label for kind in kinds] == ["three", "two"]
    assert kinds.find("c") is None
    assert "b" in kinds
    with pytest.raises(KeyError):
        kinds.get("c")


def test_a_typed_code_is_forgiven_its_spelling():
    assert normalise_code(" 7k3mp x9tqa ", 5) == normalise_code("7K3MPX9TQA", 5) == "7K3MP-X9TQA"
    assert normalise_code("7k3m", 5) == "7K3M-"


def test_codes_hold_no_letter_that_looks_like_another():
    assert set(make_code(400)) <= set(UNMISTAKABLE)
    assert not set("0O1ILU") & set(UNMISTAKABLE)
    assert spell_code(b"\x00\x1d\x1e", 3) == UNMISTAKABLE[0] + UNMISTAKABLE[29] + UNMISTAKABLE[0]


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(8051, 9778, "82.34"), (1, 8, "12.50"), (0, 5, "0.00"), (None, 5, None), (5, 0, None)],
)
def test_percent_is_rounded_half_up_and_unknown_of_nothing(part, whole, percent):
    found = compute_percent(part, whole)

    assert (found if found is None else str(found)) == percent
