"""Whether a household meets a condition: one small pure function for each kind, and no score anywhere.

A rule answers the verdict and the sentence with the values it compared. Those values are specific data, so lists show
`plain` instead: the same finding without an amount.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.kit.formats import day, decimal, number, rupiah
from monitoring.enums import CriterionKind, DocumentKind, MaritalStatus, Verdict

READY, NOT_YET, NEEDS_DATA = Verdict.READY, Verdict.NOT_YET, Verdict.NEEDS_DATA


@dataclass(frozen=True)
class Limit:
    """The highest income of MBR where the household lives."""

    zone: int
    single: int
    married: int
    tapera: int | None
    source: str

    def of(self, facts: Facts) -> int | None:
        """Whose it is depends on the marriage; unknown without it."""
        if facts.has_tapera and self.tapera:
            return self.tapera
        if not facts.marital_status:
            return None
        return self.married if facts.marital_status == MaritalStatus.MARRIED else self.single


@dataclass(frozen=True)
class Facts:
    """What is known about a household on a day. None is not known."""

    on: date
    marital_status: str = ""
    income: int | None = None
    spouse_income: int | None = None
    savings: int | None = None
    instalment: int | None = None
    owns_house: bool | None = None
    has_land: bool | None = None
    land_width: float | None = None
    land_length: float | None = None
    wants_to_own: bool | None = None
    in_welfare_data: bool | None = None
    has_tapera: bool | None = None
    documents: Iterable[str] | None = None
    stay_since: date | None = None
    arrears: int | None = None
    limit: Limit | None = None
    doubts: frozenset[str] = frozenset()

    def sure(self, name: str) -> Any:
        """A value nobody doubts."""
        return None if name in self.doubts else getattr(self, name)


@dataclass(frozen=True)
class Finding:
    """What came of one condition, in a sentence that holds the values compared."""

    verdict: Verdict
    text: str


Rule = Callable[[Facts, Mapping[str, Any]], Finding]


def missing(facts: Facts, *names: str, text: str) -> Finding:
    if facts.doubts & set(names):
        return Finding(NEEDS_DATA, _("Nilai yang tercatat perlu dikoreksi lebih dahulu."))
    return Finding(NEEDS_DATA, text)


def income_limit(facts: Facts, parameters: Mapping[str, Any]) -> Finding:
    """Both earn, so both count; a spouse's unknown income matters only while the known one is below the limit."""
    own, limit = facts.sure("income"), facts.limit
    if own is None:
        return missing(facts, "income", text=_("Penghasilan belum dicatat."))
    if limit is None:
        return Finding(NEEDS_DATA, _("Batas penghasilan untuk wilayah ini belum dicatat."))
    highest = limit.of(facts)
    together = own + (facts.sure("spouse_income") or 0)
    if together > (highest or limit.married):
        return Finding(
            NOT_YET,
            _("Penghasilan %(income)s melebihi batas %(limit)s (zona %(zone)s).")
            % {"income": rupiah(together), "limit": rupiah(highest or limit.married), "zone": limit.zone},
        )
    if facts.marital_status == MaritalStatus.MARRIED and facts.sure("spouse_income") is None:
        return missing(facts, "spouse_income", text=_("Penghasilan pasangan belum dicatat."))
    if highest is None and together > limit.single:
        return Finding(NEEDS_DATA, _("Status perkawinan belum dicatat, padahal batasnya bergantung padanya."))
    return Finding(
        READY,
        _("Penghasilan %(income)s tidak melebihi batas %(limit)s (zona %(zone)s).")
        % {"income": rupiah(together), "limit": rupiah(highest or limit.single), "zone": limit.zone},
    )


def years_between(first: date, last: date) -> int:
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def stay_at_least(facts: Facts, parameters: Mapping[str, Any]) -> Finding:
    if facts.stay_since is None:
        return Finding(NEEDS_DATA, _("Awal masa tinggal belum dicatat."))
    stayed, asked = years_between(facts.stay_since, facts.on), parameters["years"]
    values = {"since": day(facts.stay_since), "stayed": number(stayed), "asked": number(asked)}
    if stayed >= asked:
        return Finding(READY, _("Tinggal sejak %(since)s: %(stayed)s tahun, paling sedikit %(asked)s tahun.") % values)
    return Finding(
        NOT_YET, _("Tinggal sejak %(since)s: baru %(stayed)s tahun, paling sedikit %(asked)s tahun.") % values
    )


