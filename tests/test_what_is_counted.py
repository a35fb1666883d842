"""docs/what-is-counted.md names a test for each kind of fault; here it is seen that each of them exists."""

import re
from pathlib import Path

from django.conf import settings

PAGE = Path(settings.BASE_DIR) / "docs" / "what-is-counted.md"
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")


def test_every_test_that_the_page_names_exists():
    named = NAMED.findall(PAGE.read_text())

    missing = [f"{path}::{name}" for path, name in named if not is_there(path, name)]

    assert missing == []


def test_every_rule_has_its_test():
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| ") and "::" not in line]

    assert [row for row in rows if not row.startswith("| |")] == []
    assert {int(number) for number in re.findall(r"^\| (\d+) \|", PAGE.read_text(), re.M)} == set(range(1, 25))


def is_there(path, name):
    module = Path(settings.BASE_DIR) / path
    return module.exists() and f"\ndef {name}(" in module.read_text()
