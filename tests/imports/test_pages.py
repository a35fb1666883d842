"""The pages, as the officer who hands a workbook in walks through them, and as others may not."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from krs_portal.imports import tasks
from krs_portal.imports.models import Batch
from tests.factories import offices
from tests.factories.imports import KIND, checked, committed, fresh, row, sheet, uploaded, xlsx

pytestmark = pytest.mark.django_db
FILE = "daftar gedung.xlsx"


def file(content=None, name=FILE):
    return SimpleUploadedFile(name, content or sheet(row("A"), row("B", unit="banyak")))


def test_a_workbook_walks_from_upload_to_undo(signed_in, office, officer):
    browser = signed_in(officer)
    answer = browser.post(f"/impor/unggah/{KIND.code}/", {"office": office.pk, "file": file()})
    batch = Batch.objects.get()
    assert answer.url == f"/impor/{batch.pk}/"
    assert "Menunggu giliran" in browser.get(answer.url).text
    tasks.run_batch_check(batch.pk)
    page = browser.get(answer.url).text
    assert "“banyak” bukan angka." in page
    assert "Masukkan 1 baris" in page

    waiting = batch.rows.get(number=3)
    assert "“banyak” bukan angka." in browser.get(f"/impor/baris/{waiting.pk}/").text
    assert browser.post(f"/impor/baris/{waiting.pk}/", {"units": "tiga"}).status_code == 422
    assert browser.post(f"/impor/baris/{waiting.pk}/", {"units": "98"}).status_code == 302
    browser.post(f"/impor/{batch.pk}/masukkan/")
    tasks.run_batch_commit(batch.pk)
    assert "Sudah dimasukkan" in browser.get(answer.url).text

    browser.post(f"/impor/{batch.pk}/batalkan/")
    assert fresh(batch).state == "UNDONE"
    assert FILE in browser.get("/impor/").text


def test_a_refused_file_says_why(signed_in, office, officer):
    answer = signed_in(officer).post(f"/impor/unggah/{KIND.code}/", {"office": office.pk, "file": file(b"\0\1")})

    assert answer.status_code == 422
    assert "bukan buku kerja XLSX" in answer.text
    assert not Batch.objects.exists()


def test_columns_are_shown_with_samples_and_chosen(signed_in, office, officer):
    batch = checked(office, officer, xlsx([["Gd", None, "Unit"], ["Gedung A", "x", 98]]))
    browser = signed_in(officer)
    address = f"/impor/{batch.pk}/kolom/"
    page = browser.get(address).text
    assert "Kolom B" in page
    assert "Gedung A" in page

    told = {"sheet": batch.sheet, "header_row": 1}
    missing = browser.post(address, told | {"column-2": "units"})
    twice = browser.post(address, told | {"column-0": "name", "column-1": "name"})
    chosen = browser.post(address, told | {"column-0": "name", "column-2": "units"})

    assert "Kolom wajib belum dipasangkan: Nama." in missing.text
    assert "dipilih untuk lebih dari satu kolom" in twice.text
    assert chosen.url == f"/impor/{batch.pk}/"
    tasks.run_batch_check(batch.pk)
    assert fresh(batch).counts["READY"] == 1


def test_columns_that_somebody_else_chose_meanwhile_are_chosen_between(signed_in, office, officer):
    batch = checked(office, officer, xlsx([["Gd", None, "Unit"], ["Gedung A", "x", 98]]))
    browser, address = signed_in(officer), f"/impor/{batch.pk}/kolom/"
    version = re.search(r'name="version"\s+value="([^"]+)"', browser.get(address).text)[1]
    told = {"sheet": batch.sheet, "header_row": 1, "column-0": "name", "version": version}
    browser.post(address, told | {"column-1": "units"})
    tasks.run_batch_check(batch.pk)

    stale = browser.post(address, told | {"column-2": "units"})

    assert (stale.status_code, "Orang lain menyimpan isian ini" in stale.text) == (409, True)
    assert fresh(batch).mapping == {"0": "name", "1": "units"}


def test_the_error_workbook_and_the_template_are_attachments(signed_in, office, officer):
    batch = checked(office, officer, sheet(row("B", unit="banyak")))
    browser = signed_in(officer)

    for address in (f"/impor/{batch.pk}/perbaikan.xlsx", f"/impor/contoh/{KIND.code}.xlsx"):
        answer = browser.get(address)
        assert answer.content.startswith(b"PK")
        assert "attachment" in answer["Content-Disposition"]


def test_a_wrong_correction_workbook_says_why(signed_in, office, officer):
    batch = checked(office, officer, sheet(row("B", unit="banyak")))

    answer = signed_in(officer).post(f"/impor/{batch.pk}/perbaikan/", {"file": file()})

    assert answer.status_code == 422
    assert "bukan buku perbaikan" in answer.text


def test_private_cells_stand_on_no_page(signed_in, office, officer):
    batch = checked(office, officer, sheet(row("A"), row("B", unit="banyak")))
    browser = signed_in(officer)

    pages = [
        f"/impor/{batch.pk}/?status=READY",
        f"/impor/{batch.pk}/kolom/",
        f"/impor/baris/{batch.rows.get(number=3).pk}/",
    ]

    assert not [address for address in pages if "3374010101900001" in browser.get(address).text]


def test_another_office_sees_nothing_of_it(signed_in, office, officer):
    batch = committed(office, officer, sheet(row("A"), row("B", unit="banyak")))
    stranger = signed_in(offices.officer(offices.balai()))
    waiting = batch.rows.get(number=3)

    gets = [reverse(f"imports:{name}", args=[batch.pk]) for name in ("batch", "progress", "columns", "errors")]
    posts = [reverse(f"imports:{name}", args=[batch.pk]) for name in ("check", "commit", "undo", "corrections")]

    assert {stranger.get(url).status_code for url in [*gets, f"/impor/baris/{waiting.pk}/"]} == {404}
    assert {stranger.post(url).status_code for url in posts} == {404}
    assert FILE not in stranger.get("/impor/").text


def test_who_sees_but_may_not_act_is_told_why(signed_in, office, officer):
    batch = checked(office, officer)
    browser = signed_in(offices.head(office))

    answer = browser.post(f"/impor/{batch.pk}/masukkan/")

    assert answer.status_code == 403
    assert "Hanya petugas" in answer.text
    assert "Masukkan 1 baris" not in browser.get(f"/impor/{batch.pk}/").text


def test_lists_ask_as_many_queries_for_many_rows(signed_in, office, officer):
    browser = signed_in(officer)
    asked = {}
    for rows in (3, 30):
        for _batch in range(rows):
            uploaded(office, officer)
        waiting = checked(office, officer, sheet(*[row(f"G{place}", unit="x") for place in range(rows)]))
        for page in ("/impor/", f"/impor/{waiting.pk}/"):
            with CaptureQueriesContext(connection) as queries:
                browser.get(page)
            asked.setdefault(rows, []).append(len(queries))

    assert asked[3] == asked[30]


def test_a_row_is_corrected_inside_its_list(signed_in, office, officer):
    batch = checked(office, officer, sheet(row("A"), row("B", unit="banyak")))
    address, browser = f"/impor/baris/{batch.rows.get(number=3).pk}/", signed_in(officer)
    inside = {"HX-Request": "true"}

    asked = browser.get(address, headers=inside)
    wrong = browser.post(address, {"units": "tiga"}, headers=inside)
    right = browser.post(address, {"units": "98"}, headers=inside)

    assert all("<html" not in answer.text for answer in (asked, wrong, right))
    assert [answer.status_code for answer in (asked, wrong, right)] == [200, 200, 200]
    assert "“tiga” bukan angka." in wrong.text
    assert "Siap" in right.text
