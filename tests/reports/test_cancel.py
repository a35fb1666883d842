"""A building that is stopped writes nothing more; a draft whose publishing is stopped is the draft again."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from krs_portal.reports import claims, services, tasks
from krs_portal.reports.models import File
from krs_portal.reports.rendering import render_revision_html
from tests.factories import offices, reports

pytestmark = pytest.mark.django_db
WORDS = {
    "official_number": "9/LP-KRS/XII/2022", "place": "Jakarta", "signatory_position": "Direktur Rumah Swadaya",
    "signatory_name": "Sri Contoh", "signatory_nip": "19700430 199103 1 001", "copies_to": "Sekretaris\nArsip",
}  # fmt: skip


@pytest.fixture
def evaluator():
    reports.year_2022()
    return offices.evaluator()


def test_the_worker_of_a_stopped_building_loses_its_claim_and_it_can_be_tried_again(signed_in, evaluator):
    revision = reports.asked(evaluator)
    claim = claims.take_claim(revision.pk)

    signed_in(evaluator).post(f"/laporan/revisi/{revision.pk}/hentikan/")

    with pytest.raises(claims.ClaimLost):
        claim.progress(50, "x")
    revision.refresh_from_db()
    assert (revision.state, revision.claim) == ("CANCELLED", None)
    assert claims.take_claim(revision.pk) is None
    assert "Penyusunan dihentikan" in signed_in(evaluator).get(f"/laporan/{revision.report_id}/").content.decode()
    signed_in(evaluator).post(f"/laporan/revisi/{revision.pk}/ulangi/")
    tasks.render_revision(revision.pk)
    revision.refresh_from_db()
    assert revision.state == "READY"


def test_stopping_a_publishing_leaves_the_draft_with_its_files(evaluator):
    revision = reports.explained(reports.drafted(evaluator), evaluator)
    services.publish_revision(revision=revision, by=evaluator, at=timezone.now())

    services.cancel_revision(revision=revision, by=evaluator, at=timezone.now())

    revision.refresh_from_db()
    assert (revision.state, revision.is_draft, revision.published_at) == ("READY", True, None)
    assert File.objects.filter(revision=revision).count() == 3
    with pytest.raises(PermissionDenied):
        services.cancel_revision(revision=revision, by=evaluator, at=timezone.now())


def test_number_place_signatory_and_copies_are_asked_and_printed_on_the_day_of_issue(signed_in, evaluator):
    revision = reports.explained(reports.drafted(evaluator), evaluator)
    client, page = signed_in(evaluator), f"/laporan/revisi/{revision.pk}/penanda-tangan/"

    assert client.post(page, WORDS | {"signatory_nip": "12"}).status_code == 422
    assert client.post(page, WORDS).url == f"/laporan/{revision.report_id}/"
    revision.refresh_from_db()
    assert "Jakarta, …" in render_revision_html(revision)
    services.publish_revision(revision=revision, by=evaluator, at=timezone.now())
    revision.refresh_from_db()

    text = " ".join(render_revision_html(revision).split())
    assert "Nomor: 9/LP-KRS/XII/2022" in text
    assert "NIP: 19700430 199103 1 001" in text
    assert "Jakarta, …" not in text
    assert "<li>Arsip</li>" in text
    assert client.post(page, WORDS).status_code == 403


def test_the_next_revision_is_signed_by_whom_the_last_was_but_has_no_number(evaluator):
    published = reports.explained(reports.drafted(evaluator), evaluator)
    services.write_particulars(revision=published, by=evaluator, at=timezone.now(), **WORDS | {"signatory_nip": ""})
    services.publish_revision(revision=published, by=evaluator, at=timezone.now())
    tasks.render_revision(published.pk)

    new = reports.asked(evaluator)

    assert (new.number, new.place, new.official_number) == (2, "Jakarta", "")