def yes_or_no(value: bool | None, *, wanted: bool, ready: str, not_yet: str, unknown: str) -> Finding:
    if value is None:
        return Finding(NEEDS_DATA, unknown)
    return Finding(READY, ready) if value is wanted else Finding(NOT_YET, not_yet)


def no_other_house(facts: Facts, parameters: Mapping[str, Any]) -> Finding:
    return yes_or_no(
        facts.owns_house,
        wanted=False,
        ready=_("Tidak punya rumah lain."),
        not_yet=_("Sudah punya rumah lain."),
        unknown=_("Belum dicatat apakah punya rumah lain."),
    )


def no_arrears(facts: Facts, parameters: Mapping[str, Any]) -> Finding:
    if facts.arrears is None:
        return Finding(NEEDS_DATA, _("Tunggakan sewa belum dicatat."))
    if facts.arrears == 0:
        return Finding(READY, _("Tidak menunggak sewa."))
    return Finding(NOT_YET, _("Menunggak sewa %(arrears)s.") % {"arrears": rupiah(facts.arrears)})


def enough(facts: Facts, name: str, asked: int, *, ready: str, not_yet: str, unknown: str) -> Finding:
    """An amount of money that must be there."""
    value = facts.sure(name)
    if value is None:
        return missing(facts, name, text=unknown)
    values = {"value": rupiah(value), "asked": rupiah(asked)}
    return Finding(READY, ready % values) if value >= asked else Finding(NOT_YET, not_yet % values)


def savings_at_least(facts: Facts, parameters: Mapping[str, Any]) -> Finding:
    return enough(
        facts,
        "savings",
        parameters["amount"],
        ready=_("Tabungan %(value)s mencukupi; paling sedikit %(asked)s."),
        not_yet=_("Tabungan %(value)s kurang dari %(asked)s."),
        unknown=_("Tabungan belum dicatat."),
    )


def instalment_affordable(facts: Facts, parameters: Mapping[str, Any]) -> Finding:
    return enough(
        facts,
        "instalment",
        parameters["amount"],
        ready=_("Kemampuan mengangsur %(value)s sebulan mencukupi; paling sedikit %(asked)s."),
        not_yet=_("Kemampuan mengangsur %(value)s sebulan kurang dari %(asked)s."),
        unknown=_("Kemampuan mengangsur belum dicatat."),
    )


def documents(facts: Facts, parameters: Mapping[str, Any]) -> Finding:
    if facts.documents is None:
        return Finding(NEEDS_DATA, _("Kelengkapan dokumen belum diperiksa."))
    there = set(facts.documents)
    lacking = [str(DocumentKind(code).label) for code in parameters["codes"] if code not in there]
    if lacking:
        return Finding(NOT_YET, _("Dokumen yang belum ada: %(documents)s.") % {"documents": ", ".join(lacking)})
    return Finding(READY, _("Dokumen lengkap."))


def land_size(facts: Facts, parameters: Mapping[str, Any]) -> Finding:
    if facts.has_land is None:
        return Finding(NEEDS_DATA, _("Belum dicatat apakah punya atau menguasai tanah."))
    if not facts.has_land:
        return Finding(NOT_YET, _("Belum punya atau menguasai tanah."))
    if facts.land_width is None or facts.land_length is None:
        return Finding(NEEDS_DATA, _("Ukuran tanah belum dicatat."))
    width, length = float(facts.land_width), float(facts.land_length)
    side, area = parameters["side"], parameters["area"]
    values = {
        "width": decimal(width), "length": decimal(length), "found": decimal(width * length),
        "side": decimal(side), "area": number(area),
    }  # fmt: skip
    if min(width, length) < side:
        return Finding(
            NOT_YET, _("Tanah %(width)s × %(length)s m lebih kecil daripada %(side)s × %(side)s m.") % values
        )
    if width * length > area:
        return Finding(NOT_YET, _("Tanah %(found)s m² lebih luas daripada %(area)s m².") % values)
    return Finding(READY, _("Tanah %(width)s × %(length)s m sesuai ukuran.") % values)


