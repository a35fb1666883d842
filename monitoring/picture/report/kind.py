"""The report of a round as a kind of report."""

from django.utils.translation import gettext_lazy as _

from krs_portal.reports.kinds import ReportKind
from monitoring.picture.report import build, show
from monitoring.picture.report.document import RoundReport
from monitoring.picture.report.forms import RoundReportForm
from monitoring.rounds import policies

KIND = ReportKind(
    code="monitoring-round",
    title=_("Laporan monitoring rusun dan rusus"),
    form=RoundReportForm,
    document=RoundReport,
    template="monitoring/picture/paper.html",
    name=show.name_round_report,
    day=build.get_report_day,
    build=build.build_round_report,
    context=show.build_paper_context,
    sheets=show.build_report_sheets,
    sight=policies.get_round_report_sight,
    why_not_request=policies.why_not_build_round_report,
    why_not_publish=policies.why_not_publish_round_report,
    rows_url=show.build_figure_rows_url,
    current=build.list_current_figures,
)
