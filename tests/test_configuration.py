"""Every environment variable that the code reads stands where whoever installs the portal looks for it."""

import ast
import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from krs_portal.rooms import PACKAGES

ROOT = Path(settings.BASE_DIR)
COMPOSE = (ROOT / "docker-compose.yml").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
PAGE = (ROOT / "docs" / "configuration.md").read_text()

NAME = re.compile(r"[A-Z][A-Z0-9_]+")
# Of the machine, of Python and of Debian; none is the portal's own.
FOREIGN = {"PATH", "DEBIAN_FRONTEND", "DJANGO_SETTINGS_MODULE"}
# How the runtime calls what it makes up itself for the servers of a data folder.
OWN = {"DATABASE_PASSWORD", "REDIS_PASSWORD"}


def names_of(node):
    """The variable that an expression reads, if it reads one: `read_flag("NAME", …)`, `os.environ["NAME"]`."""
    if isinstance(node, ast.Call) and node.args:
        asked, argument = node.func, node.args[0]
        reads = getattr(asked, "id", "") in READERS or (
            isinstance(asked, ast.Attribute) and (is_environment(asked.value) or asked.attr == "getenv")
        )
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        reads, argument = is_environment(node.value), node.slice
    else:
        return
    if reads and isinstance(argument, ast.Constant) and NAME.fullmatch(str(argument.value)):
        yield argument.value


def is_environment(node):
    """Whether an expression is the environment, or a copy that programs are started with; WSGI's own is neither."""
    return getattr(node, "attr", "") in {"env", "environ"} or getattr(node, "id", "") in {"env", "environment"}


def functions_of(path):
    return {node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}


READERS = functions_of(ROOT / "krs_portal" / "environment.py")
SOURCES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))] + [ROOT / "manage.py"]


def reads_of(path):
    return {name for node in ast.walk(ast.parse(path.read_text())) for name in names_of(node)}


READ = {path: reads_of(path) - FOREIGN for path in SOURCES}
BY_SETTINGS = READ[ROOT / "krs_portal" / "settings.py"] | READ[ROOT / "krs_portal" / "web" / "config.py"]
BY_CODE = set().union(*READ.values()) - OWN
# A name that only we would give is one of ours wherever it stands, also where it is read by another way.
BY_LOOK = set(re.findall(r"\bKRS_[A-Z_]+\b", "\n".join(path.read_text() for path in SOURCES)))
IN_COMPOSE = set(yaml.safe_load(COMPOSE)["x-portal"]["environment"])
FILLED_IN = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", COMPOSE))
IN_EXAMPLE = set(re.findall(r"^(?:# )?([A-Z_]+)=", EXAMPLE, re.MULTILINE))
(SET_BY_COMPOSE,) = re.findall(r"^# Set by docker-compose.yml itself, not here: (.*)\.$", EXAMPLE, re.MULTILINE)
PARTS = {title: text for title, _, text in (part.partition("\n") for part in PAGE.split("\n## ")[1:])}
TABLES = {title: re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE) for title, text in PARTS.items()}
IN_TABLES = [name for names in TABLES.values() for name in names]


def test_the_reader_of_this_test_sees_every_way_of_reading():
    text = """
env.str("A_ONE"); read_whole_number("A_TWO", default=1, low=0, high=2); os.environ["A_THREE"]; os.environ.get("A_FOUR")
os.getenv("A_FIVE"); self.env["A_SIX"]; read_url(
    "A_SEVEN", schemes=(), example="")
env["NOT_READ"] = 1; print("NOT_READ"); other.get("NOT_READ"); environ["NOT_READ"]
"""
    found = {name for node in ast.walk(ast.parse(text)) for name in names_of(node)}

    assert found == {"A_ONE", "A_TWO", "A_THREE", "A_FOUR", "A_FIVE", "A_SIX", "A_SEVEN"}
    assert len(BY_SETTINGS) > 15


def test_what_settings_read_reaches_the_containers():
    assert not BY_SETTINGS - IN_COMPOSE


def test_compose_gives_only_what_somebody_reads():
    assert IN_COMPOSE == BY_SETTINGS


def test_what_settings_read_stands_in_the_example():
    assert set(SET_BY_COMPOSE.split(", ")) == BY_SETTINGS - IN_EXAMPLE


def test_the_example_and_compose_speak_of_the_same_variables():
    assert IN_EXAMPLE == FILLED_IN


def test_what_compose_sets_itself_cannot_be_changed_by_the_example():
    assert FILLED_IN & set(SET_BY_COMPOSE.split(", ")) == set()


def test_every_variable_stands_once_in_the_tables():
    assert sorted(IN_TABLES) == sorted(BY_CODE | BY_LOOK | FILLED_IN)


def test_each_table_holds_what_it_says():
    assert set(TABLES["What the portal reads"]) == BY_SETTINGS
    assert set(TABLES["What only docker-compose.yml reads"]) == FILLED_IN - BY_SETTINGS


@pytest.mark.parametrize("name", ["KRS_DATA_DIR", "PORT"])
def test_the_image_and_compose_agree(name):
    (given,) = re.findall(rf"\b{name}=(\S+)", (ROOT / "Dockerfile").read_text())

    assert str(yaml.safe_load(COMPOSE)["x-portal"]["environment"][name]) == given
