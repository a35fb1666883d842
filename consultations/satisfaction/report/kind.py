"""The report on satisfaction as a kind of report."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from clinics.policies import get_report_sight
from consultations.satisfaction import policies
from consultations.satisfaction.report import show
from consultations.satisfaction.report.build import build_satisfaction, list_current_satisfaction, read_survey_period
from consultations.satisfaction.report.document import SatisfactionReport
from consultations.satisfaction.report.forms import SatisfactionReportForm
from krs_portal.reports.kinds import Params, ReportKind


def read_last_day(params: Params) -> date:
    return read_survey_period(params).last_day


KIND = ReportKind(
    code="krs-satisfaction",
    title=_("Laporan kepuasan masyarakat"),
    form=SatisfactionReportForm,
    document=SatisfactionReport,
    template="consultations/satisfaction/report/paper.html",
    name=show.format_satisfaction_title,
    day=read_last_day,
    build=build_satisfaction,
    context=show.build_satisfaction_context,
    sheets=show.build_satisfaction_sheets,
    sight=get_report_sight,
    why_not_request=policies.why_not_report_satisfaction,
    why_not_publish=policies.why_not_report_satisfaction,
    rows_url=lambda figure: None,
    passport_url=show.build_satisfaction_url,
    current=list_current_satisfaction,
)
