"""What Docker is sent, and what the Dockerfile copies of it."""

import sys

import pytest

from krs_portal.rooms import PACKAGES, ROOMS
from krs_portal.runtime.setup import ROOT
from tests.rehearsal.image import Stage, copy_files, is_sent, list_context, read_ignored, read_steps

CONTEXT = list_context()
STEPS = read_steps((ROOT / "Dockerfile").read_text())


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("a", False),
        ("kept", True),
        ("kept/one.py", True),
        ("kept/deep/__pycache__/one.pyc", False),
        ("kept/built/style.css", False),
        ("kept/building/style.css", True),
        ("lists/base.txt", True),
        ("lists/other.txt", False),
        ("kept/words.mo", False),
    ],
)
def test_ignored_files_are_told_as_docker_tells_them(path, sent):
    patterns = read_ignored("# all\n*\n!kept\n!lists/base.txt\nkept/built\n**/__pycache__\n**/*.mo\n")

    assert is_sent(path, patterns) is sent


def test_every_room_is_sent_and_nothing_of_the_workshop():
    for room in ROOMS:
        assert f"{room.replace('.', '/')}/apps.py" in CONTEXT
    assert {path.split("/")[0] for path in CONTEXT if "/" in path} == {
        *PACKAGES, "templates", "static", "locale", "requirements",
    }  # fmt: skip
    assert [path for path in CONTEXT if path.endswith((".pyc", ".mo")) or path.startswith("static/build/")] == []
    assert ".env" not in CONTEXT


def test_all_that_is_sent_of_the_portal_is_copied(tmp_path):
    stage = Stage(tmp_path, sys.executable, workdir="/srv/krs")
    last = max(number for number, step in enumerate(STEPS) if step.word == "FROM")
    for step in STEPS[last:]:
        if step.word == "COPY" and "--from=" not in step.rest:
            copy_files(step.rest.split(), stage, {}, CONTEXT)

    copied = {str(path.relative_to(stage.at(""))) for path in stage.at("").rglob("*") if path.is_file()}
    assert copied == set(CONTEXT)


def test_each_build_step_comes_after_what_it_needs():
    words = [f"{step.word} {step.rest}" for step in STEPS]

    def place(start):
        return next(number for number, word in enumerate(words) if word.startswith(start))

    assert place("COPY requirements/base.txt") < place("RUN pip install") < place("COPY . ./")
    assert place("COPY . ./") < place("RUN pybabel compile") < place("USER krs") < place("CMD")


def test_a_source_that_is_not_sent_is_noticed(tmp_path):
    with pytest.raises(AssertionError, match="COPY tests: nothing of that name is sent"):
        copy_files(["tests", "tests"], Stage(tmp_path, sys.executable), {}, CONTEXT)
