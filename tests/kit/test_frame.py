import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.urls import reverse

from krs_portal.kit import navigation
from krs_portal.kit.htmx import wants_fragment
from krs_portal.kit.language import ChosenLanguage
from krs_portal.kit.navigation import NavItem
from krs_portal.kit.registry import Registry


@pytest.fixture
def own_items(monkeypatch):
    monkeypatch.setattr(navigation, "_items", Registry(lambda item: item.url_name))
    monkeypatch.setattr(navigation, "_public_urls", {})
    navigation.register_nav_items(
        NavItem("Masuk", "account_login", "login-2", 90, shown=navigation.is_signed_out),
        NavItem("Galeri", "kit:gallery", "eye", 10),
        NavItem("Belum ada", "nowhere:yet", "eye", 20),
        NavItem("Rahasia", "kit:gallery", "eye", 10, shown=navigation.is_anybody),
    )


def places(rf, path):
    request = rf.get(path)
    request.user = AnonymousUser()
    return navigation.list_header_links(request)


def test_the_current_place_is_marked_and_only_it(rf, own_items):
    marked = {place.label: place.current for place in places(rf, reverse("kit:gallery") + "lebih/dalam/")}

    assert marked == {"Rahasia": True, "Masuk": False}


def test_a_part_of_a_page_is_for_htmx_only(rf):
    assert wants_fragment(rf.get("/", headers={"HX-Request": "true"}))
    assert not wants_fragment(rf.get("/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}))
    assert not wants_fragment(rf.get("/"))


@pytest.mark.parametrize(("cookie", "language"), [("en", "en"), ("id", "id"), ("zz", "id"), (None, "id")])
def test_indonesian_unless_chosen_otherwise(rf, settings, cookie, language):
    request = rf.get("/", headers={"Accept-Language": "en"})
    if cookie:
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie

    response = ChosenLanguage(lambda request: HttpResponse(request.LANGUAGE_CODE))(request)

    assert response.content.decode() == response["Content-Language"] == language
