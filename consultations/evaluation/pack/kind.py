"""The papers of an evaluation meeting as a kind of report. What it says in public is the evaluation report's."""

from django.utils.translation import gettext_lazy as _

from clinics.policies import get_report_sight
from consultations.evaluation import policies, traces
from consultations.evaluation.build import list_current_figures
from consultations.evaluation.forms import EvaluationForm, read_as_at
from consultations.evaluation.pack import show
from consultations.evaluation.pack.build import build_pack
from consultations.evaluation.pack.document import MeetingPack
from krs_portal.reports.kinds import ReportKind

KIND = ReportKind(
    code="krs-evaluation-pack",
    title=_("Berkas rapat evaluasi"),
    form=EvaluationForm,
    document=MeetingPack,
    template="consultations/evaluation/pack/paper.html",
    name=show.format_pack_title,
    day=read_as_at,
    build=build_pack,
    context=show.build_pack_context,
    sheets=show.build_pack_sheets,
    sight=get_report_sight,
    why_not_request=policies.why_not_build_evaluation,
    why_not_publish=policies.why_not_publish_evaluation,
    rows_url=traces.build_ledger_rows_url,
    passport_url=traces.build_passport_url,
    current=list_current_figures,
)
