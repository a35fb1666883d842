"""A revision is built, frozen, rendered and stored, and may be killed at any point."""

import hashlib
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from krs_portal.reports import claims, rendering, services, tasks
from krs_portal.reports.enums import RevisionState
from krs_portal.reports.models import Figure, Revision
from tests.factories import offices, reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluator():
    return offices.evaluator()


@pytest.fixture
def revision(evaluator):
    reports.year_2022()
    return reports.asked(evaluator)


def test_a_rendered_revision_has_three_files_with_their_hash(revision):
    tasks.render_revision(revision.pk)

    revision.refresh_from_db()
    assert (revision.state, revision.progress) == (RevisionState.READY, 100)
    assert {file.format for file in revision.files.all()} == {"PDF", "XLSX", "CSV"}
    for file in revision.files.all():
        assert file.sha256 == hashlib.sha256(bytes(file.content)).hexdigest()
        assert file.size == len(file.content)


def test_progress_grows_with_steps_in_words(revision, monkeypatch):
    told = []
    write = claims.RevisionClaim.write
    monkeypatch.setattr(
        claims.RevisionClaim, "write", lambda self, **values: (told.append(values), write(self, **values))
    )

    tasks.render_revision(revision.pk)

    shares = [values["progress"] for values in told if "step" in values]
    assert shares == sorted(set(shares))
    assert all(values["step"] for values in told)


def test_a_finished_revision_is_left_alone(revision):
    tasks.render_revision(revision.pk)
    first = list(revision.files.values_list("pk", "sha256"))

    tasks.render_revision(revision.pk)

    assert list(revision.files.values_list("pk", "sha256")) == first


def test_a_second_worker_leaves_what_the_first_holds(revision):
    held = claims.take_claim(revision.pk)

    assert held is not None
    assert claims.take_claim(revision.pk) is None


def test_who_lost_the_revision_writes_no_more(revision, settings):
    lost = claims.take_claim(revision.pk)
    Revision.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    held = claims.take_claim(revision.pk)

    with pytest.raises(claims.ClaimLost):
        lost.progress(50, "Terlambat")
    with pytest.raises(claims.ClaimLost), lost.held():
        pytest.fail("the lost claim got in")
    held.progress(50, "Menata")


@pytest.mark.parametrize("step", ["build", "html", "file"])
def test_killed_at_any_step_it_is_run_again_to_the_same_figures(revision, monkeypatch, step):
    class Killed(BaseException):
        pass

    def kill(*arguments):
        raise Killed

    place = {
        "build": (tasks, "store_snapshot"),
        "html": (rendering, "render_revision_html"),
        "file": (rendering, "build_file"),
    }[step]
    with monkeypatch.context() as patch:
        patch.setattr(*place, kill)
        with pytest.raises(Killed):
            tasks.render_revision(revision.pk)
    Revision.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=5))

    tasks.render_revision(revision.pk)

    revision.refresh_from_db()
    assert revision.state == RevisionState.READY
    assert Figure.objects.get(revision=revision, key="layanan").value == 1808
    assert revision.files.count() == 3


def test_an_error_is_told_in_a_sentence_and_may_be_tried_again(revision, evaluator, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(rendering, "render_revision_html", lambda revision: 1 / 0)
        tasks.render_revision(revision.pk)
    revision.refresh_from_db()
    assert revision.state == RevisionState.FAILED
    assert revision.error == "Penyusunan berhenti pada langkah “Menata halaman PDF”. Data tidak berubah; coba lagi."

    services.retry_revision(revision=revision, by=evaluator, at=timezone.now())
    tasks.render_revision(revision.pk)

    revision.refresh_from_db()
    assert revision.state == RevisionState.READY
    assert revision.error == ""


def test_only_what_failed_is_tried_again(revision, evaluator):
    with pytest.raises(PermissionDenied, match="gagal"):
        services.retry_revision(revision=revision, by=evaluator, at=timezone.now())


def test_the_picture_is_taken_once(revision, evaluator):
    """What is recorded between two renderings of the same revision does not slip in."""
    tasks.render_revision(revision.pk)
    Revision.objects.update(state=RevisionState.FAILED)
    reports.late_service(reports.Office.objects.get(code="JAW3"))

    services.retry_revision(revision=revision, by=evaluator, at=timezone.now())
    tasks.render_revision(revision.pk)

    assert revision.figures.get(key="layanan").value == 1808
