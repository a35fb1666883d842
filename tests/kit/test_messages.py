from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command

from krs_portal.kit.management.commands.messages import find_marked_texts


def test_texts_are_found_in_python_and_in_templates(tmp_path: Path):
    for name in ("room", "tests", "templates"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text('_("Hanya di sini")' if name == "tests" else "")
    (tmp_path / "room/policies.py").write_text('x = _("Satu") + ngettext("%d hari", "%d hari ini", n) + f("Bukan")')
    (tmp_path / "templates/a.html").write_text(
        '{% translate "Dua" %}{% blocktranslate %}Tiga {{ n }}{% endblocktranslate %}{% trans "O\'" context "c" %}'
    )

    texts = {(context, text) for _, context, text in find_marked_texts(tmp_path)}

    assert texts == {
        (None, "Satu"),
        (None, ("%d hari", "%d hari ini")),
        (None, "Dua"),
        (None, "Tiga %(n)s"),
        ("c", "O'"),
    }


OLD = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "%(n)s hari"
msgid_plural "%(n)s hari"
msgstr[0] "%(n)s day"
msgstr[1] "%(n)s days"

msgid "Satu"
msgstr "One"
"""


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('_("%(n)s hari") + _("Satu")', {"%(n)s hari": "%(n)s days", "Satu": "One"}),
        ('ngettext("Satu", "Satu", n)', {"Satu": ("One", "One")}),
        ('_("%(n)s hari") + ngettext("%(n)s hari", "%(n)s hari", n)', {"%(n)s hari": ("%(n)s day", "%(n)s days")}),
    ],
)
def test_a_text_keeps_its_translation_when_it_becomes_plural_or_single(tmp_path, settings, code, found):
    settings.BASE_DIR = tmp_path
    for folder in ("room", "templates", "locale/en/LC_MESSAGES"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "room/__init__.py").write_text(code)
    catalogue = tmp_path / "locale/en/LC_MESSAGES/django.po"
    catalogue.write_text(OLD)

    call_command("messages", verbosity=0)

    with catalogue.open("rb") as file:
        read = {message.id: message.string for message in read_po(file) if message.id}
    assert {key if isinstance(key, str) else key[0]: string for key, string in read.items()} == found
