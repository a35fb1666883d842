"""The note of an office on its year, and what a published report has said in public."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clinics.models import Indicator, PublishedFigure, ReportingPeriod
from consultations.evaluation import policies
from consultations.evaluation.build import get_report_period
from consultations.evaluation.document import MAIN, SIDE_FIGURES
from consultations.evaluation.models import EvaluationNote
from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.saving import save_checked_row, set_fields
from krs_portal.offices.models import Office
from krs_portal.reports.models import Revision
from krs_portal.reports.rendering import build_verify_url


@transaction.atomic
def write_note(
    *,
    office: Office,
    period: ReportingPeriod,
    obstacles: str,
    follow_up: str,
    by: Any,
    at: datetime,
    proposal: str = "",
) -> EvaluationNote:
    """Write the note of an office for a period, or write it anew. The audit trail keeps every version."""
    refuse_if(policies.why_not_note(by, office))
    words = {"obstacles": obstacles.strip(), "follow_up": follow_up.strip(), "proposal": proposal.strip()}
    lock_row(office, no_key=True)  # a first note is no row yet that could be locked, and two may be written at once
    note = EvaluationNote.objects.filter(office=office, period=period).first() or EvaluationNote(
        office=office, period=period
    )
    set_fields(note, words | {"written_at": at, "written_by": by})
    return save_checked_row(note)


def record_published_figures(revision: Revision) -> None:
    """What the portal published is a figure said in public, too: later reports and the board are held against it."""
    if revision.published_at is None:
        return
    period = get_report_period(revision.report.params)
    totals = revision.figures.filter(office_code="", value__isnull=False)
    values: dict[str, Any] = dict(totals.values_list("key", "value"))
    words = {"title": revision.report.title, "number": revision.number, "code": revision.code}
    for indicator in Indicator.objects.filter(code__in=values.keys() & {MAIN, *SIDE_FIGURES}).order_by("pk"):
        PublishedFigure.objects.create(
            indicator=indicator,
            period=period,
            value=values[indicator.code],
            as_at=revision.as_at,
            stated_on=day_of(revision.published_at),
            source=_("%(title)s, revisi %(number)d, kode %(code)s") % words,
            link=build_verify_url(revision),
            revision=revision,
        )
