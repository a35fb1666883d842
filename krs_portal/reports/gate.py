"""What is looked at before a revision is published, and what of it blocks: the same that the service asks."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from krs_portal.kit import formats
from krs_portal.reports.changes import FigureChange
from krs_portal.reports.kinds import Blocker, GatePoint
from krs_portal.reports.models import Revision
from krs_portal.reports.rendering import list_reconciliations


def list_gate_points(revision: Revision, changes: Sequence[FigureChange]) -> list[GatePoint]:
    """Differences without a reason and changed figures, then what the kind of report asks besides."""
    page = reverse("reports:report", args=[revision.report_id])
    return [
        GatePoint(_("Selisih yang belum beralasan"), list_open_differences(revision, page)),
        GatePoint(_("Angka berubah sejak draf dibekukan"), [describe_change(each, page) for each in changes]),
        *revision.report.report_kind.list_gate_points(revision),
    ]


def list_open_differences(revision: Revision, page: str) -> list[Blocker]:
    sentence = _("%(label)s: %(difference)s belum diterangkan.")
    return [
        Blocker(
            sentence % {"label": row.label, "difference": formats.format_signed(row.difference - row.explained)},
            f"{page}#selisih-{row.pk}",
        )
        for row in list_reconciliations(revision)
        if row.is_open
    ]


def describe_change(change: FigureChange, page: str) -> Blocker:
    words = {"label": change.label, "before": change.before, "after": change.after}
    return Blocker(_("%(label)s: %(before)s, sekarang %(after)s.") % words, f"{page}#berubah", is_drift=True)
