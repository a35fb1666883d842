"""Against which targets the offices of 2022 were judged, and what was said in public."""

from __future__ import annotations

from datetime import UTC, date, datetime

from clinics.enums import IndicatorKind
from clinics.models import (
    CountingRule,
    Indicator,
    ProgrammeName,
    PublishedFigure,
    ReportingPeriod,
    Target,
    TargetRevision,
)
from clinics.services import set_target
from krs_portal.accounts.models import User
from krs_portal.kit.clock import day_of
from krs_portal.offices.models import Office

# Office → services closed by 5 December 2022, as the ministry stated them; each had a target of 250.
SERVICES = {"SUM3": 336, "KAL1": 305, "JAW2": 334, "JAW3": 660, "SATKER-BALI": 173}
TARGET = 250
RATE_TARGET = 80  # percent
ASSISTED_HOUSES = 806
PUBLISHED = 1806
AS_AT = date(2022, 12, 5)
ARTICLE = (
    "https://www.kompas.com/properti/read/2022/12/08/133000521/"
    "per-5-desember-kementerian-pupr-tangani-1.806-layanan-konsultasi-rumah"
)


def load_account(offices: dict[str, Office], evaluator: User) -> dict[str, CountingRule]:
    """Targets and the published figure, under the indicators, rules and periods of every new portal; the rules by
    their indicator's code."""
    services = Indicator.objects.get(code="layanan")
    period = ReportingPeriod.objects.of_year(AS_AT.year).get()
    load_targets(offices, services, period, evaluator)
    PublishedFigure.objects.create(
        indicator=services,
        period=period,
        value=PUBLISHED,
        as_at=AS_AT,
        stated_on=date(2022, 12, 8),
        source="Kompas.com",
        link=ARTICLE,
    )
    PublishedFigure.objects.bulk_create(
        PublishedFigure(
            indicator=services, period=period, office=offices[code], value=value, as_at=AS_AT,
            stated_on=date(2022, 12, 8), source="Kompas.com", link=ARTICLE,
        )
        for code, value in SERVICES.items()
    )  # fmt: skip
    load_programme_name(evaluator)
    return {rule.indicator.code: rule for rule in CountingRule.objects.select_related("indicator").order_by("pk")}


def load_targets(offices: dict[str, Office], indicator: Indicator, period: ReportingPeriod, evaluator: User) -> None:
    targets = Target.objects.bulk_create(
        Target(office=offices[code], indicator=indicator, period=period) for code in SERVICES
    )
    TargetRevision.objects.bulk_create(
        TargetRevision(
            target=target,
            quantity=TARGET,
            decree="Target KRS 2022, dinyatakan dalam rapat evaluasi 7 Desember 2022; nomor keputusan tidak diketahui",
            decided_on=date(2022, 1, 3),
            reason="Tanggal penetapan adalah contoh; sumber hanya menyebut besarnya target.",
            recorded_at=datetime(2022, 1, 10, 3, tzinfo=UTC),
            recorded_by=evaluator,
        )
        for target in targets
    )


def load_programme_name(evaluator: User) -> None:
    ProgrammeName.objects.create(
        name="Klinik PKP", short_name="Klinik PKP", valid_from=date(2025, 1, 1),
        decree="Tanggal contoh; sumber hanya menyebut nama barunya.", recorded_at=datetime(2025, 1, 2, 3, tzinfo=UTC),
        recorded_by=evaluator,
    )  # fmt: skip


def load_rate_targets(office: Office, evaluator: User, now: datetime) -> None:
    """Of promises and referrals of this year; invented, as nobody has set any."""
    day = day_of(now, office.time_zone)
    period = ReportingPeriod.objects.of_year(day.year).get()
    for ratio in Indicator.objects.measured().filter(kind=IndicatorKind.RATIO).order_by("pk"):
        set_target(
            office=office, indicator=ratio, period=period, quantity=RATE_TARGET, by=evaluator, at=now,
            decree="Target contoh; tidak ada keputusan yang menetapkannya", decided_on=day,
        )  # fmt: skip


def split_houses_by_office() -> dict[str, int]:
    """The 806 assisted houses over the offices. Their split was never published; this one is invented: in proportion
    to the services, by largest remainder."""
    total = sum(SERVICES.values())
    shares = {code: divmod(ASSISTED_HOUSES * number, total) for code, number in SERVICES.items()}
    left = ASSISTED_HOUSES - sum(whole for whole, _ in shares.values())
    luckiest = sorted(shares, key=lambda code: -shares[code][1])[:left]
    return {code: whole + (code in luckiest) for code, (whole, _) in shares.items()}
