"""Rounds and their paper."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from krs_portal.offices.enums import OfficeKind, Role
from krs_portal.offices.models import Membership, Office
from krs_portal.reports.enums import Sight
from monitoring.enums import (
    ROUND_MOVES,
    RoundState,
)
from monitoring.models import (
    Round,
)
from monitoring.policies.agencies import agencies_of, provinces_run_by, reads_monitoring

FILLING_STATES = (RoundState.COLLECTING, RoundState.DESK)


def why_not_start_round(user: Any) -> str | None:
    if provinces_run_by(user):
        return None
    return _("Putaran dibuat oleh petugas atau kepala dinas provinsi.")


def why_not_run_rounds(user: Any, office: Office) -> str | None:
    """Opening, reminding, returning, closing: the provincial agency whose round it is."""
    if office.pk in provinces_run_by(user):
        return None
    return _("Hanya petugas atau kepala dinas provinsi penyelenggara yang dapat melakukannya.")


def why_not_move_round(user: Any, round_: Round, state: RoundState) -> str | None:
    if refusal := why_not_run_rounds(user, round_.office):
        return refusal
    if state not in ROUND_MOVES[RoundState(round_.state)]:
        return _("Putaran ini sedang pada tahap %(state)s.") % {"state": round_.get_state_display().lower()}
    return None


def why_not_change_round(user: Any, round_: Round) -> str | None:
    """Its days and who takes part."""
    if refusal := why_not_run_rounds(user, round_.office):
        return refusal
    return _("Putaran ini sudah ditutup.") if round_.state == RoundState.CLOSED else None


def why_not_fill_now(round_: Round) -> str | None:
    if round_.state in FILLING_STATES:
        return None
    return _("Profil diisi selama pengisian dan sesi desk; putaran ini %(state)s.") % {
        "state": round_.get_state_display().lower()
    }


def sight_of_round_report(user: Any) -> Sight:
    """The provincial agency, administrators and auditors see drafts, too; others in monitoring what is published."""
    if provinces_run_by(user) or Membership.objects.of(user).filter(role__in=(Role.ADMIN, Role.AUDITOR)).exists():
        return Sight.EVERYTHING
    return Sight.PUBLISHED if reads_monitoring(user) else Sight.NOTHING


def why_not_build_round_report(user: Any) -> str | None:
    if provinces_run_by(user):
        return None
    return _("Laporan putaran disusun oleh petugas atau kepala dinas provinsi.")


def why_not_publish_round_report(user: Any) -> str | None:
    """Publishing is the head's word."""
    if agencies_of(user, OfficeKind.PROVINCIAL_AGENCY, Role.HEAD):
        return None
    return _("Laporan putaran diterbitkan oleh kepala dinas provinsi.")
