"""Writes to the ledger, targets and reporting periods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from clinics import policies
from clinics.counting import DuePosting
from clinics.enums import Cause, TargetRevisionState
from clinics.models import (
    CountingRule,
    Indicator,
    LedgerEntry,
    PeriodException,
    PeriodUnlock,
    PublishedFigure,
    ReportingPeriod,
    Target,
    TargetRevision,
)
from clinics.months.policies import why_not_ask_exception, why_not_record_freely
from clinics.plans import split_amount
from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_fields, reject_if
from krs_portal.kit.saving import save_checked_row
from krs_portal.kit.words import has_letters, squeeze_spaces
from krs_portal.offices.models import Office


@dataclass(frozen=True)
class PostingSource:
    """Where a posting comes from, without the ledger knowing what it is."""

    kind: str
    key: int


@transaction.atomic
def settle_postings(
    *, source: PostingSource, office: Office, happened_on: date, due: Iterable[DuePosting], cause: Cause, by: Any,
    at: datetime,
) -> list[LedgerEntry]:  # fmt: skip
    """Bring the ledger to what is due for a source: reverse what is not due any more, post what is missing.

    What stands already as it is due is not touched, so that a corrected text leaves no entry. The caller holds the
    source's row. Raises ValidationError at `happened_on` where an entry falls into a locked period and no exception
    lets it in. Returns the new entries.
    """
    wanted = {(posting.rule.pk, office.pk, happened_on, posting.quantity): posting.rule for posting in due}
    obsolete = [
        entry
        for entry in LedgerEntry.objects.of_source(source.kind, source.key).live()
        if not wanted.pop((entry.rule_id, entry.office_id, entry.happened_on, entry.quantity), None)
    ]
    fresh = [build_reversal(entry) for entry in obsolete] + [
        LedgerEntry(
            indicator_id=rule.indicator_id,
            rule=rule,
            office=office,
            happened_on=happened_on,
            source_kind=source.kind,
            source_key=source.key,
            quantity=quantity,
        )
        for (_rule, _office, _day, quantity), rule in wanted.items()
    ]
    return write_entries(fresh, cause=cause, by=by, at=at)


@transaction.atomic
def reverse_entries(*, entries: Iterable[LedgerEntry], cause: Cause, by: Any, at: datetime) -> list[LedgerEntry]:
    """Post the opposite of each of these entries. Raises IntegrityError for one that is already reversed."""
    return write_entries([build_reversal(entry) for entry in entries], cause=cause, by=by, at=at)


def build_reversal(entry: LedgerEntry) -> LedgerEntry:
    return LedgerEntry(
        indicator_id=entry.indicator_id,
        rule_id=entry.rule_id,
        office_id=entry.office_id,
        happened_on=entry.happened_on,
        source_kind=entry.source_kind,
        source_key=entry.source_key,
        quantity=-entry.quantity,
        reversal_of=entry,
    )


def write_entries(entries: list[LedgerEntry], *, cause: Cause, by: Any, at: datetime) -> list[LedgerEntry]:
    """Sign the entries and append them, under the exception that lets them in where their period is locked."""
    places = {(entry.office_id, entry.happened_on) for entry in entries}
    exceptions = {place: find_needed_exception(*place, at) for place in places}
    for entry in entries:
        entry.recorded_at, entry.posted_by = at, by
        entry.exception = exceptions[entry.office_id, entry.happened_on]
        entry.cause = Cause.EXCEPTION if entry.exception else cause
    return LedgerEntry.objects.bulk_create(entries)


def find_needed_exception(office_id: int, happened_on: date, at: datetime) -> PeriodException | None:
    """The exception under which an entry comes in; None where its period and its month are open.

    Raises ValidationError at `happened_on` when the period is locked, or the month was sent to the ministry, and
    nothing lets the entry in.
    """
    refusal = why_not_record_freely(office_id, happened_on)
    if refusal is None:
        return None
    exception = PeriodException.objects.letting_in(office_id, happened_on, at).first()
    reject_if(None if exception else refusal, "happened_on", "period_locked")
    return exception


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
    months: Sequence[int] | None = None,
) -> Target:
    """Give an office its first target for an indicator and period. `ValidationError` names the field.

    `months` are the parts of the period's months, where the decree spreads it.
    """
    refuse_if(policies.why_not_set_target(by))
    target = Target(office=office, indicator=indicator, period=period)
    try:
        target.full_clean()
    except ValidationError as error:
        raise ValidationError({"office": error.messages}) from error
    target.save()
    add_revision(target=target, quantity=quantity, months=months, decree=decree, decided_on=decided_on, by=by, at=at)
    return target


@transaction.atomic
def revise_target(
    *,
    target: Target,
    decree: str,
    decided_on: date,
    reason: str,
    by: Any,
    at: datetime,
    quantity: int | None = None,
    months: Sequence[int] | None = None,
    state: str = TargetRevisionState.SET,
) -> TargetRevision:
    """Decide anew about a target: another amount, that the office is exempt, or that the target was a mistake.

    What stood before stays readable, and counts for the days before this was decided. Another amount without `months`
    keeps the shape of the plan before; an empty list of them takes it away.
    """
    refuse_if(policies.why_not_set_target(by))
    reject_if("" if has_letters(reason, policies.LEAST_LETTERS) else _("Tuliskan alasan perubahan target."), "reason")
    return add_revision(
        target=target, state=state, quantity=quantity, months=months, decree=decree, decided_on=decided_on,
        reason=reason, by=by, at=at,
    )  # fmt: skip


def add_revision(*, target: Target, by: Any, at: datetime, **decided: Any) -> TargetRevision:
    """The next number of a target, unless it says what holds already; `decided` are the revision's own fields."""
    target = lock_row(target, "period", "office", "indicator")  # two revisions at once would take the same number
    reject_if(policies.why_not_decide_on(target.period, decided["decided_on"], today=day_of(at)), "decided_on")
    reject_if(policies.why_not_aim(target.office, target.period, decided["decided_on"]), "decided_on")
    reject_if(policies.why_not_cite(decided["decree"]), "decree")
    reject_if(policies.why_not_ask_for(target.indicator, decided.get("quantity")), "quantity")
    last = target.revisions.order_by("-number").first()
    if decided.get("state", TargetRevisionState.SET) != TargetRevisionState.SET:
        decided |= {"quantity": None, "months": None}
    else:
        reject_if(_("Isi jumlah targetnya.") if decided.get("quantity") is None else None, "quantity")
        plan = spread_target(target.period, last, decided["quantity"], decided.get("months"))
        decided["months"] = plan if target.indicator.is_count else None  # months of a percentage do not add up
    if last and all(getattr(last, name) == value for name, value in decided.items() if name != "reason"):
        reject_if(_("Tidak ada yang berubah: begitulah target ini sekarang."))
    exception = find_revising_exception(target, at)
    reject_if(policies.why_not_revise_locked(target, exception))
    number = last.number + 1 if last else 1
    revision = TargetRevision(
        target=target, number=number, recorded_at=at, recorded_by=by, exception=exception, **decided
    )
    return save_checked_row(revision)


