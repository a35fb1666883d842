"""What is published is what the data say at that moment, or it says itself what has changed; and it is held to."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from clinics import services as clinic_services
from clinics.enums import Measure
from clinics.models import PublishedFigure, Target
from krs_portal.reports import services, tasks
from krs_portal.reports.changes import list_changes_by_now
from tests.factories import clinics, offices, reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluator():
    return offices.evaluator()


@pytest.fixture
def made():
    return reports.year_2022()


@pytest.fixture
def draft(made, evaluator):
    return reports.explained(reports.drafted(evaluator), evaluator)


def publish(draft, by, **explained):
    services.publish_revision(revision=draft, by=by, at=timezone.now(), **explained)
    tasks.render_revision(draft.pk)
    draft.refresh_from_db()
    return draft


def cut_target(of, quantity=173, by=None):
    """A decision of the year that was recorded only now."""
    return clinic_services.revise_target(
        target=Target.objects.get(office=of), quantity=quantity, decree="Keputusan 9/2022",
        decided_on=date(2022, 7, 1), reason="Anggaran berubah", by=by, at=timezone.now(),
    )  # fmt: skip


def post_people(made, evaluator):
    reports.post(made["JAW3"], Measure.PERSON, [20])


def post_sessions(made, evaluator):
    reports.post(made["JAW3"], Measure.SESSION, [1])


def move_target(made, evaluator):
    cut_target(made["SATKER-BALI"], by=evaluator)


@pytest.mark.parametrize(
    ("change", "labels"),
    [
        (post_people, {"Orang", "Orang, JAW3"}),
        (post_sessions, {"Sesi", "Sesi, JAW3"}),
        (
            move_target,
            {
                "Target", "Target, SATKER-BALI", "Capaian", "Capaian, SATKER-BALI", "Unit yang mencapai target",
                "Capaian bila tiap unit dibatasi pada targetnya", "Kekurangan unit yang belum mencapai target",
            },
        ),
    ],
    ids=["people", "sessions", "a target"],
)  # fmt: skip
def test_a_draft_with_any_stale_figure_is_not_published_without_a_word(made, draft, evaluator, change, labels):
    clinics.all_indicators()
    draft = reports.explained(reports.drafted(evaluator), evaluator)

    change(made, evaluator)

    assert {each.label for each in list_changes_by_now(draft, timezone.now())} == labels
    with pytest.raises(ValidationError, match="berubah sejak draf ini disusun"):
        publish(draft, evaluator)
    with pytest.raises(ValidationError, match="berubah"):
        publish(draft, evaluator, drift_reason=".")
    draft.refresh_from_db()
    assert draft.publish_requested_at is None


def test_a_stale_draft_is_built_anew_and_published(made, draft, evaluator):
    reports.late_service(made["JAW3"])

    again = publish(reports.explained(reports.drafted(evaluator), evaluator), evaluator)

    assert again.published_at
    assert again.figures.get(key="layanan").value == 1809


def test_what_is_published_nevertheless_says_what_changed_and_why(made, draft, evaluator, signed_in):
    reports.late_service(made["JAW3"])
    client = signed_in(evaluator)
    page = f"/laporan/{draft.report_id}/"

    offered = client.get(page).content.decode()
    empty = client.post(f"/laporan/revisi/{draft.pk}/terbitkan/", {"drift_reason": "."})
    client.post(f"/laporan/revisi/{draft.pk}/terbitkan/", {"drift_reason": "Rapat memakai angka yang dibekukan."})
    tasks.render_revision(draft.pk)
    draft.refresh_from_db()

    assert "Terbitkan dengan penjelasan" in offered
    assert empty.status_code == 422
    assert draft.published_at
    paper = bytes(draft.files.get(format="PDF").content).decode()
    for text in (paper, client.get(page).content.decode()):
        assert "Rapat memakai angka yang dibekukan." in text
        assert "1.809" in text


def test_what_the_portal_published_is_a_figure_said_in_public(made, draft, evaluator, signed_in):
    published = publish(draft, evaluator)

    said = PublishedFigure.objects.get(revision=published, indicator__code="layanan")
    assert (said.value, said.as_at, said.stated_on) == (
        1808,
        date(2022, 12, 5),
        timezone.localdate(published.published_at),
    )
    assert f"kode {published.code}" in said.source
    board = signed_in(evaluator).get("/dasbor/?year=2022").context["board"].figures
    assert {(each.value, each.as_at, each.difference) for each in board.published} == {
        (1808, date(2022, 12, 5), 0), (1806, date(2022, 12, 5), 2)
    }  # fmt: skip


def test_a_later_report_is_held_against_it_on_its_own_day(made, draft, evaluator):
    publish(draft, evaluator)
    clinics.entry(made["JAW3"], date(2022, 12, 20), 6)
    reports.late_service(made["JAW3"])

    rows = reports.drafted(evaluator, {"year": 2022, "as_at": "2022-12-31"}).reconciliations
    compared = {(row.ours, row.theirs) for row in rows.filter(key__startswith="said:", label__startswith="Layanan")}

    assert compared == {(1809, 1808), (1809, 1806)}  # 5 December with 5 December, not with 1.815 of the year's end


def test_a_revision_that_was_replaced_is_compared_no_more_and_a_draft_replaces_nothing(made, draft, evaluator):
    first = publish(draft, evaluator)
    reports.late_service(made["JAW3"])
    second = reports.explained(reports.drafted(evaluator), evaluator)

    first = type(first).objects.get(pk=first.pk)
    assert not first.is_superseded
    assert PublishedFigure.objects.standing().filter(revision=first).exists()

    publish(second, evaluator, note="Satu layanan terlambat dicatat.")

    first = type(first).objects.get(pk=first.pk)
    assert first.is_superseded
    standing = PublishedFigure.objects.standing().filter(indicator__code="layanan", revision__isnull=False)
    assert [figure.value for figure in standing] == [1809]
