"""May a user start, change, move or report on a round?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.offices.models import Office
from krs_portal.offices.policies import has_role
from krs_portal.reports.enums import Sight
from monitoring.register.policies import list_own_agencies, list_provinces_run_by, reads_monitoring
from monitoring.rounds.enums import FILLING_STATES, ROUND_MOVES, RoundState
from monitoring.rounds.models import Round


def why_not_start_round(user: Any) -> str | None:
    if list_provinces_run_by(user):
        return None
    return _("Putaran dibuat oleh petugas atau kepala dinas provinsi.")


def why_not_run_rounds(user: Any, office: Office) -> str | None:
    """Opening, returning profiles, planning the desk and closing are for the provincial agency that holds the round."""
    if office.pk in list_provinces_run_by(user):
        return None
    return _("Hanya petugas atau kepala dinas provinsi penyelenggara yang dapat melakukannya.")


def why_not_move_round(user: Any, round_: Round, state: RoundState) -> str | None:
    if refusal := why_not_run_rounds(user, round_.office):
        return refusal
    if state not in ROUND_MOVES[RoundState(round_.state)]:
        return _("Putaran ini sedang pada tahap %(state)s.") % {"state": round_.get_state_display().lower()}
    return None


def why_not_change_round(user: Any, round_: Round) -> str | None:
    """Changing its days and participants."""
    if refusal := why_not_run_rounds(user, round_.office):
        return refusal
    return _("Putaran ini sudah ditutup.") if round_.state == RoundState.CLOSED else None


def why_not_fill_now(round_: Round) -> str | None:
    if round_.state in FILLING_STATES:
        return None
    return _("Profil diisi selama pengisian dan sesi desk; putaran ini %(state)s.") % {
        "state": round_.get_state_display().lower()
    }


def get_round_report_sight(user: Any) -> Sight:
    """The provincial agency, administrators and auditors see drafts; other readers see published reports."""
    if list_provinces_run_by(user) or has_role(user, Role.ADMIN, Role.AUDITOR):
        return Sight.EVERYTHING
    return Sight.PUBLISHED if reads_monitoring(user) else Sight.NOTHING


def why_not_build_round_report(user: Any) -> str | None:
    if list_provinces_run_by(user):
        return None
    return _("Laporan putaran disusun oleh petugas atau kepala dinas provinsi.")


def why_not_publish_round_report(user: Any) -> str | None:
    """Only the head of the provincial agency publishes."""
    if list_own_agencies(user, OfficeKind.PROVINCIAL_AGENCY, Role.HEAD):
        return None
    return _("Laporan putaran diterbitkan oleh kepala dinas provinsi.")
