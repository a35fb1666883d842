"""What changes in the clinic's account: postings, reversals, targets, periods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from clinics import policies
from clinics.models import (
    CountingRule,
    Indicator,
    LedgerEntry,
    PeriodException,
    ReportingPeriod,
    Target,
    TargetRevision,
)
from krs_portal.offices.models import Office


@dataclass(frozen=True)
class Source:
    """Where a posting comes from, without the ledger knowing what it is."""

    kind: str
    key: int


def refuse(sentence: str | None) -> None:
    """Raise with a policy's sentence, if it has one."""
    if sentence:
        raise PermissionDenied(sentence)


@transaction.atomic
def post(
    *,
    source: Source,
    office: Office,
    happened_on: date,
    measures: Mapping[str, int],
    at: datetime,
    by: Any,
    exception: PeriodException | None = None,
) -> list[LedgerEntry]:
    """Post what a source measures, one entry for each rule in force on the day that counts such a measure.

    Measures of zero leave no entry. A locked period raises `IntegrityError` unless an exception is given.
    """
    counted = {measure: quantity for measure, quantity in measures.items() if quantity}
    rules = CountingRule.objects.in_force(happened_on).filter(measure__in=counted).order_by("indicator_id")
    return LedgerEntry.objects.bulk_create(
        LedgerEntry(
            indicator_id=rule.indicator_id,
            rule=rule,
            office=office,
            happened_on=happened_on,
            recorded_at=at,
            source_kind=source.kind,
            source_key=source.key,
            quantity=counted[rule.measure],
            exception=exception,
            posted_by=by,
        )
        for rule in rules
    )


@transaction.atomic
def reverse(
    *, entries: Iterable[LedgerEntry], at: datetime, by: Any, exception: PeriodException | None = None
) -> list[LedgerEntry]:
    """Post the mirror of each entry. Reversing what is already reversed raises `IntegrityError`."""
    return LedgerEntry.objects.bulk_create(
        LedgerEntry(
            indicator_id=entry.indicator_id,
            rule_id=entry.rule_id,
            office_id=entry.office_id,
            happened_on=entry.happened_on,
            recorded_at=at,
            source_kind=entry.source_kind,
            source_key=entry.source_key,
            quantity=-entry.quantity,
            reversal_of=entry,
            exception=exception,
            posted_by=by,
        )
        for entry in entries
    )


@transaction.atomic
def set_target(
    *,
    office: Office,
    indicator: Indicator,
    period: ReportingPeriod,
    quantity: int,
    decree: str,
    decided_on: date,
    by: Any,
    at: datetime,
) -> Target:
    """Give an office its first target for an indicator and period. `ValidationError` names the field."""
    refuse(policies.why_not_set_target(by, office))
    target = Target(office=office, indicator=indicator, period=period)
    try:
        target.full_clean()
    except ValidationError as error:
        raise ValidationError({"office": error.messages}) from error
    target.save()
    add_revision(target=target, quantity=quantity, decree=decree, decided_on=decided_on, reason="", by=by, at=at)
    return target


@transaction.atomic
def revise_target(
    *, target: Target, quantity: int, decree: str, decided_on: date, reason: str, by: Any, at: datetime
) -> TargetRevision:
    """Give a target its next amount; the ones before stay readable."""
    refuse(policies.why_not_set_target(by, target.office))
    if not reason.strip():
        raise ValidationError({"reason": _("Tuliskan alasan perubahan target.")})
    return add_revision(
        target=target, quantity=quantity, decree=decree, decided_on=decided_on, reason=reason, by=by, at=at
    )


def add_revision(
    *, target: Target, quantity: int, decree: str, decided_on: date, reason: str, by: Any, at: datetime
) -> TargetRevision:
    Target.objects.select_for_update().get(pk=target.pk)
    last = target.revisions.aggregate(last=Max("number"))["last"] or 0
    revision = TargetRevision(
        target=target,
        number=last + 1,
        quantity=quantity,
        decree=decree,
        decided_on=decided_on,
        reason=reason,
        recorded_at=at,
        recorded_by=by,
    )
    revision.full_clean()
    revision.save()
    return revision


@transaction.atomic
def lock_period(*, period: ReportingPeriod, by: Any, at: datetime) -> ReportingPeriod:
    """Close a period: from now on its days take entries only under a recorded exception."""
    refuse(policies.why_not_lock_period(by))
    period = ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    if period.locked_at is None:
        period.locked_at, period.locked_by = at, by
        period.save(update_fields=["locked_at", "locked_by"])
    return period


@transaction.atomic
def grant_exception(*, period: ReportingPeriod, office: Office, reason: str, by: Any, at: datetime) -> PeriodException:
    """Allow entries of an office into a locked period, with the reason on record."""
    refuse(policies.why_not_lock_period(by))
    exception = PeriodException(period=period, office=office, reason=reason, granted_at=at, granted_by=by)
    exception.full_clean()
    exception.save()
    return exception
