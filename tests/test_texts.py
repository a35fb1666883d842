"""Our texts are ours: none is also a text of a package, whose translation it would take or lend."""

from pathlib import Path

import django
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext, ngettext, npgettext, override, pgettext

from krs_portal.kit.management.commands.messages import find_marked_texts

OURS = {(context, text): place for place, context, text in find_marked_texts(settings.BASE_DIR)}
PACKAGES = [Path(django.__file__).parent / "conf", *(Path(app.path) for app in apps.get_app_configs())]


def find_texts(folder: Path):
    """(context, text) of all that a package has in English or Indonesian, as source or only compiled."""
    for language in ("en", "id"):
        for path in (folder / "locale" / language / "LC_MESSAGES").glob("django.*o"):
            with path.open("rb") as file:
                catalog = read_po(file) if path.suffix == ".po" else read_mo(file)
            yield from ((message.context, first(message.id)) for message in catalog if message.id)


def first(text):
    return text if isinstance(text, str) else text[0]


def read_in_indonesian(context, text):
    """A text as a person gets it, of a plural what is said of two."""
    if isinstance(text, str):
        return pgettext(context, text) if context else gettext(text)
    return npgettext(context, *text, 2) if context else ngettext(*text, 2)


def test_no_text_of_ours_is_one_of_a_package():
    theirs = {text for folder in PACKAGES for text in find_texts(folder)}
    shared = {(context, text): place for (context, text), place in OURS.items() if (context, first(text)) in theirs}

    assert (None, "No") in theirs
    assert shared == {}


def test_every_text_of_ours_reads_in_indonesian_as_it_is_written():
    with override("id"):
        others = {
            text: read_in_indonesian(context, text)
            for context, text in OURS
            if read_in_indonesian(context, text) != (text if isinstance(text, str) else text[1])
        }

    assert others == {}
