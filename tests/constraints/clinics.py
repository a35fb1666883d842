from datetime import date, timedelta

from django.db.models import F

from clinics.enums import Weekday
from clinics.models import (
    Closure,
    CountingRule,
    Indicator,
    LedgerEntry,
    MonthRemark,
    MonthTally,
    OfficeMonth,
    OpeningHours,
    PeriodException,
    PeriodUnlock,
    Place,
    PublishedFigure,
    ReportingPeriod,
    SavedView,
    Tally,
    Target,
    TargetRevision,
)
from tests.constraints.breaches import AFTER, BEFORE, LONG_AGO, MOMENT, Breach, changed, repeated
from tests.factories import clinics, offices


def rule() -> CountingRule:
    return clinics.indicator().rules.get()


def target() -> Target:
    return clinics.target(offices.balai())


def revision() -> TargetRevision:
    return target().revisions.get()


def revision_of_locked_period() -> TargetRevision:
    made = revision()
    ReportingPeriod.objects.filter(pk=clinics.year().pk).update(locked_at=MOMENT, locked_by=offices.evaluator())
    return made


def published() -> PublishedFigure:
    return clinics.published(1806)


def saved_view() -> SavedView:
    return clinics.saved_view(offices.evaluator())


def clinics_month() -> OfficeMonth:
    return clinics.month(offices.balai())


def remark() -> MonthRemark:
    return clinics.remark(clinics_month())


def entry() -> LedgerEntry:
    return clinics.entry(offices.balai())


def entry_of_locked_period() -> LedgerEntry:
    made = entry()
    ReportingPeriod.objects.filter(pk=clinics.year().pk).update(locked_at=MOMENT, locked_by=offices.evaluator())
    return made


def used_period() -> ReportingPeriod:
    entry()
    return clinics.year()


def used_rule() -> CountingRule:
    return entry().rule


def exception() -> PeriodException:
    return clinics.exception(clinics.lock(), offices.balai())


def unlock() -> PeriodUnlock:
    period = clinics.lock()
    return PeriodUnlock.objects.create(
        period=period, reason="Keliru", locked_at=MOMENT, locked_by=period.locked_by, unlocked_at=MOMENT,
        unlocked_by=offices.evaluator(),
    )  # fmt: skip


def tally() -> Tally:
    entry()
    return Tally.objects.get()


def month_tally() -> MonthTally:
    entry()
    return MonthTally.objects.get()


def place() -> Place:
    return clinics.place(offices.balai())


def hours() -> OpeningHours:
    return OpeningHours.objects.create(place=place(), weekday=Weekday.MONDAY, opens_at="09:00", closes_at="15:00")


def closure() -> Closure:
    day = MOMENT.date()
    return Closure.objects.create(place=place(), starts_on=day, ends_on=day, reason="Listrik padam.")


def used_indicator() -> Indicator:
    return entry().indicator


ROWS: dict[str, Breach] = {
    "clinics_closure_once": repeated(closure),
    "clinics_closure_order": changed(closure, ends_on=LONG_AGO),
    "clinics_entry_follows_rule": repeated(entry, happened_on=LONG_AGO),
    "clinics_entry_not_in_future": repeated(entry, recorded_at=BEFORE),
    "clinics_entry_sign": repeated(entry, quantity=-1),
    "clinics_exception_by_another": changed(exception, granted_by=F("asked_by")),
    "clinics_exception_granted": changed(exception, ends_on=None),
    "clinics_hours_once": repeated(hours),
    "clinics_hours_period_order": changed(hours, valid_from=MOMENT.date(), valid_until=LONG_AGO),
    "clinics_hours_period_whole": changed(hours, valid_from=MOMENT.date()),
    "clinics_hours_order": changed(hours, closes_at=F("opens_at")),
    "clinics_indicator_counts_go_up": changed(clinics.indicator, direction="DOWN"),
    "clinics_indicator_operands": changed(clinics.ratio, denominator=None),
    "clinics_indicator_stands": changed(used_indicator, unit="PERSON"),
    "clinics_indicator_two_operands": changed(clinics.ratio, denominator=F("numerator")),
    "clinics_month_first_day": changed(clinics_month, starts_on=LONG_AGO + timedelta(days=1)),
    "clinics_month_once": repeated(clinics_month),
    "clinics_monthtally_once": repeated(month_tally),
    "clinics_period_hides_small_cells": changed(clinics.year, fewest_shown=2),
    "clinics_period_lock_signed": changed(clinics.year, locked_at=MOMENT),
    "clinics_period_locked": repeated(entry_of_locked_period),
    "clinics_period_once": repeated(clinics.year),
    "clinics_period_order": changed(clinics.year, ends_on=LONG_AGO),
    "clinics_period_stands": changed(used_period, ends_on=date(2022, 11, 30)),
    "clinics_place_life_order": changed(place, closed_on=LONG_AGO),
    "clinics_place_name_once": repeated(place),
    "clinics_published_once": repeated(published),
    "clinics_published_recorded": repeated(published, source="Siaran pers", recorded_at=MOMENT),
    "clinics_published_withdrawn": changed(published, withdrawn_at=MOMENT),
    "clinics_remark_answered": changed(remark, answered_at=MOMENT),
    "clinics_reversal_mirrors": repeated(entry, reversal_of=lambda row: row, quantity=-7),
    "clinics_rule_one_in_force": repeated(rule, version=2),
    "clinics_rule_stands": changed(used_rule, statement="Lain"),
    "clinics_rule_valid_order": changed(rule, valid_until=LONG_AGO),
    "clinics_rule_version_once": repeated(rule, valid_from=date(1990, 1, 1), valid_until=date(1999, 12, 31)),
    "clinics_view_name_once": repeated(saved_view),
    "clinics_tally_once": repeated(tally),
    "clinics_target_amount_where_set": repeated(revision, number=2, state="EXEMPT"),
    "clinics_target_period_locked": repeated(revision_of_locked_period, number=2, recorded_at=AFTER),
    "clinics_target_not_negative": repeated(revision, number=2, quantity=-1),
    "clinics_target_once": repeated(target),
    "clinics_target_plan_adds_up": repeated(revision, number=2, months=[1]),
    "clinics_target_plan_of_amount": repeated(revision, number=2, months=[]),
    "clinics_target_revision_once": repeated(revision),
    "clinics_unlock_by_another": repeated(unlock, unlocked_by=lambda row: row.locked_by),
}
