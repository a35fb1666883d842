"""A file is served only through permission, never guessed at by the browser, and asked for again each time."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from krs_portal.files import services, shelves
from krs_portal.files.models import Attachment
from tests.factories import files, offices

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vault")]
AT = datetime(2021, 3, 3, 3, 0, tzinfo=UTC)
ATTACH = f"/berkas/unggah/{files.KIND}/7/"


@pytest.fixture
def agency():
    return offices.office("SMG")


@pytest.fixture
def officer(agency):
    return offices.officer(agency)


@pytest.fixture
def reader():
    return offices.officer(offices.office())


@pytest.fixture(autouse=True)
def owner(agency, officer, reader):
    """The officer changes, the reader looks, nobody else does either."""
    with files.owner(
        agency,
        sees=lambda user: user in (officer, reader),
        why_not=lambda user: None if user == officer else "Hanya petugas.",
    ):
        yield


@pytest.fixture
def photo(agency, officer):
    return services.attach_file(
        file=files.upload(files.telephone_photo()), about=files.ABOUT, office=agency, by=officer, at=AT, title="Atap"
    )


@pytest.fixture
def paper(agency, officer):
    return services.attach_file(
        file=files.upload(files.pdf(), "Berita Acara.PDF"), about=files.ABOUT, office=agency, by=officer, at=AT
    )


def fetched(browser, address):
    """The answer with its bytes, read to the end."""
    answer = browser.get(address)
    answer.bytes = b"".join(answer.streaming_content)
    for close in answer._resource_closers:
        close()
    return answer


def test_a_photo_is_shown_and_a_document_is_saved(signed_in, reader, photo, paper):
    browser = signed_in(reader)

    shown, saved = fetched(browser, photo.url), fetched(browser, paper.url)

    assert shown["Content-Disposition"] == 'inline; filename="Atap.jpg"'
    assert saved["Content-Disposition"] == 'attachment; filename="Berita Acara.pdf"'
    for answer in (shown, saved):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-cache"
    assert shown.bytes[:3] == b"\xff\xd8\xff"


def test_what_the_browser_has_is_not_sent_again(signed_in, reader, photo):
    browser = signed_in(reader)

    first = fetched(browser, photo.thumbnail_url)
    again = browser.get(photo.thumbnail_url, headers={"if-none-match": first["ETag"]})

    assert (first.status_code, again.status_code) == (200, 304)
    assert fetched(browser, photo.url)["ETag"] != first["ETag"]


@pytest.mark.parametrize("name", ["open", "thumbnail", "remove"])
def test_who_may_not_see_it_finds_nothing(signed_in, photo, name):
    browser = signed_in(offices.officer(offices.office()))

    assert browser.get(reverse(f"files:{name}", args=[photo.key])).status_code == 404


def test_nobody_is_sent_to_sign_in(client, photo):
    assert reverse("account_login") in client.get(photo.url)["Location"]


def test_a_removed_file_is_gone_at_once_even_with_its_tag(signed_in, officer, photo):
    browser = signed_in(officer)
    tag = fetched(browser, photo.url)["ETag"]

    asked, done = browser.get(f"{photo.url}hapus/"), browser.post(f"{photo.url}hapus/")

    assert (asked.status_code, done["Location"]) == (200, "/rumah/7/")
    assert browser.get(photo.url, headers={"if-none-match": tag}).status_code == 404
    assert Attachment.objects.get().removed_by == officer


def test_uploading_leads_back_to_the_matter(signed_in, officer):
    answer = signed_in(officer).post(ATTACH, {"file": files.upload(files.picture()), "title": " Tampak  depan "})

    assert answer["Location"] == "/rumah/7/"
    assert Attachment.objects.get().title == "Tampak depan"


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "kosong"), (b"apa saja", "bukan foto (JPEG, PNG, WebP) dan bukan dokumen")]
)
def test_what_is_wrong_stands_beside_the_field(signed_in, officer, content, said):
    answer = signed_in(officer).post(ATTACH, {"file": files.upload(content), "title": "Atap"})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="Atap"' in answer.content.decode()


def test_who_only_looks_uploads_and_removes_nothing(signed_in, reader, photo):
    browser = signed_in(reader)

    answers = [browser.post(ATTACH, {"file": files.upload(files.picture())}), browser.post(f"{photo.url}hapus/")]

    assert [answer.status_code for answer in answers] == [403, 403]


@pytest.mark.parametrize("address", ["/berkas/unggah/tidak.ada/7/", f"/berkas/unggah/{files.KIND}/8/"])
def test_a_matter_that_is_not_there_takes_nothing(signed_in, officer, address):
    assert signed_in(officer).get(address).status_code == 404


def test_a_shelf_offers_only_what_is_allowed(officer, reader, photo, paper):
    strange = offices.officer(offices.office())

    shown = {user: shelves.build_shelf(user, files.ABOUT) for user in (officer, reader, strange)}

    assert [(len(shelf.photos), len(shelf.documents), bool(shelf.attach_url)) for shelf in shown.values()] == [
        (1, 1, True),
        (1, 1, False),
        (0, 0, False),
    ]
