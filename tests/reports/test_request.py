"""Asking for a report: by whom, how often, under which number."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from krs_portal.reports.models import Report, Revision
from krs_portal.reports.services import request_report
from tests.factories import offices, reports

pytestmark = pytest.mark.django_db


def test_only_the_ministry_asks():
    with pytest.raises(PermissionDenied, match="evaluator kementerian"):
        reports.asked(offices.head(offices.balai()))

    assert not Report.objects.exists()


def test_asking_twice_answers_what_is_being_built():
    evaluator = offices.evaluator()

    assert reports.asked(evaluator) == reports.asked(evaluator)
    assert Report.objects.count() == 1


def test_the_order_of_params_makes_no_other_report():
    evaluator = offices.evaluator()
    first = reports.asked(evaluator)

    second = request_report(
        kind=reports.KIND, params={"as_at": "2022-12-05", "year": 2022}, by=evaluator, at=timezone.now()
    )

    assert first.report == second.report


def test_another_day_is_another_report():
    evaluator = offices.evaluator()

    assert reports.asked(evaluator).report != reports.asked(evaluator, {"year": 2022, "as_at": "2022-12-31"}).report


def test_a_draft_is_made_anew_under_its_number():
    evaluator, made = offices.evaluator(), reports.year_2022()
    draft = reports.drafted(evaluator)
    reports.late_service(made["JAW3"])

    again = reports.drafted(evaluator)

    assert (again.pk, again.number, again.code) == (draft.pk, 1, draft.code)
    assert again.figures.get(key="layanan").value == 1809


def test_a_reason_is_carried_over_to_the_same_difference():
    evaluator = offices.evaluator()
    reports.year_2022()
    reports.explained(reports.drafted(evaluator), evaluator, "Salah jumlah.")

    again = reports.drafted(evaluator)

    [line] = again.reconciliations.get(key="said:0").lines.all()
    assert (line.amount, line.reference) == (2, "Salah jumlah.")


def test_a_reason_is_not_carried_over_to_another_difference():
    evaluator, made = offices.evaluator(), reports.year_2022()
    reports.explained(reports.drafted(evaluator), evaluator)
    reports.late_service(made["JAW3"])

    assert reports.drafted(evaluator).reconciliations.get(key="said:0").is_open


def test_after_a_published_revision_comes_the_next_number():
    evaluator = offices.evaluator()
    reports.year_2022()
    first = reports.published(evaluator)

    second = reports.asked(evaluator)

    assert (second.report, second.number) == (first.report, 2)
    assert second.code != first.code


def test_the_database_holds_one_draft_a_report():
    draft = reports.asked(offices.evaluator())

    with pytest.raises(IntegrityError, match="reports_one_draft"), transaction.atomic():
        Revision.objects.create(
            report=draft.report,
            number=2,
            as_at=draft.as_at,
            known_at=draft.known_at,
            requested_at=draft.requested_at,
            requested_by=draft.requested_by,
        )


def test_the_database_holds_one_report_a_matter():
    report = reports.asked(offices.evaluator()).report

    with pytest.raises(IntegrityError, match="reports_report_once"), transaction.atomic():
        Report.objects.create(
            kind=report.kind, params=report.params, scope_key=report.scope_key, title="x", created_by=report.created_by
        )
