"""How offices stand against their targets: which amount holds on a day, and what follows from it. It asks nobody.

An office with a target is compared with it. What the others achieved stands beside, "di luar target": neither their
work nor their number changes a percentage, a gap or a pace. A blank (`None`) says that nothing was ever recorded;
zero says that it was recorded and adds to zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from clinics.enums import TargetRevisionState, TargetState
from clinics.models import TargetRevision
from krs_portal.kit.clock import day_of
from krs_portal.kit.formats import format_day, format_number
from krs_portal.kit.numbers import compute_percent


@dataclass(frozen=True)
class TargetInForce:
    """What was decided about a target by a day, what that replaced, and what was decided later."""

    current: TargetRevision | None
    before: TargetRevision | None = None
    later: TargetRevision | None = None

    @property
    def quantity(self) -> int | None:
        return self.current.quantity if self.current else None

    @property
    def months(self) -> list[int] | None:
        """Its plan, where the decree spreads it over the months of the period."""
        return self.current.months if self.current else None

    @property
    def is_exempt(self) -> bool:
        return self.current is not None and self.current.state == TargetRevisionState.EXEMPT

    @property
    def decree(self) -> str:
        return self.current.decree if self.current else ""

    def list_remarks(self, as_at: date) -> list[str]:
        """What a reader of the row must know: what changed, what was recorded late, what was decided afterwards."""
        said = []
        if self.current and (self.before or self.current.state != TargetRevisionState.SET):
            said.append(describe_revision(self.current, self.before))
        if self.current and (recorded_on := day_of(self.current.recorded_at)) > as_at:
            said.append(_("Dicatat kemudian, pada %(day)s.") % {"day": format_day(recorded_on)})
        if self.later:
            said.append(_("Sesudah tanggal data: %(what)s") % {"what": describe_revision(self.later, self.current)})
        return said


def find_target_in_force(revisions: Sequence[TargetRevision], as_at: date) -> TargetInForce:
    """Of a target's revisions in their order: the last one that had been decided by the day."""
    decided = [revision for revision in revisions if revision.decided_on <= as_at]
    current = decided[-1] if decided else None
    later = [each for each in revisions if each.decided_on > as_at and (not current or each.number > current.number)]
    return TargetInForce(current, before=decided[-2] if len(decided) > 1 else None, later=later[-1] if later else None)


def describe_revision(revision: TargetRevision, before: TargetRevision | None) -> str:
    """What was decided, against what had held before it."""
    amount_before = format_number(before.quantity) if before and before.quantity is not None else ""
    words = {"day": format_day(revision.decided_on), "decree": revision.decree, "reason": revision.reason.rstrip(".")}
    if revision.state == TargetRevisionState.EXEMPT:
        return _("Dibebaskan dari target sejak %(day)s (%(decree)s).") % words
    if revision.state == TargetRevisionState.WITHDRAWN:
        words["amount"] = amount_before
        return _("Target %(amount)s dicabut sejak %(day)s: %(reason)s.") % words
    words["amount"] = format_number(revision.quantity)
    if amount_before:
        words["before"] = amount_before
        return _("Target %(before)s menjadi %(amount)s sejak %(day)s: %(reason)s.") % words
    return _("Target %(amount)s sejak %(day)s (%(decree)s).") % words


