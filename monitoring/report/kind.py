"""The report of a round as a kind of report."""

from django.utils.translation import gettext_lazy as _

from krs_portal.reports.kinds import ReportKind
from monitoring import policies
from monitoring.report import build, show
from monitoring.report.document import RoundReport
from monitoring.report.forms import RoundReportForm

KIND = ReportKind(
    code="monitoring-round",
    title=_("Laporan monitoring rusun dan rusus"),
    form=RoundReportForm,
    document=RoundReport,
    template="monitoring/round_paper.html",
    name=show.name,
    day=build.day_of_round,
    build=build.build,
    context=show.context,
    sheets=show.sheets,
    sight=policies.sight_of_round_report,
    why_not_request=policies.why_not_build_round_report,
    why_not_publish=policies.why_not_publish_round_report,
    rows_url=show.rows_url,
    current=build.current,
)
