"""The gallery shows every component; the base page and the error pages stand without one."""

import json
import re
import shutil
import subprocess

import pytest
from django import forms
from django.http import Http404
from django.template.loader import render_to_string

from krs_portal.kit import views

VALIDATOR = "node_modules/html-validate/bin/html-validate.mjs"
RULES = {
    "root": True,
    "extends": ["html-validate:standard"],
    "rules": {
        "no-trailing-whitespace": "off",
        "void-style": "off",
        "attribute-boolean-style": "off",
        "attribute-empty-style": "off",
        "long-title": "off",
        "doctype-style": "off",
        "no-inline-style": "error",
    },
}


@pytest.fixture
def gallery(client, settings):
    settings.DEBUG = True
    response = client.get("/galeri/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_gallery_is_a_workshop_and_closed_outside(rf, settings):
    settings.DEBUG = False

    with pytest.raises(Http404):
        views.show_gallery(rf.get("/galeri/"))


def test_the_gallery_shows_every_component(gallery, settings):
    source = (settings.BASE_DIR / "templates/kit/gallery.html").read_text()
    shown = set(re.findall(r"components/(\w+)\.html", source)) | {"form", "form_head", "field", "field_notes"}
    # In every other one; on paper only; in the ticket; of files; a whole page; in the filter of a list.
    parts = {"icon", "signature", "ticket_bring", "attachments", "form_page", "narrow_field", "narrow_fields"}

    assert {path.stem for path in (settings.BASE_DIR / "templates/components").glob("*.html")} - parts <= shown


def test_every_component_opens_with_its_parameters(settings):
    for path in (settings.BASE_DIR / "templates/components").glob("*.html"):
        extends = r"({% extends [^%]+%}\n)?"  # Django wants it before anything else
        assert re.match(extends + "{% comment %}", path.read_text()), path.name


def test_no_inline_style_script_or_handler(gallery):
    assert not re.search(r'\sstyle="|\son\w+="|<style|javascript:', gallery)
    assert not re.search(r"<script(?![^>]*\ssrc=)", gallery)


def test_the_gallery_is_valid_html(gallery, settings, tmp_path):
    if not (settings.BASE_DIR / VALIDATOR).exists() or not shutil.which("node"):
        pytest.skip("html-validate is not installed")
    (tmp_path / "page.html").write_text(gallery)
    (tmp_path / "rules.json").write_text(json.dumps(RULES))

    command = ["node", settings.BASE_DIR / VALIDATOR, "-c", tmp_path / "rules.json", tmp_path / "page.html"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_every_icon_named_is_in_the_sprite(settings):
    listed = re.search(r"ICONS = `(.*?)`", (settings.BASE_DIR / "static/build.mjs").read_text(), re.DOTALL)[1].split()
    used = set()
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        used |= set(re.findall(r'icon\.html" with name="([\w-]+)"|icon(?:_after)?="([\w-]+)"', path.read_text()))

    assert {name for pair in used for name in pair if name} <= set(listed)


@pytest.mark.parametrize("name", ["403.html", "404.html", "500.html", "csrf_failure.html"])
def test_an_error_page_needs_no_context(name):
    page = render_to_string(name)

    assert page.count("<h1>") == 1
    assert 'lang="id"' in page


class AskForm(forms.Form):
    name = forms.CharField(label="Nama", help_text="Seperti pada tanda pengenal.")
    way = forms.ChoiceField(label="Cara", choices=[("a", "A")], widget=forms.RadioSelect)


def test_an_error_is_at_its_field_and_in_the_summary():
    page = str(AskForm({}))

    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_error"' in page
    assert 'href="#id_name"' in page
    assert "<legend>" in page


def test_what_was_typed_is_still_there():
    assert 'value="&lt;Budi&gt;"' in str(AskForm({"name": "<Budi>"}))
