"""Who may do what with reports, as sentences. `None` means yes. Roles are the kind's business, states are ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from krs_portal.kit import formats
from krs_portal.kit.words import has_letters
from krs_portal.reports import kinds
from krs_portal.reports.changes import FigureChange
from krs_portal.reports.enums import NEEDS_REFERENCE, REVISION_MOVES, RevisionState, Sight
from krs_portal.reports.kinds import DifferenceLine
from krs_portal.reports.models import Revision

LEAST_LETTERS = 10  # of an explanation in words


def sees_reports(user: Any) -> bool:
    """Whether there is any kind of report the user may see."""
    return bool(kinds.list_visible_kinds(user))


def why_not_read(user: Any) -> str | None:
    return None if sees_reports(user) else _("Laporan hanya untuk kepala unit, kementerian, dan auditor.")


def sees_drafts(user: Any, kind: kinds.ReportKind) -> bool:
    return kind.sight(user) == Sight.EVERYTHING


def why_not_rebuild(user: Any, revision: Revision) -> str | None:
    """Building from today's data: a draft is replaced, a published revision gets a successor."""
    if refusal := revision.report.report_kind.why_not_request(user):
        return refusal
    if revision.is_unfinished:
        return _("Revisi ini sedang disusun.")
    return None


def why_not_retry(user: Any, revision: Revision) -> str | None:
    if refusal := revision.report.report_kind.why_not_request(user):
        return refusal
    if revision.state not in (RevisionState.FAILED, RevisionState.CANCELLED):
        return _("Hanya penyusunan yang gagal atau dihentikan yang dapat diulang.")
    return None


def why_not_cancel(user: Any, revision: Revision) -> str | None:
    """Building is stopped by those who may ask for it; what is finished is not undone."""
    if refusal := revision.report.report_kind.why_not_request(user):
        return refusal
    return None if revision.is_unfinished else _("Penyusunan ini sudah selesai.")


def why_not_write_particulars(user: Any, revision: Revision) -> str | None:
    """Number, place, signatory and copies are written by those who publish, until they publish."""
    if refusal := revision.report.report_kind.why_not_publish(user):
        return refusal
    if revision.publish_requested_at is not None:
        return _("Revisi ini sudah diterbitkan; nomor dan penanda tangannya tidak berubah lagi.")
    return None


def why_not_explain(user: Any, revision: Revision) -> str | None:
    """Reasons are given by those who publish, until they publish."""
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
    if revision.state != RevisionState.READY:
        return _("Penyusunan gagal atau dihentikan; ulangi dahulu.")
    for row in revision.reconciliations.prefetch_related("lines").order_by("position", "pk"):
        if row.is_open:
            return _("Selisih %(difference)s pada “%(label)s” belum diberi alasan; isi alasannya lebih dahulu.") % {
                "difference": formats.format_signed(row.difference - row.explained),
                "label": row.label,
            }
    return None


def why_not_open_gate(user: Any, revision: Revision) -> str | None:
    """Looked at by those who publish, of a draft that is ready."""
    if refusal := revision.report.report_kind.why_not_publish(user):
        return refusal
    if revision.publish_requested_at is not None:
        return _("Revisi ini sudah diterbitkan.")
    if revision.state != RevisionState.READY:
        return _("Tunggu sampai draf selesai disusun.")
    return None


def why_not_pass_gate(revision: Revision) -> str | None:
    """The first thing of the kind's own that is open. What the figures show as well is explained with them."""
    for point in revision.report.report_kind.list_gate_points(revision):
        for blocker in point.blockers:
            if not blocker.is_drift:
                return _("%(point)s: %(what)s") % {"point": point.name, "what": blocker.text}
    return None


def why_not_replace(revision: Revision, note: str) -> str | None:
    """What was published is never replaced in silence."""
    if revision.supersedes_id is None or has_letters(note, LEAST_LETTERS):
        return None
    return _("Revisi ini menggantikan revisi yang sudah terbit; tuliskan mengapa.")


def why_not_explain_with(difference: int, lines: Sequence[DifferenceLine]) -> str | None:
    """Reasons account for a difference to the last unit."""
    if not lines:
        return _("Terangkan selisih %(difference)s dengan paling sedikit satu baris.") % {
            "difference": formats.format_signed(difference)
        }
    explained = sum(line.amount for line in lines)
    if explained != difference:
        return _("Baris-baris ini berjumlah %(explained)s, sedangkan selisihnya %(difference)s.") % {
            "explained": formats.format_signed(explained),
            "difference": formats.format_signed(difference),
        }
    if any(line.category in NEEDS_REFERENCE and not has_letters(line.reference, LEAST_LETTERS) for line in lines):
        return _("Terangkan sebab yang tidak dapat ditelusuri atau lain, dengan kata-kata.")
    return None


def why_not_publish_changed(changes: Sequence[FigureChange], reason: str) -> str | None:
    """A draft whose figures are no longer what the data say is built anew, or published with an explanation."""
    if not changes or has_letters(reason, LEAST_LETTERS):
        return None
    sentence = ngettext(
        "%(count)s angka berubah sejak draf ini disusun (%(first)s); susun ulang, atau jelaskan mengapa tetap terbit.",
        "%(count)s angka berubah sejak draf ini disusun (%(first)s); susun ulang, atau jelaskan mengapa tetap terbit.",
        len(changes),
    )
    first = changes[0]
    words = _("%(label)s: %(before)s, sekarang %(after)s") % {
        "label": first.label, "before": first.before, "after": first.after
    }  # fmt: skip
    return sentence % {"count": formats.format_number(len(changes)), "first": words}
