"""What a finished assistance posts to the ledger: the house that it was for, where it counts through it."""

from __future__ import annotations

from clinics.counting import DuePosting, list_due_postings
from clinics.enums import Measure
from consultations.counter.assistance.enums import AssistanceState
from consultations.counter.assistance.models import Assistance
from consultations.counter.enums import Outcome

SOURCE = "assistance"
OUTCOME = Outcome.ASSISTED  # what the counting rules ask about is how a service ended


def list_house_postings(assistance: Assistance) -> list[DuePosting]:
    """What it would post if the house counted through it: nothing unless it is finished."""
    if assistance.state != AssistanceState.FINISHED or assistance.finished_on is None:
        return []
    return list_due_postings(assistance.finished_on, {Measure.ASSISTED_HOUSE: 1}, OUTCOME)
