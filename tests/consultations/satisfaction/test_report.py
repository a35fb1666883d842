"""The report on satisfaction says what the board says, and nothing of offices where few answered."""

import io
from datetime import date
from decimal import Decimal

import pikepdf
import pytest

from consultations.satisfaction.figures import SurveyPeriod, compute_board
from krs_portal.kit.clock import today
from krs_portal.offices.models import Office
from krs_portal.reports import tasks
from krs_portal.reports.models import File, Report
from krs_portal.reports.rendering import thaw_document
from tests.factories import consultations, offices

pytestmark = pytest.mark.django_db
YEAR = today().year - 1
PAGE = "/laporan/buat/?kind=krs-satisfaction"


def test_the_report_of_a_year_agrees_with_the_board_and_hides_the_few(signed_in):
    many, few = offices.balai("JAW3"), offices.balai("JAW2")
    consultations.survey_answers(many, 20, mark=4, answered_on=date(YEAR, 5, 2))
    consultations.survey_answers(many, 10, mark=3, answered_on=date(YEAR - 1, 5, 2))
    consultations.survey_answers(few, 3, mark=1, answered_on=date(YEAR, 5, 2))
    evaluator = signed_in(offices.evaluator())

    assert evaluator.post(PAGE, {"year": YEAR, "period": "year"}).status_code == 302
    revision = Report.objects.get(kind="krs-satisfaction").revisions.get()
    tasks.render_revision(revision.pk)

    revision.refresh_from_db()
    report, board = thaw_document(revision), compute_board(Office.objects.clinics(), SurveyPeriod(YEAR))
    assert (report.total.index, report.total.before) == (board.total.index, Decimal("75.00"))
    assert {line.code: (line.answers, line.index) for line in report.lines} == {
        "JAW3": (20, Decimal("100.00")), "JAW2": (3, None)
    }  # fmt: skip
    assert revision.figures.get(key="ikm").value == 100
    paper = File.objects.get(revision=revision, format="PDF")
    with pikepdf.open(io.BytesIO(bytes(paper.content))) as document:
        assert {name.rsplit(".", 1)[1] for name in document.attachments} == {"csv", "xlsx"}


@pytest.mark.parametrize("asked", [{"year": YEAR, "period": "q1"}, {"year": YEAR + 1, "period": "year"}])
def test_there_is_no_paper_for_a_period_without_answers_or_not_over(signed_in, asked):
    consultations.survey_answers(offices.balai(), 20, answered_on=date(YEAR, 5, 2))

    assert signed_in(offices.evaluator()).post(PAGE, asked).status_code == 422
    assert not Report.objects.exists()


def test_a_head_asks_for_no_report_on_satisfaction(signed_in):
    assert signed_in(offices.head(offices.balai())).get(PAGE).status_code == 403
