"""The account of a clinic: periods, indicators with their rule, targets and entries."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from clinics.enums import CountUnit, Direction, IndicatorKind, Measure
from clinics.models import (
    CountingRule,
    Indicator,
    LedgerEntry,
    MonthRemark,
    OfficeMonth,
    PeriodException,
    Place,
    ProgrammeName,
    PublishedFigure,
    ReportingPeriod,
    SavedView,
    Target,
    TargetRevision,
)
from krs_portal.kit.clock import get_midnight, today
from krs_portal.offices.models import Office
from tests.factories import offices

keys = count(1)
UNITS = {
    Measure.CONSULTATION: ("layanan", CountUnit.SERVICE),
    Measure.SESSION: ("sesi", CountUnit.SESSION),
    Measure.PERSON: ("orang", CountUnit.PERSON),
    Measure.GROUP: ("kelompok", CountUnit.GROUP),
    Measure.ASSISTED_HOUSE: ("rumah-dibantu", CountUnit.HOUSE),
    Measure.PROMISE_DUE: ("tindak-lanjut-jatuh-tempo", CountUnit.PROMISE),
    Measure.PROMISE_KEPT: ("tindak-lanjut-tepat-waktu", CountUnit.PROMISE),
    Measure.REFERRAL_DUE: ("rujukan-jatuh-tempo", CountUnit.REFERRAL),
    Measure.REFERRAL_ANSWERED: ("rujukan-dijawab", CountUnit.REFERRAL),
}


def year(number: int = 2022) -> ReportingPeriod:
    return ReportingPeriod.objects.get_or_create(
        kind="YEAR",
        starts_on=date(number, 1, 1),
        defaults={"name": f"Tahun {number}", "ends_on": date(number, 12, 31)},
    )[0]


def indicator(measure: Measure = Measure.CONSULTATION) -> Indicator:
    """The indicator that counts the measure, with its rule version 1 from 2022 on."""
    code, unit = UNITS[measure]
    made, fresh = Indicator.objects.get_or_create(
        code=code, defaults={"name": code.capitalize(), "unit": unit, "definition": f"Jumlah {code}."}
    )
    if fresh:
        CountingRule.objects.create(
            indicator=made, measure=measure, statement=measure.label, valid_from=date(2022, 1, 1)
        )
    return made


def all_indicators() -> list[Indicator]:
    return [indicator(measure) for measure in UNITS]


def ratio(direction: Direction = Direction.UP) -> Indicator:
    """What was kept in time of what fell due, in percent."""
    numerator, denominator = indicator(Measure.PROMISE_KEPT), indicator(Measure.PROMISE_DUE)
    return Indicator.objects.get_or_create(
        code="janji-tepat-waktu",
        defaults={
            "name": "Janji tepat waktu", "unit": CountUnit.PERCENT, "kind": IndicatorKind.RATIO,
            "direction": direction, "numerator": numerator, "denominator": denominator, "definition": "Bagian.",
        },
    )[0]  # fmt: skip


def index() -> Indicator:
    """The IKM, with its rule."""
    made, fresh = Indicator.objects.get_or_create(
        code="ikm",
        defaults={"name": "IKM", "unit": CountUnit.INDEX, "kind": IndicatorKind.INDEX, "definition": "Nilai survei."},
    )
    if fresh:
        rule = {"measure": Measure.SURVEY, "statement": "Sembilan unsur.", "valid_from": date(2022, 1, 1)}
        CountingRule.objects.create(indicator=made, **rule)
    return made


def target(
    of: Office,
    quantity: int = 250,
    counts: Indicator | None = None,
    period: ReportingPeriod | None = None,
    by: Any = None,
) -> Target:
    made = Target.objects.create(office=of, indicator=counts or indicator(), period=period or year())
    TargetRevision.objects.create(
        target=made,
        quantity=quantity,
        decree="Keputusan uji",
        decided_on=date(2022, 1, 3),
        recorded_at=datetime(2022, 1, 3, tzinfo=UTC),
        recorded_by=by or offices.evaluator(),
    )
    return made


def entry(
    of: Office, on: date = date(2022, 6, 1), quantity: int = 1, counts: Indicator | None = None, **fields: Any
) -> LedgerEntry:
    counts = counts or indicator()
    values = {
        "rule": counts.rules.in_force(on).first() or counts.rules.get(),
        "recorded_at": datetime.combine(on, time(10), UTC),
        "source_kind": "uji",
        "source_key": next(keys),
    }
    return LedgerEntry.objects.create(
        indicator=counts, office=of, happened_on=on, quantity=quantity, **(values | fields)
    )


def lock(number: int = 2022) -> ReportingPeriod:
    """A year that was locked the day after it ended."""
    made = year(number)
    made.locked_at, made.locked_by = datetime(number + 1, 1, 1, 3, tzinfo=UTC), offices.evaluator()
    made.save()
    return made


def exception(period: ReportingPeriod, of: Office, reason: str = "Berkas terlambat", **fields: Any) -> PeriodException:
    """Asked by the office's head and granted by the ministry until the end of next month."""
    values = {
        "asked_at": now() - timedelta(hours=2),
        "asked_by": offices.head(of),
        "granted_at": now() - timedelta(hours=1),
        "granted_by": offices.evaluator(),
        "ends_on": now().date() + timedelta(days=30),
    }
    return PeriodException.objects.create(period=period, office=of, reason=reason, **(values | fields))


def month(of: Office, number: int = 6, state: str = "SUBMITTED", year: int = 2022) -> OfficeMonth:
    return OfficeMonth.objects.create(office=of, starts_on=date(year, number, 1), state=state)


def remark(about: OfficeMonth, text: str = "Tanggalnya keliru?", **fields: Any) -> MonthRemark:
    values = {"asked_at": now() - timedelta(hours=1), "asked_by": offices.evaluator()}
    return MonthRemark.objects.create(month=about, text=text, **(values | fields))


def place(of: Office, name: str = "Pojok KRS") -> Place:
    return Place.objects.create(office=of, name=name, opened_on=date(2022, 1, 3))


def published(value: int, period: ReportingPeriod | None = None) -> PublishedFigure:
    return PublishedFigure.objects.create(
        indicator=indicator(),
        period=period or year(),
        value=value,
        as_at=date(2022, 12, 5),
        stated_on=date(2022, 12, 8),
        source="Surat kabar",
    )


def saved_view(by: Any, name: str = "Rapat Senin") -> SavedView:
    return SavedView.objects.create(page="kisi", name=name, query="year=2022", saved_at=now(), saved_by=by)


def programme_name(by: Any) -> ProgrammeName:
    named = {"name": "Klinik PKP", "short_name": "Klinik PKP", "decree": "Keputusan 7/2025"}
    return ProgrammeName.objects.create(valid_from=date(2025, 1, 1), recorded_at=now(), recorded_by=by, **named)


def now() -> datetime:
    return timezone.now()


def earlier_today(**ago: float) -> datetime:
    """So long ago, but not before midnight: today at any hour."""
    return max(now() - timedelta(**ago), get_midnight(today()))
