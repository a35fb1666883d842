"""docs/licences.md names everything that is locked, under the licence that its metadata name."""

import json
import re
from importlib import metadata

import pytest

from krs_portal.development import licences
from krs_portal.runtime.setup import REQUIREMENTS, ROOT

PARTS = {part.partition("\n")[0]: part for part in licences.PAGE.read_text().split("\n## ")[1:]}
PYTHON, FRONT_END = (dict(re.findall(r"^\| (\S+) \| (.+) \|$", part, re.MULTILINE)) for part in PARTS.values())
LOCKED = {
    line.partition("==")[0].partition("[")[0]
    for line in (REQUIREMENTS / "base.txt").read_text().splitlines()
    if "==" in line
}


def test_every_locked_python_package_is_named():
    assert len(LOCKED) > 50
    assert set(PYTHON) - {"package"} == LOCKED


def test_every_locked_front_end_package_of_production_is_named():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert set(FRONT_END) - {"package"} == {
        path.split("node_modules/")[-1] for path, told in packages.items() if path and not told.get("dev")
    }


def test_the_page_says_what_the_metadata_say():
    told = licences.build_python_rows()

    assert {name: PYTHON[name] for name in told if is_installed(name)} == {
        name: licence for name, licence in told.items() if is_installed(name)
    }
    assert {name: FRONT_END[name] for name in FRONT_END if name != "package"} == licences.build_front_end_rows()


def is_installed(name):
    try:
        return bool(metadata.version(name))
    except metadata.PackageNotFoundError:
        return False


def test_no_licence_is_left_open():
    assert "not named" not in licences.PAGE.read_text()


def test_the_owner_chooses_the_portals_own():
    assert "own licence is its owner's to choose" in licences.PAGE.read_text()


class Told(dict):
    def get_all(self, name, default):
        return self.get(name, default)


@pytest.mark.parametrize(
    ("told", "licence"),
    [
        ({"License-Expression": "MIT", "License": "a text"}, "MIT"),
        ({"Classifier": ["License :: OSI Approved", "License :: OSI Approved :: BSD License"]}, "BSD License"),
        ({"Classifier": ["Topic :: Text"], "License": " Zlib "}, "Zlib"),
        ({"License": "Permission is granted\nto anybody"}, "not named in its metadata"),
        ({}, "not named in its metadata"),
    ],
)
def test_a_licence_is_found_where_packages_put_it(monkeypatch, told, licence):
    monkeypatch.setattr(metadata, "metadata", lambda _: Told(told))

    assert licences.name_licence("any") == licence
