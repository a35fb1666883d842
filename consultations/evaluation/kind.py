"""The evaluation report as a kind of report."""

from django.utils.translation import gettext_lazy as _

from consultations import policies
from consultations.evaluation import show, traces
from consultations.evaluation.build import build
from consultations.evaluation.document import EvaluationReport
from consultations.evaluation.forms import EvaluationForm, as_at_of
from krs_portal.reports.kinds import ReportKind

KIND = ReportKind(
    code="krs-evaluation",
    title=_("Laporan evaluasi layanan Klinik Rumah Swadaya"),
    form=EvaluationForm,
    document=EvaluationReport,
    template="consultations/evaluation_paper.html",
    name=show.name,
    day=as_at_of,
    build=build,
    context=show.context,
    sheets=show.sheets,
    sight=policies.sight_of_evaluation,
    why_not_request=policies.why_not_build_evaluation,
    why_not_publish=policies.why_not_publish_evaluation,
    rows_url=traces.rows_url,
    current=traces.current,
)
