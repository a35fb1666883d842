"""An office's own word on its year: what it met and what it will do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from clinics.models import ReportingPeriod
from consultations import policies
from consultations.models import EvaluationNote
from krs_portal.offices.models import Office


@transaction.atomic
def write_note(
    *, office: Office, period: ReportingPeriod, obstacles: str, follow_up: str, by: Any, at: datetime
) -> EvaluationNote:
    """Write the note of an office for a period, or write it anew. The audit trail keeps every version."""
    if refusal := policies.why_not_note(by, office):
        raise PermissionDenied(refusal)
    note = EvaluationNote.objects.select_for_update().filter(office=office, period=period).first() or EvaluationNote(
        office=office, period=period
    )
    note.obstacles, note.follow_up = obstacles.strip(), follow_up.strip()
    note.written_at, note.written_by = at, by
    note.full_clean()
    note.save()
    return note
