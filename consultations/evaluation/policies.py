"""Who may read, annotate, build and publish the evaluation, as a sentence of refusal. `None` means yes."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from clinics.models import ReportingPeriod, Tally, Target
from clinics.policies import acts_for_ministry
from consultations.evaluation.document import MAIN
from krs_portal.kit.formats import format_day
from krs_portal.offices.enums import CLINIC_KINDS, OfficeKind, Role
from krs_portal.offices.models import Office
from krs_portal.offices.policies import list_kinds_and_roles, why_not_act


def reads_evaluation(user: Any) -> bool:
    """Heads of clinics, evaluators, auditors and administrators."""
    kinds = (*CLINIC_KINDS, OfficeKind.DIRECTORATE)
    judging = (Role.HEAD, Role.EVALUATOR, Role.AUDITOR)
    return any(role == Role.ADMIN or (kind in kinds and role in judging) for kind, role in list_kinds_and_roles(user))


def why_not_note(user: Any, office: Office) -> str | None:
    """The evaluation note of an office is its own head's word."""
    return why_not_act(user, office, Role.HEAD, Role.ADMIN)


def why_not_build_evaluation(user: Any) -> str | None:
    return None if acts_for_ministry(user) else _("Hanya evaluator kementerian yang menyusun laporan evaluasi.")


def why_not_report_on(period: ReportingPeriod, as_at: date) -> str | None:
    """An evaluation holds what was done against a target: without either there is nothing to put on paper."""
    words = {"period": period.name, "day": format_day(as_at)}
    if not Target.objects.filter(period=period, indicator__code=MAIN).exists():
        return _("%(period)s belum punya target; tetapkan dahulu, baru laporannya disusun.") % words
    if not Tally.objects.filter(indicator__code=MAIN).happened(period.starts_on, as_at).exists():
        return _("Pada %(period)s belum ada layanan yang tercatat sampai %(day)s.") % words
    return None


def why_not_publish_evaluation(user: Any) -> str | None:
    return None if acts_for_ministry(user) else _("Hanya evaluator kementerian yang menerbitkan laporan evaluasi.")


def why_not_see_evaluation(user: Any) -> str | None:
    """The evaluation of a year is the business of heads, the ministry and auditors."""
    if reads_evaluation(user):
        return None
    return _("Evaluasi hanya untuk kepala unit, kementerian, dan auditor.")
