"""One word has one meaning, and docs/vocabulary.md says which."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.text import camel_case_to_spaces

from krs_portal.rooms import LABELS, PACKAGES

ROOT = Path(settings.BASE_DIR)
# A class name that stands for two types, and why it may.
ALLOWED = {
    "Migration": "Django finds a migration's class by this name",
    "Command": "Django finds a management command's class by this name",
    "Attachment": "files: what somebody uploaded; outbox: what goes with a message. Tables, trail and API say the room",
    "Attendance": "meetings: who was present; consultations: who comes to a slot. Tables, trail and API say the room",
    "Programme": "referrals: what a partner offers; monitoring: a programme of home ownership with criteria",
    "Referral": "referrals: a person sent under consent; monitoring: a household on a list. Tables say the room",
}
MODELS = [
    model
    for label in LABELS
    for model in apps.get_app_config(label).get_models()
    if not hasattr(model, "pgh_tracked_model")
]


def list_classes() -> dict[str, list[str]]:
    """Where each class name is defined at the top of a module."""
    places = defaultdict(list)
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.ClassDef):
                    places[node.name].append(str(path.relative_to(ROOT)))
    return places


def read_tables() -> dict[str, dict[str, str]]:
    """The page's words with their Indonesian, by the heading they stand under."""
    tables, heading = defaultdict(dict), ""
    for line in (ROOT / "docs" / "vocabulary.md").read_text().splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        elif match := re.fullmatch(r"\| ([^|]+) \| ([^|]+) \| [^|]+ \|", line):
            tables[heading][match[1]] = match[2]
    return tables


def test_no_class_name_stands_for_two_types():
    twice = {name: sorted(places) for name, places in list_classes().items() if len(places) > 1}

    assert {name: places for name, places in twice.items() if name not in ALLOWED} == {}
    assert ALLOWED.keys() - twice.keys() == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_is_a_word_of_its_room_under_the_name_on_the_screens(model):
    words = read_tables()[model._meta.app_label]

    assert model.__name__ in words
    with translation.override("id"):
        name = str(model._meta.verbose_name)
    is_named = name != camel_case_to_spaces(model.__name__) or name == words[model.__name__]
    assert words[model.__name__] == (name if is_named else "–")


def test_every_room_has_its_table_and_every_word_one_sentence():
    tables = read_tables()

    assert set(LABELS) <= tables.keys()
    for line in (ROOT / "docs" / "vocabulary.md").read_text().splitlines():
        if line.startswith("| ") and not line.startswith("| word") and not line.startswith("| verb"):
            assert line.endswith((". |", "… |", "? |")), line
