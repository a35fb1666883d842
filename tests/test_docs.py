"""What the documents name exists: files, commands, addresses, pictures. And the README can be read."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.urls import Resolver404, resolve

from krs_portal import demo
from krs_portal.rooms import PACKAGES

ROOT = Path(settings.BASE_DIR)
FILES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PAGES = {str(file.relative_to(ROOT)): file.read_text() for file in FILES}
README = PAGES["README.md"]
PROSE = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "docs/architecture.md", "docs/howto.md")
LONGEST = 30  # words of a sentence
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^]]*\]\(([^)\s]+)\)")
FOLDERS = (*PACKAGES, "docs", "tests", "templates", "static", "locale", "requirements", "benchmarks", ".ci")
PATH = re.compile(rf"(?<![\w./-])(?:{'|'.join(map(re.escape, FOLDERS))})/[\w./-]*[\w/]")
PICTURES = {path.name for path in (ROOT / "docs" / "pictures").iterdir()}


def quoted(text):
    """What stands between backticks, and the lines of code blocks."""
    return re.findall(r"`([^`\n]+)`", FENCE.sub("", text)) + [
        line.strip() for block in FENCE.findall(text) for line in block.splitlines()[1:-1]
    ]


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_to_a_file(name):
    folder = (ROOT / name).parent
    links = [link.partition("#")[0] for link in LINK.findall(PAGES[name]) if "://" not in link]

    assert [link for link in links if link and not (folder / link).exists()] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_path_that_a_page_names_exists(name):
    named = {path for text in quoted(PAGES[name]) for path in PATH.findall(text)}

    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_every_page_that_the_code_names_exists():
    """Also the decision of which a comment says no more than the number."""
    code = [path for folder in (*PACKAGES, "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py")]
    names = ("docker-compose.yml", "Dockerfile", ".env.example", "pyproject.toml", "Makefile")
    beside = [ROOT / name for name in names]
    named = {}
    for file in [*code, *beside, *(ROOT / "requirements").glob("*.in")]:
        for page in re.findall(r"\bdocs/[\w/-]+(?:\.(?:md|svg))?", file.read_text()):
            named.setdefault(page, str(file.relative_to(ROOT)))

    assert len(named) > 10
    assert {page: file for page, file in named.items() if not exists(page)} == {}


def exists(page):
    return (ROOT / page).exists() or any(ROOT.glob(f"{page}-*.md"))


def test_a_decision_has_its_number_for_itself():
    numbers = Counter(path.name[:4] for path in (ROOT / "docs" / "decisions").iterdir())

    assert [number for number, times in numbers.items() if times > 1] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_make_target_and_every_command_exists(name):
    code = "\n".join(quoted(PAGES[name]))
    commands = set(get_commands())

    assert set(re.findall(r"(?:^|\s)make ([a-z-]+)", code, re.MULTILINE)) <= TARGETS
    assert set(re.findall(r"manage\.py ([a-z_]+)", code)) <= commands
    assert set(re.findall(r"^((?:load|verify|create)_[a-z]+)$", code, re.MULTILINE)) <= commands


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/howto.md", "docs/production.md"])
def test_every_address_that_a_page_names_is_one_of_the_portal(name):
    addresses = [text.partition("?")[0] for text in quoted(PAGES[name]) if re.fullmatch(r"/[a-z/]+(\?\S*)?", text)]

    assert [address for address in addresses if not is_address(address)] == []


def is_address(path):
    try:
        return bool(resolve(path))
    except Resolver404:
        return path == "/verifikasi/"  # followed by the code that stands on the paper


def test_a_picture_is_here_because_a_document_shows_it():
    shown = {Path(link).name for text in PAGES.values() for link in LINK.findall(text) if "pictures/" in link}

    assert shown == PICTURES


def test_the_readme_lists_every_folder_of_code_once():
    (tree,) = re.findall(r"^## The tree\n\n```\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    listed, above = [], ""
    for indent, folder in re.findall(r"^( *)([a-z_]+)/ +[^ /]+ ", tree, re.MULTILINE):
        above = above if indent else folder
        listed.append(f"{above}/{folder}" if indent else folder)
    shelf = {"management", "migrations", "templatetags", "demo", "views", "__pycache__"}
    inside = ("krs_portal", "consultations", "monitoring")
    found = {f"{package}/{path.parent.name}" for package in inside for path in (ROOT / package).glob("*/__init__.py")}

    assert sorted(listed) == sorted({*PACKAGES, *(one for one in found if one.partition("/")[2] not in shelf)})


def test_the_readme_names_the_demo_accounts():
    assert re.findall(rf"^\| `(\w+)@{re.escape(demo.DOMAIN)}` \|", README, re.MULTILINE) == list(demo.ACCOUNTS)
    assert f"`{demo.PASSWORD}`" in README


def test_the_changelog_begins_with_the_version_of_the_project():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    assert re.search(r"^## \[(.+?)\]", PAGES["CHANGELOG.md"], re.MULTILINE)[1] == version


def test_what_the_owner_has_to_fill_in_is_marked_and_nothing_is_invented():
    text = PAGES["SECURITY.md"]

    assert text.count("[OWNER: ") == 5
    assert re.findall(r"\S+@\S+|https?://\S+|\+?\d{7,}", text) == []


def sentences_of(text):
    """The sentences of prose: without headings, tables, code and the addresses of links."""
    text = re.sub(r"!?\[([^]]*)\]\([^)]*\)", r"\1", FENCE.sub("", text))
    lines = [line for line in text.splitlines() if not line.startswith(("|", "#"))]
    for part in re.split(r"\n\s*\n|\n\s*(?:[-·]|\d+\.)\s", "\n".join(lines)):
        yield from filter(None, re.split(r"(?<=[.!?:;])[*”)]*\s+", " ".join(part.split())))


@pytest.mark.parametrize("name", PROSE)
def test_no_sentence_is_too_long_to_be_read_once(name):
    sentences = list(sentences_of(PAGES[name]))
    long = [one for one in sentences if len(re.findall(r"[\w’'.,/-]*\w", one)) > LONGEST]

    assert len(sentences) > 10
    assert long == []


def test_the_counter_of_words_sees_a_long_sentence():
    short, long = "One two three.", " ".join(["word"] * 31) + "."

    assert list(sentences_of(f"# Head\n\n{short} {long}\n\n```\n{long}\n```\n")) == [short, long]
