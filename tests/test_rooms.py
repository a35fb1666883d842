"""Rooms are listed once, in krs_portal/rooms.py; what other tools read from files of their own is held against it."""

import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from krs_portal.rooms import LABELS, PACKAGES, ROOMS

ROOT = Path(settings.BASE_DIR)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
TOOLS = PROJECT["tool"]
CONTRACTS = {contract["name"]: contract for contract in TOOLS["importlinter"]["contracts"]}


def test_every_folder_with_an_app_is_a_room():
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for package in PACKAGES
        for path in (ROOT / package).rglob("apps.py")
    }

    assert found == set(ROOMS)


def test_the_installed_rooms_are_these():
    assert settings.INSTALLED_APPS[: len(ROOMS)] == list(ROOMS)


def test_every_package_beside_krs_portal_is_one_of_ours():
    aside = {"tests", "benchmarks"}

    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} - aside == set(PACKAGES)


def test_every_package_goes_into_the_image():
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text().split("\n") if line.startswith("!")]

    assert [name for name in allowed if (ROOT / name / "__init__.py").exists()] == list(PACKAGES)


@pytest.mark.parametrize(
    ("tool", "listed"),
    [
        ("isort", lambda: set(TOOLS["ruff"]["lint"]["isort"]["known-first-party"]) - {"tests"}),
        ("mypy", lambda: set(TOOLS["mypy"]["packages"])),
        ("import-linter", lambda: set(TOOLS["importlinter"]["root_packages"])),
    ],
)
def test_every_package_is_known_to(tool, listed):
    assert listed() == set(PACKAGES)


def test_every_room_has_its_layer():
    (arrow,) = [
        contract for contract in CONTRACTS.values() if contract["type"] == "layers" and "The arrow" in contract["name"]
    ]
    layers = [word.strip(" ()") for layer in arrow["layers"] for word in layer.split("|")]

    assert sorted(layers) == sorted(ROOMS)


@pytest.mark.parametrize(
    ("contract", "side"),
    [("The runtime knows no room", "forbidden_modules"), ("No room knows the runtime", "source_modules")],
)
def test_runtime_and_rooms_stay_apart(contract, side):
    assert set(CONTRACTS[contract][side]) == set(ROOMS)


def test_labels_are_told_apart():
    assert len(set(LABELS)) == len(ROOMS)
