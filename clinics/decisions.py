"""What is to be decided about the targets of many offices, against what was decided last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from clinics.models import Indicator, ReportingPeriod, TargetRevision
from krs_portal.offices.models import Office


@dataclass(frozen=True)
class TargetDecision:
    """What an office is to reach, and by which months: None as the plan before, an empty list evenly by the days."""

    office: Office
    quantity: int
    months: Sequence[int] | None = None

    def is_in_force(self, last: TargetRevision | None) -> bool:
        """Whether it says what holds already."""
        if last is None or last.quantity != self.quantity:
            return False
        return self.months is None or list(self.months) == (last.months or [])


def find_last_revisions(indicator: Indicator, period: ReportingPeriod) -> dict[int, TargetRevision]:
    """The last that was decided about the target of each office, by the office's key."""
    revisions = TargetRevision.objects.filter(target__indicator=indicator, target__period=period)
    found = revisions.select_related("target").order_by("target__office", "-number").distinct("target__office")
    return {revision.target.office_id: revision for revision in found}


def list_changed_decisions(
    decisions: Iterable[TargetDecision], last: Mapping[int, TargetRevision]
) -> list[TargetDecision]:
    """Those that say something else than holds, in an order in which two who save at once wait for each other."""
    changed = [each for each in decisions if not each.is_in_force(last.get(each.office.pk))]
    return sorted(changed, key=lambda each: each.office.pk)
