"""A part that is drawn once is the right one for everybody who is shown it."""

import pytest
from django.template import engines
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from krs_portal.accounts.models import User


def drawn(**words):
    given = " ".join(f"{name}={name}" for name in words)
    return engines["django"].from_string(f'{{% part "components/button.html" {given} %}}').render(words)


def test_what_must_be_escaped_is_not_mistaken_for_what_is_safe():
    assert "<b>" in drawn(label=mark_safe("<b>Simpan</b>"))  # as ours only
    assert "<b>" not in drawn(label="<b>Simpan</b>")


def test_one_and_true_are_not_the_same():
    assert [drawn(label=label).count("True") for label in (1, True, 1)] == [0, 1, 0]


def test_each_language_has_its_own():
    label = gettext_lazy("Masuk")
    said = []
    for language in ("id", "en", "id"):
        with translation.override(language):
            said.append("Masuk" in drawn(label=label))

    assert said[0] == said[2] is True


@pytest.mark.django_db
def test_the_frame_follows_the_reader_and_the_page():
    url, user = reverse("consultations:look_up"), User.objects.create_user(email="petugas@uji.krs.test")
    signed_in, english = Client(), Client()
    signed_in.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    english.cookies["django_language"] = "en"

    pages = [client.get(url).content.decode() for client in (Client(), signed_in, english, Client())]

    login = f'href="{reverse("account_login")}"'
    assert [login in page for page in pages] == [True, False, True, True]
    assert [page.count('aria-current="page"') for page in pages] == [1, 0, 1, 1]
    assert ['lang="id">' in page and "Langsung ke isi" in page for page in pages] == [True, True, False, True]
    assert [user.email in page for page in pages] == [False, True, False, False]


@pytest.mark.django_db
def test_a_language_is_chosen_without_a_token_and_leads_back():
    client = Client(enforce_csrf_checks=True)

    answer = client.post(reverse("set_language"), {"language": "en", "next": reverse("consultations:look_up")})

    assert answer.url == reverse("consultations:look_up")
    assert client.cookies["django_language"].value == "en"
