"""The contract of /api/v1/imports/."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from krs_portal.imports import tasks
from tests.factories import offices
from tests.factories.imports import KIND, checked, row, sheet

pytestmark = pytest.mark.django_db


def told(content=None, **more):
    return {"kind": KIND.code, "file": SimpleUploadedFile("daftar.xlsx", content or sheet())} | more


def test_a_workbook_goes_in_and_out_again(signed_in, office, officer):
    api = signed_in(officer)
    made = api.post("/api/v1/imports/", told(sheet(row("A"), row("B", unit="x"), row("A"))))
    assert made.status_code == 201
    assert made.json()["state"] == "QUEUED"
    address = f"/api/v1/imports/{made.json()['id']}/"
    tasks.run_batch_check(made.json()["id"])

    ready = api.get(address).json()
    assert [ready[name] for name in ("state", "rows", "ready", "needs_correction", "duplicate", "committed")] == [
        "READY", 3, 1, 1, 1, 0,
    ]  # fmt: skip
    assert {"column": "units", "file": None, "rows": 196, "ready": 98, "committed": None} in ready["sums"]
    waiting = api.get(f"{address}rows/?state=NEEDS_CORRECTION").json()["results"]
    assert waiting[0]["problems"] == [{"column": "units", "text": "“x” bukan angka."}]
    assert "nik" not in waiting[0]["raw"]

    assert api.post(f"{address}commit/").json()["state"] == "COMMITTING"
    tasks.run_batch_commit(made.json()["id"])
    assert api.get(address).json()["committed"] == 1
    assert api.post(f"{address}undo/").json()["state"] == "UNDONE"


def test_what_is_wrong_is_said_by_field(signed_in, office, officer):
    api = signed_in(officer)

    kind = api.post("/api/v1/imports/", told(kind="entah"))
    damaged = api.post("/api/v1/imports/", told(b"\0\1"))
    elsewhere = api.post("/api/v1/imports/", told(office="LAIN"))

    assert [answer.status_code for answer in (kind, damaged, elsewhere)] == [400] * 3
    assert [list(answer.json()["fields"]) for answer in (kind, damaged, elsewhere)] == [["kind"], ["file"], ["office"]]


def test_those_who_do_not_import_are_refused_with_a_reason(signed_in, office, officer):
    batch = checked(office, officer)
    head = signed_in(offices.head(office))

    refused = head.post("/api/v1/imports/", told())
    commit = head.post(f"/api/v1/imports/{batch.pk}/commit/")

    assert (refused.status_code, commit.status_code) == (403, 403)
    assert "Hanya petugas" in commit.json()["title"]


def test_another_office_is_told_of_nothing(signed_in, office, officer):
    batch = checked(office, officer)
    stranger = signed_in(offices.officer(offices.balai()))

    assert stranger.get("/api/v1/imports/").json()["results"] == []
    assert stranger.get(f"/api/v1/imports/{batch.pk}/").status_code == 404
    assert stranger.get(f"/api/v1/imports/{batch.pk}/rows/").status_code == 404
    assert stranger.post(f"/api/v1/imports/{batch.pk}/undo/").status_code == 404


def test_a_state_that_rows_do_not_have_is_refused(signed_in, office, officer):
    answer = signed_in(officer).get(f"/api/v1/imports/{checked(office, officer).pk}/rows/?state=ENTAH")

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["state"]