def spread_target(
    period: ReportingPeriod, last: TargetRevision | None, quantity: int, months: Sequence[int] | None
) -> list[int] | None:
    """The parts of the months as they were decided, or in the shape of the plan before.

    None where there is no plan; no `months` at all, an empty list, takes the plan before away.
    """
    if months is None:
        return split_amount(quantity, last.months) if last and last.months else None
    if not months:
        return None
    reject_if(policies.why_not_spread(quantity, months, period), "months")
    return list(months)


def find_revising_exception(target: Target, at: datetime) -> PeriodException | None:
    """The exception under which a target of a locked period may change."""
    if target.period.locked_at is None:
        return None
    granted = PeriodException.objects.open_at(at).filter(period=target.period, office=target.office_id)
    return granted.order_by("pk").first()


@transaction.atomic
def lock_period(*, period: ReportingPeriod, by: Any, at: datetime) -> ReportingPeriod:
    """Close a period that is over: from now on its days take entries only under an exception."""
    refuse_if(policies.why_not_lock_periods(by))
    period = lock_row(period)
    reject_if(policies.why_not_lock_period(period, today=day_of(at)))
    period.locked_at, period.locked_by = at, by
    period.save(update_fields=["locked_at", "locked_by"])
    return period


@transaction.atomic
def unlock_period(*, period: ReportingPeriod, reason: str, by: Any, at: datetime) -> PeriodUnlock:
    """Take back a lock that was a mistake. Another than who had set it does so, and the reason stays on record."""
    refuse_if(policies.why_not_lock_periods(by))
    period = lock_row(period)
    reject_if(policies.why_not_unlock_period(by, period))
    assert period.locked_at  # noqa: S101 - the policy has just asked
    taken_back = PeriodUnlock(
        period=period, reason=reason, locked_at=period.locked_at, locked_by=period.locked_by, unlocked_at=at,
        unlocked_by=by,
    )  # fmt: skip
    save_checked_row(taken_back)
    period.locked_at = period.locked_by = None
    period.save(update_fields=["locked_at", "locked_by"])
    return taken_back


