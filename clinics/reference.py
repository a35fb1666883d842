"""What is counted, how, and in which years: the indicators, the first version of each counting rule, the periods."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from clinics.enums import CountUnit, IndicatorKind, Measure, PeriodKind
from clinics.models import CountingRule, Indicator, ReportingPeriod
from krs_portal.kit.reference import Loading, Reference

FIRST_YEAR = 2022  # the first of which figures are known
NEXT_YEAR_FROM = 12  # the month in which the next year is opened, so that its targets can be set before it begins
BASIS = "Aturan hitung portal; petunjuk teknis KRS tidak menyebutnya."

# code, name, unit, definition
INDICATORS = [
    ("layanan", "Layanan konsultasi", CountUnit.SERVICE, "Konsultasi yang selesai, perseorangan atau kelompok."),
    ("sesi", "Sesi layanan", CountUnit.SESSION, "Pertemuan, panggilan, atau kunjungan tempat konsultasi diberikan."),
    ("orang", "Orang yang dilayani", CountUnit.PERSON, "Kepala yang hadir, termasuk seluruh anggota kelompok."),
    ("kelompok", "Kelompok yang dilayani", CountUnit.GROUP, "Konsultasi yang diberikan kepada kelompok."),
    (
        "rumah-dibantu",
        "Rumah yang dibantu",
        CountUnit.HOUSE,
        "Rumah yang mendapat layanan bantuan teknis dalam tahun itu.",
    ),
    (
        "tindak-lanjut-jatuh-tempo",
        "Tindak lanjut jatuh tempo",
        CountUnit.PROMISE,
        "Yang dijanjikan klinik kepada pemohon dan sudah selesai atau sudah lewat tenggatnya.",
    ),
    (
        "tindak-lanjut-tepat-waktu",
        "Tindak lanjut tepat waktu",
        CountUnit.PROMISE,
        "Yang dijanjikan klinik kepada pemohon dan selesai paling lambat pada tenggatnya.",
    ),
    (
        "rujukan-jatuh-tempo",
        "Rujukan jatuh tempo",
        CountUnit.REFERRAL,
        "Rujukan yang sudah dijawab mitra atau sudah lewat batas jawabannya.",
    ),
    ("rujukan-dijawab", "Rujukan dijawab", CountUnit.REFERRAL, "Rujukan yang diterima atau ditolak mitra."),
    (
        "ikm",
        "Indeks kepuasan masyarakat",
        CountUnit.INDEX,
        "Nilai survei kepuasan masyarakat menurut PermenPANRB 14/2017.",
    ),
]
# code, name, definition, numerator, denominator: percentages of two counts
RATIOS = [
    (
        "rujukan-terjawab",
        "Rujukan terjawab",
        "Bagian rujukan yang mendapat jawaban dari instansi tujuan, dari yang sudah dijawab atau lewat batasnya.",
        "rujukan-dijawab",
        "rujukan-jatuh-tempo",
    ),
    (
        "janji-tepat-waktu",
        "Janji tepat waktu",
        "Bagian janji kepada pemohon yang ditepati pada waktunya, dari yang sudah selesai atau lewat tenggatnya.",
        "tindak-lanjut-tepat-waktu",
        "tindak-lanjut-jatuh-tempo",
    ),
]
COUNTED_OUTCOMES = ["ADVISED", "ASSISTED", "REFERRED", "INFORMED"]  # not one that the applicant broke off
# indicator → what is counted, and the rule in words
RULES = {
    "layanan": (
        Measure.CONSULTATION,
        "Setiap konsultasi yang ditutup dengan hasil dihitung satu layanan, baik untuk perseorangan maupun untuk "
        "kelompok; yang tidak dilanjutkan pemohon tidak dihitung. "
        "Sumber tahun 2022 tidak menyebut cara menghitung kelompok; karena itu jumlah orang dihitung tersendiri "
        "pada indikator “orang”.",
    ),
    "sesi": (
        Measure.SESSION,
        "Setiap pertemuan yang berakhir dengan konsultasi yang ditutup dihitung satu sesi, berapa pun yang hadir.",
    ),
    "orang": (
        Measure.PERSON,
        "Dihitung jumlah orang yang hadir: satu untuk perseorangan, jumlah kepala untuk kelompok.",
    ),
    "kelompok": (Measure.GROUP, "Setiap sesi kelompok yang ditutup dihitung satu kelompok, berapa pun yang hadir."),
    "rumah-dibantu": (
        Measure.ASSISTED_HOUSE,
        "Setiap rumah yang mendapat bantuan teknis dihitung sekali dalam setahun, berapa pun banyaknya konsultasi.",
    ),
    "tindak-lanjut-jatuh-tempo": (
        Measure.PROMISE_DUE,
        "Setiap tindak lanjut yang dijanjikan dihitung satu pada hari tenggatnya, atau pada hari selesainya bila lebih "
        "awal; yang tidak diperlukan lagi tidak dihitung. Penyebut bagi tindak lanjut tepat waktu: persentase dihitung "
        "dari kedua jumlah, tidak dari rata-rata.",
    ),
    "tindak-lanjut-tepat-waktu": (
        Measure.PROMISE_KEPT,
        "Setiap tindak lanjut yang selesai paling lambat pada tenggatnya, menurut hari di tempat unit, dihitung satu. "
        "Yang menurut pemohon belum selesai dibuka kembali dan tidak dihitung sampai benar-benar selesai.",
    ),
    "rujukan-jatuh-tempo": (
        Measure.REFERRAL_DUE,
        "Setiap rujukan dari konsultasi dihitung satu pada hari mitra menerima atau menolaknya, atau pada hari batas "
        "jawabannya bila belum dijawab; yang ditarik sampai hari itu tanpa dijawab tidak dihitung. Penyebut bagi "
        "rujukan terjawab.",
    ),
    "rujukan-dijawab": (
        Measure.REFERRAL_ANSWERED,
        "Setiap rujukan yang diterima atau ditolak mitra dihitung satu, juga bila dijawab sesudah batasnya; tanda "
        "terima saja bukan jawaban. Harinya sama dengan penyebutnya, sehingga bagian tidak pernah melebihi seluruhnya.",
    ),
    "ikm": (
        Measure.SURVEY,
        "Rata-rata sembilan unsur, masing-masing berbobot 1/9, dikali 25, dari semua jawaban survei dalam periode; "
        "nilai semua unit dihitung dari jawabannya, bukan dari nilai unit. Di bawah sepuluh jawaban tidak ditampilkan. "
        "Jawaban tidak menyimpan orang, petugas, maupun konsultasinya, karena itu tidak dicatat di buku capaian.",
    ),
}
BASES = {"ikm": "Peraturan Menteri PANRB Nomor 14 Tahun 2017."}


def load_indicators(loading: Loading, day: date) -> None:
    for code, name, unit, definition in INDICATORS:
        loading.put_once("indicators", code, partial(make_indicator, code, name, unit, definition))
    for ratio in RATIOS:
        loading.put_once("indicators", ratio[0], partial(make_ratio, *ratio))
    for code, (measure, statement) in RULES.items():
        loading.put_once("counting rules", f"{code} v1", partial(make_rule, code, measure, statement))


def make_indicator(code: str, name: str, unit: CountUnit, definition: str) -> bool:
    kind = IndicatorKind.INDEX if unit == CountUnit.INDEX else IndicatorKind.COUNT
    _, made = Indicator.objects.get_or_create(
        code=code, defaults={"name": name, "unit": unit, "kind": kind, "definition": definition}
    )
    return made


def make_ratio(code: str, name: str, definition: str, numerator: str, denominator: str) -> bool:
    """Unless one of its counts has been taken away."""
    counts = {each.code: each for each in Indicator.objects.filter(code__in=[numerator, denominator])}
    if len(counts) < 2:
        return False
    values = {
        "name": name,
        "unit": CountUnit.PERCENT,
        "kind": IndicatorKind.RATIO,
        "numerator": counts[numerator],
        "denominator": counts[denominator],
        "definition": definition,
    }
    _, made = Indicator.objects.get_or_create(code=code, defaults=values)
    return made


def make_rule(code: str, measure: Measure, statement: str) -> bool:
    """Only for an indicator that nobody has given a rule yet."""
    indicator = Indicator.objects.filter(code=code, rules__isnull=True).first()
    if indicator is None:
        return False
    CountingRule.objects.create(
        indicator=indicator,
        measure=measure,
        outcomes=COUNTED_OUTCOMES if measure in Measure.list_of_consultations() else [],
        statement=statement,
        basis=BASES.get(code, BASIS),
        valid_from=date(FIRST_YEAR, 1, 1),
    )
    return True


def years_on(day: date) -> Iterator[int]:
    yield from range(FIRST_YEAR, day.year + 1 + (day.month >= NEXT_YEAR_FROM))


def load_periods(loading: Loading, day: date) -> None:
    for year in years_on(day):
        loading.put_once("periods", f"{PeriodKind.YEAR} {year}", partial(make_year, year))


def make_year(year: int) -> bool:
    _, made = ReportingPeriod.objects.get_or_create(
        kind=PeriodKind.YEAR,
        starts_on=date(year, 1, 1),
        defaults={"name": f"Tahun {year}", "ends_on": date(year, 12, 31)},
    )
    return made


REFERENCES = (
    Reference("indicators", load_indicators),
    Reference("periods", load_periods, is_yearly=True),
)
