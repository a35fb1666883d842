"""A form or a button reaches one service; what was refused comes back with the words still there."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied, ValidationError

from krs_portal.kit.refusals import RefusableForm, refuse_if
from krs_portal.kit.submitting import press_button, render_form_page, submit_form


class NameForm(RefusableForm):
    name = forms.CharField()


@pytest.fixture
def asked(rf):
    """`asked(data)`: a POST of an anonymous visitor; without data, a GET."""

    def make(data=None):
        request = rf.get("/") if data is None else rf.post("/", data)
        request.user = "warga"
        request._messages = CookieStorage(request)
        return request

    return make


def said(request):
    return [str(message) for message in get_messages(request)]


def test_a_service_is_called_with_the_words_the_user_and_the_moment(asked):
    request, called = asked({"name": "Siti"}), {}

    made = submit_form(
        request, NameForm(request.POST), lambda **known: called.update(known) or "made", said="Done", of=3
    )

    assert made == "made"
    assert (called["name"], called["of"], called["by"]) == ("Siti", 3, "warga")
    assert called["at"].tzinfo is not None
    assert said(request) == ["Done"]


def test_a_service_that_returns_nothing_counts_as_done(asked):
    request = asked({"name": "Siti"})

    assert submit_form(request, NameForm(request.POST), lambda **_: None) is True


@pytest.mark.parametrize("data", [None, {"name": ""}])
def test_nothing_is_done_while_looking_or_with_a_wrong_word(asked, data):
    request = asked(data)
    form = NameForm(request.POST or None)

    assert submit_form(request, form, pytest.fail) is None
    assert said(request) == []


def test_a_refusal_stands_at_its_field_and_the_rest_above(asked):
    def refuse(**_):
        raise ValidationError({"name": "Nama sudah ada.", "other": "Bukan hari kerja."})

    request = asked({"name": "Siti"})
    form = NameForm(request.POST)

    assert submit_form(request, form, refuse) is None
    assert form.errors == {"name": ["Nama sudah ada."], "__all__": ["Bukan hari kerja."]}
    assert form["name"].value() == "Siti"


def test_a_button_that_is_refused_says_so(asked):
    def refuse(**_):
        raise ValidationError("Sudah dipanggil.")

    request = asked({})

    assert press_button(request, refuse) is None
    assert said(request) == ["Sudah dipanggil."]


def test_a_page_with_a_wrong_word_is_no_success(asked):
    request = asked({"name": ""})
    form = NameForm(request.POST)
    form.is_valid()

    answer = render_form_page(request, form, title="Nama", button="Simpan", template="components/form.html")

    assert answer.status_code == 422


def test_a_policy_that_says_nothing_lets_pass():
    refuse_if(None)

    with pytest.raises(PermissionDenied, match="Hanya kepala"):
        refuse_if("Hanya kepala")
