from pathlib import Path

from krs_portal.kit.management.commands.messages import found


def test_texts_are_found_in_python_and_in_templates(tmp_path: Path):
    for name in ("room", "tests", "templates"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text('_("Hanya di sini")' if name == "tests" else "")
    (tmp_path / "room/policies.py").write_text('x = _("Satu") + ngettext("%d hari", "%d hari ini", n) + f("Bukan")')
    (tmp_path / "templates/a.html").write_text(
        '{% translate "Dua" %}{% blocktranslate %}Tiga {{ n }}{% endblocktranslate %}{% trans "O\'" context "c" %}'
    )

    texts = {(context, text) for _, context, text in found(tmp_path)}

    assert texts == {
        (None, "Satu"),
        (None, ("%d hari", "%d hari ini")),
        (None, "Dua"),
        (None, "Tiga %(n)s"),
        ("c", "O'"),
    }
