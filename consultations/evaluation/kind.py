"""The evaluation report as a kind of report."""

from django.utils.translation import gettext_lazy as _

from clinics.policies import get_report_sight
from consultations.evaluation import gate, policies, services, show, traces
from consultations.evaluation.build import build_evaluation, list_current_figures
from consultations.evaluation.document import EvaluationReport
from consultations.evaluation.forms import EvaluationForm, read_as_at
from krs_portal.reports.kinds import ReportKind

KIND = ReportKind(
    code="krs-evaluation",
    title=_("Laporan evaluasi layanan Klinik Rumah Swadaya"),
    form=EvaluationForm,
    document=EvaluationReport,
    template="consultations/evaluation/paper.html",
    name=show.format_evaluation_title,
    day=read_as_at,
    build=build_evaluation,
    context=show.build_evaluation_context,
    sheets=show.build_evaluation_sheets,
    sight=get_report_sight,
    why_not_request=policies.why_not_build_evaluation,
    why_not_publish=policies.why_not_publish_evaluation,
    rows_url=traces.build_ledger_rows_url,
    passport_url=traces.build_passport_url,
    current=list_current_figures,
    on_published=services.record_published_figures,
    list_gate_points=gate.list_evaluation_points,
)
