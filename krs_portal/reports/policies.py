"""Who may do what with reports, as sentences. `None` means yes. Roles are the kind's business, states are ours."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from krs_portal.kit import formats
from krs_portal.reports import kinds
from krs_portal.reports.enums import REVISION_MOVES, RevisionState, Sight
from krs_portal.reports.models import Revision


def sees_reports(user: Any) -> bool:
    """Whether there is any kind of report the user may see."""
    return any(kind.sight(user) != Sight.NOTHING for kind in kinds.every())


def sees_drafts(user: Any, kind: kinds.ReportKind) -> bool:
    return kind.sight(user) == Sight.EVERYTHING


def why_not_rebuild(user: Any, revision: Revision) -> str | None:
    """Building again from today's data: a published revision gets a successor, a draft is made anew."""
    if refusal := revision.report.report_kind.why_not_request(user):
        return refusal
    if revision.is_unfinished:
        return _("Revisi ini sedang disusun.")
    return None


def why_not_retry(user: Any, revision: Revision) -> str | None:
    if refusal := revision.report.report_kind.why_not_request(user):
        return refusal
    if revision.state != RevisionState.FAILED:
        return _("Hanya penyusunan yang gagal yang dapat diulang.")
    return None


def why_not_explain(user: Any, revision: Revision) -> str | None:
    """Giving reasons for differences: by those who publish, until they publish."""
    if refusal := revision.report.report_kind.why_not_publish(user):
        return refusal
    if revision.publish_requested_at is not None:
        return _("Revisi ini sudah diterbitkan; alasannya tidak berubah lagi.")
    if revision.state != RevisionState.READY:
        return _("Tunggu sampai draf selesai disusun.")
    return None


def why_not_publish(user: Any, revision: Revision) -> str | None:
    if refusal := revision.report.report_kind.why_not_publish(user):
        return refusal
    if revision.published_at is not None:
        return _("Revisi ini sudah terbit.")
    if RevisionState.QUEUED not in REVISION_MOVES[RevisionState(revision.state)] or revision.snapshot is None:
        return _("Tunggu sampai draf selesai disusun.")
    if revision.state == RevisionState.FAILED:
        return _("Penyusunan gagal; ulangi dahulu.")
    for row in revision.reconciliations.order_by("position", "pk"):
        if row.is_open:
            return _("Selisih %(difference)s pada “%(label)s” belum diberi alasan; isi alasannya lebih dahulu.") % {
                "difference": formats.signed(row.difference),
                "label": row.label,
            }
    return None