@dataclass(frozen=True, kw_only=True)
class OfficeStanding:
    """What one office achieved, against its target if it has one. `is_over`: the period has ended.

    `pace` is what its plan expects by the day, not rounded.
    """

    target: int | None
    realised: int | None
    is_exempt: bool = False
    is_over: bool = False
    pace: Decimal | None = None
    needed_per_week: Decimal | None = None

    @property
    def percent(self) -> Decimal | None:
        return compute_percent(self.realised, self.target)

    @property
    def difference(self) -> int | None:
        """Realised minus target: negative is what is still missing."""
        return None if self.target is None else (self.realised or 0) - self.target

    @property
    def short(self) -> int | None:
        return None if self.difference is None else max(-self.difference, 0)

    @property
    def over(self) -> int | None:
        return None if self.difference is None else max(self.difference, 0)

    @property
    def capped(self) -> int | None:
        """What counts towards the total at most: the target."""
        return None if self.realised is None or self.target is None else min(self.realised, self.target)

    @property
    def is_reached(self) -> bool:
        return self.realised is not None and self.target is not None and self.realised >= self.target

    @property
    def is_missed(self) -> bool:
        return self.target is not None and not self.is_reached

    @property
    def state(self) -> TargetState:
        if self.target is None:
            return TargetState.EXEMPT if self.is_exempt else TargetState.UNTARGETED
        if self.is_reached:
            return TargetState.REACHED
        if self.is_over:
            return TargetState.FAILED
        return TargetState.UNRECORDED if self.realised is None else TargetState.MISSED


@dataclass(frozen=True, kw_only=True)
class TotalStanding:
    """All offices together. `realised` is everything; it is `targeted`, of offices with a target, and `outside`.

    What concerns the target is the sum of the offices' own, so that nobody's surplus hides another's gap; percentages
    divide these sums.
    """

    target: int | None
    realised: int | None
    targeted: int | None
    outside: int | None
    capped: int | None
    short: int | None
    over: int | None
    offices_reached: int
    offices: int
    offices_outside: int
    is_over: bool = False
    pace: Decimal | None = None
    needed_per_week: Decimal | None = None

    @property
    def percent(self) -> Decimal | None:
        return compute_percent(self.targeted, self.target)

    @property
    def capped_percent(self) -> Decimal | None:
        return compute_percent(self.capped, self.target)

    @property
    def difference(self) -> int | None:
        return None if self.over is None or self.short is None else self.over - self.short

    @property
    def gaps(self) -> list[int]:
        """What is short, as a negative number, and what is over: said apart, for one does not make up the other."""
        return [gap for gap in (-(self.short or 0), self.over or 0) if gap]

    @property
    def is_reached(self) -> bool:
        """Never while one office is short."""
        return 0 < self.offices == self.offices_reached

    @property
    def is_split(self) -> bool:
        """Whether offices without a target achieved something beside the others: it is then said apart."""
        return self.offices > 0 and self.outside is not None

    @property
    def state(self) -> TargetState:
        if self.target is None:
            return TargetState.UNTARGETED
        if self.is_reached:
            return TargetState.REACHED
        if self.is_over:
            return TargetState.FAILED
        return TargetState.UNRECORDED if self.targeted is None else TargetState.MISSED


def sum_standings(rows: Sequence[OfficeStanding], *, is_over: bool) -> TotalStanding:
    aimed = [row for row in rows if row.target is not None]
    others = [row for row in rows if row.target is None]
    return TotalStanding(
        target=sum_known(row.target for row in aimed),
        realised=sum_known(row.realised for row in rows),
        targeted=sum_known(row.realised for row in aimed),
        outside=sum_known(row.realised for row in others),
        capped=sum_known(row.capped for row in aimed),
        short=sum_known(row.short for row in aimed),
        over=sum_known(row.over for row in aimed),
        offices_reached=sum(row.is_reached for row in aimed),
        offices=len(aimed),
        offices_outside=len(others),
        is_over=is_over,
        pace=sum_decimals(row.pace for row in aimed),
        needed_per_week=sum_decimals(row.needed_per_week for row in aimed),
    )


def sum_known(values: Iterable[int | None]) -> int | None:
    """The sum of what is known; a blank where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def sum_decimals(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal()) if known else None


def compute_needed_per_week(target: int | None, realised: int | None, ends_on: date, as_at: date) -> Decimal | None:
    """What each remaining week must bring to reach the target; blank without a target or once the period is over."""
    days_left = (ends_on - as_at).days
    if target is None or days_left <= 0:
        return None
    missing = max(target - (realised or 0), 0)
    return (Decimal(missing) * 7 / days_left).quantize(Decimal("0.1"), ROUND_HALF_UP)
