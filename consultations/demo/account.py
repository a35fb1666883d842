"""What is counted, how, against which targets, and what was said in public: the account of 2022."""

from __future__ import annotations

from datetime import UTC, date, datetime

from clinics.enums import Measure, Unit
from clinics.models import CountingRule, Indicator, PublishedFigure, ReportingPeriod, Target, TargetRevision
from krs_portal.accounts.models import User
from krs_portal.offices.models import Office

# Office → services closed by 5 December 2022, as the ministry stated them; each had a target of 250.
SERVICES = {"SUM3": 336, "KAL1": 305, "JAW2": 334, "JAW3": 660, "SATKER-BALI": 173}
TARGET = 250
ASSISTED_HOUSES = 806
PUBLISHED = 1806
AS_AT = date(2022, 12, 5)
YEARS = range(2022, 2027)
ARTICLE = (
    "https://www.kompas.com/properti/read/2022/12/08/133000521/"
    "per-5-desember-kementerian-pupr-tangani-1.806-layanan-konsultasi-rumah"
)

INDICATORS = [
    ("layanan", "Layanan konsultasi", Unit.SERVICE, "Konsultasi yang selesai, perseorangan atau kelompok."),
    ("sesi", "Sesi layanan", Unit.SESSION, "Pertemuan, panggilan, atau kunjungan tempat konsultasi diberikan."),
    ("orang", "Orang yang dilayani", Unit.PERSON, "Kepala yang hadir, termasuk seluruh anggota kelompok."),
    ("kelompok", "Kelompok yang dilayani", Unit.GROUP, "Konsultasi yang diberikan kepada kelompok."),
    ("rumah-dibantu", "Rumah yang dibantu", Unit.HOUSE, "Rumah yang mendapat layanan bantuan teknis dalam tahun itu."),
    ("rujukan-terjawab", "Rujukan terjawab", Unit.PERCENT, "Rujukan yang mendapat jawaban dari instansi tujuan."),
    ("janji-tepat-waktu", "Janji tepat waktu", Unit.PERCENT, "Janji kepada pemohon yang ditepati pada waktunya."),
    ("ikm", "Indeks kepuasan masyarakat", Unit.INDEX, "Nilai survei kepuasan masyarakat menurut PermenPANRB 14/2017."),
]
RULES = {
    "layanan": (
        Measure.CONSULTATION,
        "Setiap konsultasi yang ditutup dihitung satu layanan, baik untuk perseorangan maupun untuk kelompok. "
        "Sumber tahun 2022 tidak menyebut cara menghitung kelompok; karena itu jumlah orang dihitung tersendiri "
        "pada indikator “orang”.",
    ),
    "sesi": (Measure.SESSION, "Setiap pertemuan yang berakhir dengan konsultasi yang ditutup dihitung satu sesi."),
    "orang": (
        Measure.PERSON,
        "Dihitung jumlah orang yang hadir: satu untuk perseorangan, jumlah kepala untuk kelompok.",
    ),
    "kelompok": (Measure.GROUP, "Setiap konsultasi kelompok yang ditutup dihitung satu kelompok."),
    "rumah-dibantu": (
        Measure.ASSISTED_HOUSE,
        "Setiap rumah yang mendapat bantuan teknis dihitung sekali dalam setahun, berapa pun banyaknya konsultasi.",
    ),
}


def load(offices: dict[str, Office], evaluator: User) -> dict[str, CountingRule]:
    """Indicators, rules, periods, targets and the published figure; the rules by their indicator's code."""
    indicators = {
        made.code: made
        for made in Indicator.objects.bulk_create(
            Indicator(code=code, name=name, unit=unit, definition=text) for code, name, unit, text in INDICATORS
        )
    }
    rules = CountingRule.objects.bulk_create(
        CountingRule(
            indicator=indicators[code],
            measure=measure,
            statement=statement,
            basis="Aturan hitung portal; petunjuk teknis KRS tidak menyebutnya.",
            valid_from=date(2022, 1, 1),
        )
        for code, (measure, statement) in RULES.items()
    )
    periods = ReportingPeriod.objects.bulk_create(
        ReportingPeriod(name=f"Tahun {year}", starts_on=date(year, 1, 1), ends_on=date(year, 12, 31)) for year in YEARS
    )
    set_targets(offices, indicators["layanan"], periods[0], evaluator)
    PublishedFigure.objects.create(
        indicator=indicators["layanan"],
        period=periods[0],
        value=PUBLISHED,
        as_at=AS_AT,
        stated_on=date(2022, 12, 8),
        source="Kompas.com",
        link=ARTICLE,
    )
    return {rule.indicator.code: rule for rule in rules}


def set_targets(offices: dict[str, Office], indicator: Indicator, period: ReportingPeriod, evaluator: User) -> None:
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


def houses_by_office() -> dict[str, int]:
    """The 806 assisted houses over the offices. Their split was never published; this one is invented: in proportion
    to the services, by largest remainder."""
    total = sum(SERVICES.values())
    shares = {code: divmod(ASSISTED_HOUSES * number, total) for code, number in SERVICES.items()}
    left = ASSISTED_HOUSES - sum(whole for whole, _ in shares.values())
    luckiest = sorted(shares, key=lambda code: -shares[code][1])[:left]
    return {code: whole + (code in luckiest) for code, (whole, _) in shares.items()}
