"""The public page: valid, superseded, draft, unknown; and a file that matches or does not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from krs_portal.kit.codes import UNMISTAKABLE
from krs_portal.reports.codes import new_code, normalise_code
from tests.factories import offices, reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluator():
    return offices.evaluator()


@pytest.fixture
def published(evaluator):
    reports.year_2022()
    return reports.published(evaluator)


def page(client, code):
    return client.get(reverse("reports:verify", args=[code]))


def test_a_code_has_no_letters_that_look_alike():
    assert set("01OILU".replace("U", "")) & set(UNMISTAKABLE) == set()
    assert normalise_code(f" {new_code().lower().replace('-', ' ')} ").count("-") == 1


def test_a_published_revision_is_valid_and_shows_its_figures(client, published):
    answer = page(client, published.code)

    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Berlaku" in text
    assert "1.808 layanan" in text
    assert "5 Desember 2022" in text
    assert all(file.sha256 in text for file in published.files.all())


def test_no_person_stands_on_the_page(client, published, evaluator):
    text = page(client, published.code).content.decode()

    assert evaluator.name not in text
    assert evaluator.email not in text


def test_an_old_paper_says_which_revision_replaced_it(client, published, evaluator):
    reports.late_service(reports.Office.objects.get(code="JAW3"))
    second = reports.published(evaluator)

    text = page(client, published.code).content.decode()

    assert "digantikan oleh revisi 2" in text
    assert reverse("reports:verify", args=[second.code]) in text


def test_a_draft_shows_no_figure(client, evaluator):
    reports.year_2022()
    draft = reports.drafted(evaluator)

    text = page(client, draft.code).content.decode()

    assert "belum terbit" in text
    assert "1.808" not in text
    assert "SHA-256" not in text


def test_an_unknown_code_is_404_in_the_same_layout(client):
    answer = page(client, "22222-22222")

    assert answer.status_code == 404
    assert "Tidak dikenal" in answer.content.decode()
    assert "Periksa kode lain" in answer.content.decode()


def test_a_typed_code_is_forgiven_its_spelling(client, published):
    answer = client.get(reverse("reports:verify"), {"kode": published.code.lower().replace("-", " ")})

    assert answer.url == reverse("reports:verify", args=[published.code])


@pytest.mark.parametrize(("extra", "word"), [(b"", "Cocok"), (b"x", "Tidak cocok")])
def test_a_sent_file_is_compared_to_the_last_byte(client, published, extra, word):
    content = bytes(published.files.get(format="PDF").content) + extra
    sent = SimpleUploadedFile("laporan.pdf", content)

    answer = client.post(reverse("reports:verify", args=[published.code]), {"file": sent})

    assert f'<p class="alert-title">{word}</p>' in answer.content.decode().split("<template")[0]


def test_a_file_too_large_is_refused_in_words(client, published, monkeypatch):
    monkeypatch.setattr("krs_portal.reports.forms.LARGEST_FILE", 3)

    answer = client.post(
        reverse("reports:verify", args=[published.code]), {"file": SimpleUploadedFile("a.pdf", b"lebih")}
    )

    assert "lebih besar dari 25 MB" in answer.content.decode()
