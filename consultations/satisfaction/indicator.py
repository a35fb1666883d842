"""The IKM as an indicator of the clinics: computed from answers for a whole period, and never in the ledger.

An answer keeps no person, no officer and no consultation, so it is no source of entries. It is told by year, semester
or quarter only: two boards of neighbouring days would give one person's marks away by subtraction. What is shown of
few answers, and what a total leaves out, is decided where the figures are computed.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from clinics.enums import PeriodKind
from clinics.models import ReportingPeriod
from clinics.questions import FigureQuestion
from clinics.rates import IndexSource, RateValue, RateValues
from consultations.satisfaction.enums import PeriodPart
from consultations.satisfaction.figures import FEWEST, Satisfaction, SurveyPeriod, compute_board
from krs_portal.kit.formats import format_decimals, format_number
from krs_portal.offices.models import Office

CODE = "ikm"
PARTS = {
    PeriodKind.YEAR: {1: PeriodPart.YEAR},
    PeriodKind.SEMESTER: {1: PeriodPart.SEMESTER_1, 7: PeriodPart.SEMESTER_2},
    PeriodKind.QUARTER: {
        1: PeriodPart.QUARTER_1, 4: PeriodPart.QUARTER_2, 7: PeriodPart.QUARTER_3, 10: PeriodPart.QUARTER_4,
    },
}  # fmt: skip


def find_survey_period(period: ReportingPeriod) -> SurveyPeriod | None:
    """None for a month: so few answer in one that it would be no figure."""
    part = PARTS.get(PeriodKind(period.kind), {}).get(period.starts_on.month)
    return SurveyPeriod(period.starts_on.year, part) if part else None


def measure_offices(question: FigureQuestion, offices: QuerySet[Office]) -> RateValues:
    period = find_survey_period(question.period)
    if period is None:
        return RateValues({}, RateValue(remarks=(_("IKM dihitung setahun, sesemester, atau setriwulan."),)))
    board = compute_board(offices, period)  # type: ignore[arg-type]
    by_office = {
        row.office.pk: describe_value(
            row.found, f"{reverse('consultations:satisfaction_office', args=[row.office.code])}?{period.query}"
        )
        for row in board.rows
        if row.found.answers
    }
    total = describe_value(board.total, f"{reverse('consultations:satisfaction')}?{period.query}")
    return RateValues(by_office, total)


def describe_value(found: Satisfaction, url: str) -> RateValue:
    """With what it is worth: its margin and grade, or why it is not told."""
    if found.index is None:
        words = {"fewest": format_number(FEWEST)}
        remarks = (_("Ditampilkan mulai %(fewest)s jawaban pada setiap unsur.") % words,)
        return RateValue(answers=found.answers, remarks=remarks, url=url)
    margin = _("± %(margin)s pada 95%%") % {"margin": format_decimals(found.margin)}
    grade = f"{found.grade.value} · {found.grade.label}" if found.grade else _("Belum dinilai")
    return RateValue(found.index, answers=found.answers, remarks=(margin, grade), url=url)


SOURCE = IndexSource(CODE, measure_offices)
