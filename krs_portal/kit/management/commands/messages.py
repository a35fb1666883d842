"""Collects the texts to translate into locale/en, keeping what is translated; `--check` lists what is not.

Texts are written in Indonesian, so English is the translation. Needs no gettext: Python is read as a tree, templates
through Django's own `templatize`, catalogues by Babel.
"""

import ast
import re
from collections.abc import Iterator
from io import SEEK_END, BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

ASIDE = {"tests", "benchmarks"}
CALL = re.compile(r"""\b(?:n?p?gettext|_)\((?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[^()'"])*\)""")
CONTEXT = {"pgettext", "npgettext"}
PLURAL = {"ngettext", "npgettext"}
ONE = {"_", "gettext", "_t", "t"}  # the last two: beside the other in one module
HEADER = r"""# English for the texts of the portal, collected by `make messages`; the msgid is Indonesian.
msgid ""
msgstr ""
"Language: en\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="change nothing; status 1 if a text has no translation"
        )

    def handle(self, *, check, **options):
        path = settings.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"
        known = _read_catalog(path)
        catalog = Catalog(locale="en", fuzzy=False)
        for place, context, identity in sorted(
            find_marked_texts(settings.BASE_DIR), key=lambda text: (text[0], str(text[2]))
        ):
            old = known.get(identity if isinstance(identity, str) else identity[0], context)
            string = _fit_translation(old.string, identity) if old is not None else ""
            catalog.add(identity, string, locations=[(place, None)], context=context)
        missing = [message for message in catalog if message.id and not _is_translated(message)]
        for message in missing:
            self.stdout.write(f"{message.locations[0][0]}: {message.id}")
        if check:
            if missing:
                raise CommandError(
                    f"{len(missing)} texts have no English translation (make messages, then fill them in)."
                )
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        written = BytesIO(HEADER.encode())
        written.seek(0, SEEK_END)
        write_po(written, catalog, width=120, omit_header=True, include_lineno=False)
        path.write_bytes(written.getvalue())  # only now: a catalogue that cannot be written leaves the old one whole
        self.stdout.write(f"{path.relative_to(settings.BASE_DIR)}: {len(catalog)} texts, {len(missing)} to translate")


def find_marked_texts(root: Path) -> Iterator[tuple[str, str | None, str | tuple[str, str]]]:
    """(file, context, text or (singular, plural)) of every text marked for translation."""
    rooms = [path.parent for path in root.glob("*/__init__.py") if path.parent.name not in ASIDE]
    for source in (*sorted(rooms), root / "templates"):
        for path in sorted(source.rglob("*")):
            place = str(path.relative_to(root))
            if path.suffix == ".py" and "migrations" not in path.parts:
                trees = [ast.parse(path.read_text())]
            elif path.suffix in {".html", ".txt"}:
                made = templatize(path.read_text(), origin=place)
                trees = [ast.parse(call.group()) for call in CALL.finditer(made)]
            else:
                continue
            for tree in trees:
                for context, text in _list_marked_texts(tree):
                    yield place, context, text


def _list_marked_texts(tree: ast.AST) -> Iterator[tuple[str | None, str | tuple[str, str]]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", "")).removesuffix("_lazy")
        constants = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        words = [constant for constant in constants if isinstance(constant, str)]
        if name not in ONE | CONTEXT | PLURAL or not words:
            continue
        context = words.pop(0) if name in CONTEXT else None
        if name in PLURAL and len(words) > 1:
            yield context, (words[0], words[1])
        elif words:
            yield context, words[0]


def _read_catalog(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def _fit_translation(string: str | tuple[str, ...], identity: str | tuple[str, str]) -> str | tuple[str, ...]:
    """What is translated already, also after a text has begun or ceased to have a plural."""
    if isinstance(identity, str):
        return string if isinstance(string, str) else string[-1]
    return (string, string) if isinstance(string, str) else string


def _is_translated(message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else message.string
    return bool(strings) and all(strings) and not message.fuzzy
