"""What set-up says on the screen, and steps that are done side by side."""

import re
from threading import Barrier

import pytest

from krs_portal.runtime.setup import SetupRefused, do_side_by_side, report_step


def test_a_step_alone_is_one_line(capsys):
    with report_step("translations"):
        pass

    assert re.fullmatch(r"  translations … \d+\.\d s\n", capsys.readouterr().out)


def test_steps_side_by_side_say_when_they_begin_and_when_they_end(capsys):
    both = Barrier(2, timeout=10)

    def work(name):
        with report_step(name):
            both.wait()  # neither ends before the other has begun

    do_side_by_side(lambda: work("packages"), lambda: work("front end"))

    lines = capsys.readouterr().out.splitlines()
    assert sorted(lines[:2]) == ["  front end …", "  packages …"]
    assert sorted(re.sub(r"\d+\.\d s", "… s", line) for line in lines[2:]) == ["  front end: … s", "  packages: … s"]


def test_a_step_that_fails_says_so_and_the_others_are_done_first(capsys):
    done = []

    def fail():
        with report_step("packages"):
            raise SetupRefused("no network")

    with pytest.raises(SetupRefused, match="no network"):
        do_side_by_side(fail, lambda: done.append("front end"))

    assert done == ["front end"]
    assert "  packages: failed\n" in capsys.readouterr().out
