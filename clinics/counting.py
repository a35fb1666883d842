"""What the counting rules make of what was measured. It reckons and writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from clinics.models import CountingRule


@dataclass(frozen=True)
class DuePosting:
    """What a rule makes of a source: the entry that should stand in the ledger."""

    rule: CountingRule
    quantity: int


def list_due_postings(happened_on: date, measures: Mapping[str, int], outcome: str = "") -> list[DuePosting]:
    """What the rules in force on the day make of the measures, for a source that ended with the outcome.

    Measures of zero, and outcomes that a rule does not count, leave no entry.
    """
    measured = {measure: quantity for measure, quantity in measures.items() if quantity}
    rules = CountingRule.objects.in_force(happened_on).filter(measure__in=measured).order_by("indicator_id")
    return [DuePosting(rule, measured[rule.measure]) for rule in rules if not rule.outcomes or outcome in rule.outcomes]
