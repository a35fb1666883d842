"""A form says what it showed; whoever saved meanwhile is shown beside what was typed, and one chooses."""

from datetime import time

import pytest
from django import forms
from django.db import transaction
from django.http import Http404, QueryDict

from krs_portal.kit.fields import ClockField
from krs_portal.kit.models import ReferenceItem
from krs_portal.kit.refusals import RefusableForm
from krs_portal.kit.versions import THEIRS, Edited, read_version

pytestmark = pytest.mark.django_db

STORED = {"name": "Budi", "begins": time(9), "is_open": True, "days": ["a", "b"], "kind": "x", "note": "satu\ndua"}


class HoursForm(RefusableForm):
    name = forms.CharField(label="Nama", required=False)
    begins = ClockField(label="Mulai", required=False)
    is_open = forms.BooleanField(label="Buka", required=False)
    days = forms.MultipleChoiceField(label="Hari", choices=[("a", "Senin"), ("b", "Selasa")], required=False)
    kind = forms.ChoiceField(label="Jenis", choices=[("", "Pilih"), ("x", "Tetap"), ("y", "Keliling")], required=False)
    note = forms.CharField(label="Catatan", widget=forms.Textarea, required=False)
    reason = forms.CharField(label="Alasan", required=False)


@pytest.fixture
def row():
    return ReferenceItem.objects.create(key="uji")


def send(row, stored, sent, **more):
    data = QueryDict(mutable=True)
    for name, value in (sent | more).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    form = HoursForm(data, edits=Edited(row, lambda _row: stored))
    form.is_valid()
    return form


def open_page(row, stored=STORED):
    """What a browser sends of the page as it was opened."""
    form = HoursForm(edits=Edited(row, lambda _row: stored))
    shown, _before = read_version(form.version)
    return {name: value for name, value in shown.items() if value} | {"version": form.version}


def test_what_was_opened_and_saved_unchanged_keeps_up(row):
    assert send(row, STORED, open_page(row)).keeps_up()


def test_a_value_written_in_another_way_is_the_same_value(row):
    opened = open_page(row)
    now = STORED | {"begins": time(8), "note": "satu"}

    assert send(row, now, opened, begins="8:00:00", note="satu  ").keeps_up()


@pytest.mark.parametrize(
    ("name", "now", "typed", "said"),
    [
        ("name", "Ani", "Cici", ("Budi", "Ani", "Cici")),
        ("begins", time(8), "10:00", ("09:00", "08:00", "10:00")),
        ("is_open", False, "on", ("Ya", "Tidak", "Ya")),
        ("days", ["a"], ["b"], ("Senin, Selasa", "Senin", "Selasa")),
        ("kind", "y", "", ("Tetap", "Keliling", "–")),
        ("note", "tiga", "empat\r\nlima", ("satu\ndua", "tiga", "empat\nlima")),
    ],
)
def test_each_kind_of_field_shows_before_theirs_and_mine_in_words(row, name, now, typed, said):
    form = send(row, STORED | {name: now}, open_page(row), **{name: typed})

    assert not form.keeps_up()
    assert form.status == 409
    (line,) = form.differences
    assert (line.before, line.theirs, line.mine) == said


def test_a_field_one_did_not_touch_proposes_what_stands_there_now(row):
    form = send(row, STORED | {"name": "Ani", "kind": "y"}, open_page(row), kind="", reason="sebab")

    form.keeps_up()

    assert {line.label: line.chosen for line in form.differences} == {"Nama": THEIRS, "Jenis": ""}


def test_without_a_choice_it_is_asked_again_and_with_one_it_is_done(row):
    now = STORED | {"name": "Ani"}
    first = send(row, now, open_page(row), name="Cici")
    first.keeps_up()
    page = open_page(row) | {"version": first.version, "name": "Cici"}

    assert not send(row, now, page).keeps_up()
    mine, theirs = (send(row, now, page, **{"name-choice": choice}) for choice in ("mine", "theirs"))
    assert (mine.keeps_up(), mine.cleaned_data["name"]) == (True, "Cici")
    assert (theirs.keeps_up(), theirs.cleaned_data["name"]) == (True, "Ani")


def test_what_a_third_person_saves_while_one_chooses_is_asked_about_again(row):
    first = send(row, STORED | {"name": "Ani"}, open_page(row), name="Cici")
    first.keeps_up()
    page = open_page(row) | {"version": first.version, "name": "Cici", "name-choice": "mine"}

    again = send(row, STORED | {"name": "Dedi"}, page)

    assert not again.keeps_up()
    assert [(line.before, line.theirs, line.mine) for line in again.differences] == [("Ani", "Dedi", "Cici")]


def test_a_version_that_cannot_be_read_asks_about_all_that_differs(row):
    form = send(row, STORED, open_page(row) | {"version": "xyz"}, name="Cici")

    assert not form.keeps_up()
    assert [line.label for line in form.differences] == ["Nama"]


def test_words_that_are_wrong_come_first_and_keep_the_version(row):
    form = send(row, STORED | {"name": "Ani"}, opened := open_page(row), begins="pagi")

    assert form.status == 422
    assert read_version(form.version) == read_version(opened["version"])


def test_what_is_gone_is_said_to_be_gone(row):
    form = send(row, STORED, open_page(row))
    row_gone = ReferenceItem.objects.get(pk=row.pk)
    row_gone.delete()

    with pytest.raises(Http404), transaction.atomic():
        form.keeps_up()