@transaction.atomic
def request_exception(
    *, period: ReportingPeriod, office: Office, reason: str, by: Any, at: datetime
) -> PeriodException:
    """Ask for leave to post into a locked period, or into months of it that were sent to the ministry.

    It lets nothing in until somebody else grants it.
    """
    refuse_if(policies.why_not_request_exception(by, office))
    reject_if(why_not_ask_exception(period, office))
    lock_row(period, no_key=True)  # the same request from two windows at once
    reject_if(policies.why_not_request_again(period, office))
    exception = PeriodException(period=period, office=office, reason=reason, asked_at=at, asked_by=by)
    save_checked_row(exception)
    return exception


@transaction.atomic
def grant_exception(*, exception: PeriodException, ends_on: date, by: Any, at: datetime) -> PeriodException:
    """Let the office post into the locked period until a day."""
    refuse_if(policies.why_not_grant_exceptions(by))
    exception = lock_row(exception)
    reject_if(policies.why_not_grant_exception(by, exception))
    reject_if(None if ends_on >= day_of(at) else _("Tanggal ini sudah lewat."), "ends_on")
    exception.granted_at, exception.granted_by, exception.ends_on = at, by, ends_on
    save_checked_row(exception)
    return exception


@transaction.atomic
def add_rule_version(
    *, indicator: Indicator, measure: str, outcomes: list[str], statement: str, basis: str, valid_from: date
) -> CountingRule:
    """Count an indicator in another way from a day on. The rule before ends the day before; nothing of it changes."""
    before = indicator.rules.select_for_update().order_by("-version").first()
    reject_if(policies.why_not_start_rule(indicator, valid_from), "valid_from")
    if before and (before.valid_until is None or before.valid_until >= valid_from):
        before.valid_until = valid_from - timedelta(days=1)
        save_checked_row(before)
    rule = CountingRule(
        indicator=indicator,
        version=before.version + 1 if before else 1,
        measure=measure,
        outcomes=outcomes,
        statement=statement,
        basis=basis,
        valid_from=valid_from,
    )
    save_checked_row(rule)
    return rule


@transaction.atomic
def record_published_figure(
    *, indicator: Indicator, period: ReportingPeriod, office: Office | None, value: int, as_at: date, stated_on: date,
    said_by: str, source: str, link: str, by: Any, at: datetime,
) -> PublishedFigure:  # fmt: skip
    """Write down what somebody said in public, as it was said. It is held against ours and changes nothing of it."""
    refuse_if(policies.why_not_record_figures(by))
    reject_fields(policies.why_not_state(period, as_at, stated_on, today=day_of(at)))
    reject_if(policies.why_not_aim(office, period, max(as_at, office.opened_on)) if office else None, "office")
    figure = PublishedFigure(
        indicator=indicator, period=period, office=office, value=value, as_at=as_at, stated_on=stated_on,
        said_by=squeeze_spaces(said_by), source=squeeze_spaces(source), link=link, recorded_at=at, recorded_by=by,
    )  # fmt: skip
    return save_checked_row(figure)


@transaction.atomic
def withdraw_published_figure(*, figure: PublishedFigure, reason: str, by: Any, at: datetime) -> PublishedFigure:
    """Take back a figure that was recorded by mistake. It stays readable with its reason, and is compared no more."""
    refuse_if(policies.why_not_withdraw_figures(by))
    figure = lock_row(figure)
    reject_if(_("Angka ini sudah dicabut.") if figure.withdrawn_at else None)
    reject_if(None if reason.strip() else _("Tuliskan alasannya."), "reason")
    figure.withdrawn_at, figure.withdrawn_by, figure.withdrawal_reason = at, by, reason.strip()
    save_checked_row(figure)
    return figure