def in_welfare_data(facts: Facts, parameters: Mapping[str, Any]) -> Finding:
    return yes_or_no(
        facts.in_welfare_data,
        wanted=True,
        ready=_("Terdaftar dalam DTKS/DTSEN."),
        not_yet=_("Tidak terdaftar dalam DTKS/DTSEN."),
        unknown=_("Belum dicatat apakah terdaftar dalam DTKS/DTSEN."),
    )


def wants_to_own(facts: Facts, parameters: Mapping[str, Any]) -> Finding:
    return yes_or_no(
        facts.wants_to_own,
        wanted=True,
        ready=_("Berminat memiliki rumah."),
        not_yet=_("Tidak berminat memiliki rumah."),
        unknown=_("Belum ditanya apakah berminat memiliki rumah."),
    )


RULES: Mapping[CriterionKind, Rule] = {
    CriterionKind.INCOME_LIMIT: income_limit,
    CriterionKind.STAY_AT_LEAST: stay_at_least,
    CriterionKind.NO_OTHER_HOUSE: no_other_house,
    CriterionKind.NO_ARREARS: no_arrears,
    CriterionKind.SAVINGS_AT_LEAST: savings_at_least,
    CriterionKind.DOCUMENTS: documents,
    CriterionKind.LAND_SIZE: land_size,
    CriterionKind.IN_WELFARE_DATA: in_welfare_data,
    CriterionKind.WANTS_TO_OWN: wants_to_own,
    CriterionKind.INSTALMENT_AFFORDABLE: instalment_affordable,
}


def judge(kind: str, parameters: Mapping[str, Any], facts: Facts) -> Finding:
    return RULES[CriterionKind(kind)](facts, parameters)


def overall(verdicts: Iterable[str]) -> Verdict:
    """One condition that fails is enough for "not yet"; else one that is not known, for "needs data"."""
    found = set(verdicts)
    return NOT_YET if NOT_YET in found else NEEDS_DATA if NEEDS_DATA in found else READY


def plain(kind: str, verdict: str) -> str:
    """The finding without the household's values, for lists."""
    sentences = {
        CriterionKind.INCOME_LIMIT: (
            _("Penghasilan tidak melebihi batas"), _("Penghasilan melebihi batas"),
            _("Penghasilan atau status perkawinan belum pasti"),
        ),
        CriterionKind.STAY_AT_LEAST: (
            _("Masa tinggal mencukupi"), _("Masa tinggal belum cukup"), _("Awal masa tinggal belum dicatat"),
        ),
        CriterionKind.NO_OTHER_HOUSE: (
            _("Tidak punya rumah lain"), _("Sudah punya rumah lain"), _("Kepemilikan rumah lain belum dicatat"),
        ),
        CriterionKind.NO_ARREARS: (
            _("Tidak menunggak sewa"), _("Menunggak sewa"), _("Tunggakan sewa belum dicatat"),
        ),
        CriterionKind.SAVINGS_AT_LEAST: (
            _("Tabungan mencukupi"), _("Tabungan belum mencukupi"), _("Tabungan belum pasti"),
        ),
        CriterionKind.DOCUMENTS: (
            _("Dokumen lengkap"), _("Dokumen belum lengkap"), _("Dokumen belum diperiksa"),
        ),
        CriterionKind.LAND_SIZE: (
            _("Tanah sesuai ukuran"), _("Tanah belum ada atau tidak sesuai ukuran"), _("Tanah belum dicatat"),
        ),
        CriterionKind.IN_WELFARE_DATA: (
            _("Terdaftar DTKS/DTSEN"), _("Tidak terdaftar DTKS/DTSEN"), _("DTKS/DTSEN belum dicatat"),
        ),
        CriterionKind.WANTS_TO_OWN: (
            _("Berminat memiliki rumah"), _("Tidak berminat memiliki rumah"), _("Minat belum ditanyakan"),
        ),
        CriterionKind.INSTALMENT_AFFORDABLE: (
            _("Kemampuan mengangsur mencukupi"), _("Kemampuan mengangsur belum mencukupi"),
            _("Kemampuan mengangsur belum pasti"),
        ),
    }  # fmt: skip
    return sentences[CriterionKind(kind)][(READY, NOT_YET, NEEDS_DATA).index(Verdict(verdict))]
