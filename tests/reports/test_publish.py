"""Publishing waits for reasons, freezes everything, and a correction is the next revision."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from krs_portal.reports import policies, services, tasks
from krs_portal.reports.enums import DifferenceCategory, RevisionState
from krs_portal.reports.kinds import DifferenceLine
from krs_portal.reports.models import File, Revision
from tests.factories import offices, reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluator():
    return offices.evaluator()


@pytest.fixture
def made():
    return reports.year_2022()


def paper(revision):
    return bytes(revision.files.get(format="PDF").content).decode()


def test_the_published_1806_stands_beside_1808_and_blocks_publishing(made, evaluator):
    draft = reports.drafted(evaluator)

    row = draft.reconciliations.get(key="said:0")
    assert (row.ours, row.theirs, row.difference) == (1808, 1806, 2)
    assert policies.why_not_publish(evaluator, draft) == (
        "Selisih +2 pada “Layanan: jumlah bagian terhadap angka yang sudah terbit” belum diberi alasan; "
        "isi alasannya lebih dahulu."
    )
    with pytest.raises(PermissionDenied, match="belum diberi alasan"):
        services.publish_revision(revision=draft, by=evaluator, at=timezone.now())


def test_parts_ledger_and_tallies_agree(made, evaluator):
    rows = reports.drafted(evaluator).reconciliations.exclude(key__startswith="said:")

    assert {row.key.split(":")[0] for row in rows} == {"parts", "ledger", "tally"}
    assert {row.difference for row in rows} == {0}


def test_with_its_reason_it_is_published_without_the_draft_mark(made, evaluator):
    draft = reports.drafted(evaluator)
    assert "DRAF" in paper(draft)

    done = reports.published(evaluator)

    assert (done.state, done.published_by) == (RevisionState.READY, evaluator)
    assert "DRAF" not in paper(done)
    assert "Salah jumlah dalam sumber." in paper(done)
    assert policies.why_not_publish(evaluator, done) == "Revisi ini sudah terbit."


def test_nobody_but_the_ministry_publishes(made, evaluator):
    draft = reports.explained(reports.drafted(evaluator), evaluator)

    for user in (offices.head(made["JAW3"]), offices.officer(made["JAW3"])):
        with pytest.raises(PermissionDenied, match="evaluator kementerian"):
            services.publish_revision(revision=draft, by=user, at=timezone.now())


SOURCE, OTHER = DifferenceCategory.SOURCE, DifferenceCategory.OTHER


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([], "paling sedikit satu baris"),
        ([(SOURCE, 1, "Kompas")], "berjumlah +1, sedangkan selisihnya +2"),
        ([(OTHER, 2, ".")], "dengan kata-kata"),
        ([(SOURCE, 3, ""), (SOURCE, -2, "")], "berjumlah +1"),
    ],
)
def test_reasons_that_do_not_account_for_the_difference_are_refused(made, evaluator, lines, refusal):
    row = reports.drafted(evaluator).reconciliations.get(key="said:0")

    with pytest.raises(ValidationError, match=refusal.replace("+", r"\+")):
        services.give_reason(
            reconciliation=row, lines=[DifferenceLine(*line) for line in lines], by=evaluator, at=timezone.now()
        )


def test_lines_that_add_up_to_the_difference_explain_it(made, evaluator):
    row = reports.drafted(evaluator).reconciliations.get(key="said:0")
    lines = [DifferenceLine(SOURCE, 3, "Kompas"), DifferenceLine(DifferenceCategory.CORRECTED, -1)]

    services.give_reason(reconciliation=row, lines=lines, by=evaluator, at=timezone.now())

    assert not row.is_open
    assert (
        row.reason == "+3 Salah jumlah atau salah kutip dalam sumber (Kompas); −1 Dikoreksi atau dibatalkan sesudahnya"
    )


def test_a_reason_changes_no_more_once_published(made, evaluator):
    row = reports.published(evaluator).reconciliations.get(key="said:0")

    with pytest.raises(PermissionDenied, match="sudah diterbitkan"):
        reports.explain(row, evaluator, "Lain.")


@pytest.mark.parametrize("field", ["snapshot", "code", "number", "as_at"])
def test_the_database_freezes_a_published_revision(made, evaluator, field):
    done = reports.published(evaluator)
    value = {"snapshot": {}, "code": "22222-22222", "number": 7, "as_at": "2022-12-06"}[field]

    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.filter(pk=done.pk).update(**{field: value})


@pytest.mark.parametrize("part", ["files", "figures", "reconciliations"])
def test_the_database_freezes_what_belongs_to_it(made, evaluator, part):
    rows = getattr(reports.published(evaluator), part)
    changes = {"files": {"content": b"x"}, "figures": {"value": 1}, "reconciliations": {"label": "Lain."}}

    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        rows.update(**changes[part])
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        rows.all().delete()


def test_no_file_is_added_to_a_published_revision(made, evaluator):
    done = reports.published(evaluator)

    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        File.objects.create(revision=done, format="TXT", name="x", sha256="x", size=1, content=b"x")


def test_a_draft_may_be_made_anew_a_published_revision_may_not_be_deleted(made, evaluator):
    done = reports.published(evaluator)

    with pytest.raises(DatabaseError), transaction.atomic():
        done.delete()


def test_what_is_recorded_later_leaves_the_published_revision_and_shows_in_the_next(made, evaluator):
    first = reports.published(evaluator)
    reports.late_service(made["SATKER-BALI"])

    second = reports.drafted(evaluator)

    first.refresh_from_db()
    assert first.figures.get(key="layanan").value == 1808
    assert second.supersedes == first
    changes = {change["label"]: (change["before"], change["after"]) for change in second.snapshot["changes"]}
    assert changes["Layanan, SATKER-BALI"] == ("173", "174")
    assert changes["Layanan"] == ("1.808", "1.809")
    assert "Layanan, JAW3" not in changes
    assert "Perubahan terhadap revisi 1" in paper(second)
    row = second.reconciliations.get(key="previous:layanan")
    assert (row.ours, row.theirs, row.difference) == (1809, 1808, 1)


def test_publishing_the_next_supersedes_the_one_before(made, evaluator):
    first = reports.published(evaluator)
    assert not first.is_superseded
    reports.late_service(made["SATKER-BALI"])

    second = reports.published(evaluator)

    first = Revision.objects.get(pk=first.pk)
    assert first.superseded_by == second
    assert first.is_superseded


def test_publishing_that_fails_is_tried_again_and_ends_published(made, evaluator, monkeypatch):
    draft = reports.explained(reports.drafted(evaluator), evaluator)
    services.publish_revision(revision=draft, by=evaluator, at=timezone.now())
    with monkeypatch.context() as patch:
        patch.setattr(tasks.rendering, "render_revision_html", lambda revision: 1 / 0)
        tasks.render_revision(draft.pk)
    draft.refresh_from_db()
    assert (draft.state, draft.published_at) == (RevisionState.FAILED, None)

    services.retry_revision(revision=draft, by=evaluator, at=timezone.now())
    tasks.render_revision(draft.pk)

    draft.refresh_from_db()
    assert draft.published_at is not None
