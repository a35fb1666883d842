"""One office's sheet as a kind of report."""

from django.utils.translation import gettext_lazy as _

from clinics.policies import get_report_sight
from consultations.evaluation import policies, traces
from consultations.evaluation.forms import read_as_at
from consultations.evaluation.office import show
from consultations.evaluation.office.build import build_office, list_current_office_figures
from consultations.evaluation.office.document import OfficeReport
from consultations.evaluation.office.forms import OfficeReportForm
from krs_portal.reports.kinds import ReportKind

KIND = ReportKind(
    code="krs-office",
    title=_("Lembar evaluasi satu unit kerja"),
    form=OfficeReportForm,
    document=OfficeReport,
    template="consultations/evaluation/office/paper.html",
    name=show.format_office_title,
    day=read_as_at,
    build=build_office,
    context=show.build_office_context,
    sheets=show.build_office_sheets_of_workbook,
    sight=get_report_sight,
    why_not_request=policies.why_not_build_evaluation,
    why_not_publish=policies.why_not_publish_evaluation,
    rows_url=traces.build_ledger_rows_url,
    passport_url=traces.build_passport_url,
    current=list_current_office_figures,
)
