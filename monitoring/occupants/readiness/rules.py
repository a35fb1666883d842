"""Whether a household meets a condition: one small pure function for each kind of criterion. There is no score.

A rule returns the verdict and a sentence with the values that it compared. These values are specific data, so lists
show `describe_finding` instead: the same finding without an amount.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.kit.clock import count_years_between
from krs_portal.kit.formats import format_day, format_decimals, format_number, format_rupiah
from monitoring.occupants.enums import DocumentKind, MaritalStatus
from monitoring.occupants.readiness.enums import CriterionKind, Verdict

READY, NOT_YET, NEEDS_DATA = Verdict.READY, Verdict.NOT_YET, Verdict.NEEDS_DATA


@dataclass(frozen=True)
class ZoneIncomeLimit:
    """The highest income of low-income people (MBR) in the zone where the household lives."""

    zone: int
    single: int
    married: int
    tapera: int | None
    source: str

    def of(self, facts: HouseholdFacts) -> int | None:
        """The limit for single, married or Tapera members; None while the marital status is not known."""
        if facts.has_tapera and self.tapera:
            return self.tapera
        if not facts.marital_status:
            return None
        return self.married if facts.marital_status == MaritalStatus.MARRIED else self.single


@dataclass(frozen=True)
class HouseholdFacts:
    """What is known about a household on a day. None means unknown."""

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
    limit: ZoneIncomeLimit | None = None
    doubts: frozenset[str] = frozenset()

    def get_undoubted(self, name: str) -> Any:
        """The value of the field, unless it is marked as implausible."""
        return None if name in self.doubts else getattr(self, name)


@dataclass(frozen=True)
class CriterionFinding:
    """The result of one condition, with a sentence that quotes the compared values."""

    verdict: Verdict
    text: str


Rule = Callable[[HouseholdFacts, Mapping[str, Any]], CriterionFinding]


def build_missing_finding(facts: HouseholdFacts, *names: str, text: str) -> CriterionFinding:
    if facts.doubts & set(names):
        return CriterionFinding(NEEDS_DATA, _("Nilai yang tercatat perlu dikoreksi lebih dahulu."))
    return CriterionFinding(NEEDS_DATA, text)


def judge_income_limit(facts: HouseholdFacts, parameters: Mapping[str, Any]) -> CriterionFinding:
    """Income of both spouses against the limit.

    If the known income already exceeds it, the spouse's unknown income does not matter.
    """
    own, limit = facts.get_undoubted("income"), facts.limit
    if own is None:
        return build_missing_finding(facts, "income", text=_("Penghasilan belum dicatat."))
    if limit is None:
        return CriterionFinding(NEEDS_DATA, _("Batas penghasilan untuk wilayah ini belum dicatat."))
    highest = limit.of(facts)
    together = own + (facts.get_undoubted("spouse_income") or 0)
    if together > (highest or limit.married):
        return CriterionFinding(
            NOT_YET,
            _("Penghasilan %(income)s melebihi batas %(limit)s (zona %(zone)s).")
            % {"income": format_rupiah(together), "limit": format_rupiah(highest or limit.married), "zone": limit.zone},
        )
    if facts.marital_status == MaritalStatus.MARRIED and facts.get_undoubted("spouse_income") is None:
        return build_missing_finding(facts, "spouse_income", text=_("Penghasilan pasangan belum dicatat."))
    if highest is None and together > limit.single:
        return CriterionFinding(NEEDS_DATA, _("Status perkawinan belum dicatat, padahal batasnya bergantung padanya."))
    return CriterionFinding(
        READY,
        _("Penghasilan %(income)s tidak melebihi batas %(limit)s (zona %(zone)s).")
        % {"income": format_rupiah(together), "limit": format_rupiah(highest or limit.single), "zone": limit.zone},
    )


def judge_stay(facts: HouseholdFacts, parameters: Mapping[str, Any]) -> CriterionFinding:
    if facts.stay_since is None:
        return CriterionFinding(NEEDS_DATA, _("Awal masa tinggal belum dicatat."))
    stayed, asked = count_years_between(facts.stay_since, facts.on), parameters["years"]
    values = {"since": format_day(facts.stay_since), "stayed": format_number(stayed), "asked": format_number(asked)}
    if stayed >= asked:
        return CriterionFinding(
            READY, _("Tinggal sejak %(since)s: %(stayed)s tahun, paling sedikit %(asked)s tahun.") % values
        )
    return CriterionFinding(
        NOT_YET, _("Tinggal sejak %(since)s: baru %(stayed)s tahun, paling sedikit %(asked)s tahun.") % values
    )


def judge_yes_no(value: bool | None, *, wanted: bool, ready: str, not_yet: str, unknown: str) -> CriterionFinding:
    if value is None:
        return CriterionFinding(NEEDS_DATA, unknown)
    return CriterionFinding(READY, ready) if value is wanted else CriterionFinding(NOT_YET, not_yet)


def judge_other_house(facts: HouseholdFacts, parameters: Mapping[str, Any]) -> CriterionFinding:
    return judge_yes_no(
        facts.owns_house,
        wanted=False,
        ready=_("Tidak punya rumah lain."),
        not_yet=_("Sudah punya rumah lain."),
        unknown=_("Belum dicatat apakah punya rumah lain."),
    )


def judge_arrears(facts: HouseholdFacts, parameters: Mapping[str, Any]) -> CriterionFinding:
    if facts.arrears is None:
        return CriterionFinding(NEEDS_DATA, _("Tunggakan sewa belum dicatat."))
    if facts.arrears == 0:
        return CriterionFinding(READY, _("Tidak menunggak sewa."))
    return CriterionFinding(NOT_YET, _("Menunggak sewa %(arrears)s.") % {"arrears": format_rupiah(facts.arrears)})


def judge_amount(
    facts: HouseholdFacts, name: str, asked: int, *, ready: str, not_yet: str, unknown: str
) -> CriterionFinding:
    """An amount of money that must reach the asked one."""
    value = facts.get_undoubted(name)
    if value is None:
        return build_missing_finding(facts, name, text=unknown)
    values = {"value": format_rupiah(value), "asked": format_rupiah(asked)}
    return CriterionFinding(READY, ready % values) if value >= asked else CriterionFinding(NOT_YET, not_yet % values)


def judge_savings(facts: HouseholdFacts, parameters: Mapping[str, Any]) -> CriterionFinding:
    return judge_amount(
        facts,
        "savings",
        parameters["amount"],
        ready=_("Tabungan %(value)s mencukupi; paling sedikit %(asked)s."),
        not_yet=_("Tabungan %(value)s kurang dari %(asked)s."),
        unknown=_("Tabungan belum dicatat."),
    )


def judge_instalment(facts: HouseholdFacts, parameters: Mapping[str, Any]) -> CriterionFinding:
    return judge_amount(
        facts,
        "instalment",
        parameters["amount"],
        ready=_("Kemampuan mengangsur %(value)s sebulan mencukupi; paling sedikit %(asked)s."),
        not_yet=_("Kemampuan mengangsur %(value)s sebulan kurang dari %(asked)s."),
        unknown=_("Kemampuan mengangsur belum dicatat."),
    )


def judge_documents(facts: HouseholdFacts, parameters: Mapping[str, Any]) -> CriterionFinding:
    if facts.documents is None:
        return CriterionFinding(NEEDS_DATA, _("Kelengkapan dokumen belum diperiksa."))
    there = set(facts.documents)
    lacking = [str(DocumentKind(code).label) for code in parameters["codes"] if code not in there]
    if lacking:
        return CriterionFinding(
            NOT_YET, _("Dokumen yang belum ada: %(documents)s.") % {"documents": ", ".join(lacking)}
        )
    return CriterionFinding(READY, _("Dokumen lengkap."))


def judge_land_size(facts: HouseholdFacts, parameters: Mapping[str, Any]) -> CriterionFinding:
    if facts.has_land is None:
        return CriterionFinding(NEEDS_DATA, _("Belum dicatat apakah punya atau menguasai tanah."))
    if not facts.has_land:
        return CriterionFinding(NOT_YET, _("Belum punya atau menguasai tanah."))
    if facts.land_width is None or facts.land_length is None:
        return CriterionFinding(NEEDS_DATA, _("Ukuran tanah belum dicatat."))
    width, length = float(facts.land_width), float(facts.land_length)
    side, area = parameters["side"], parameters["area"]
    values = {
        "width": format_decimals(width), "length": format_decimals(length), "found": format_decimals(width * length),
        "side": format_decimals(side), "area": format_number(area),
    }  # fmt: skip
    if min(width, length) < side:
        return CriterionFinding(
            NOT_YET, _("Tanah %(width)s × %(length)s m lebih kecil daripada %(side)s × %(side)s m.") % values
        )
    if width * length > area:
        return CriterionFinding(NOT_YET, _("Tanah %(found)s m² lebih luas daripada %(area)s m².") % values)
    return CriterionFinding(READY, _("Tanah %(width)s × %(length)s m sesuai ukuran.") % values)


def judge_welfare_data(facts: HouseholdFacts, parameters: Mapping[str, Any]) -> CriterionFinding:
    return judge_yes_no(
        facts.in_welfare_data,
        wanted=True,
        ready=_("Terdaftar dalam DTKS/DTSEN."),
        not_yet=_("Tidak terdaftar dalam DTKS/DTSEN."),
        unknown=_("Belum dicatat apakah terdaftar dalam DTKS/DTSEN."),
    )


def judge_wish_to_own(facts: HouseholdFacts, parameters: Mapping[str, Any]) -> CriterionFinding:
    return judge_yes_no(
        facts.wants_to_own,
        wanted=True,
        ready=_("Berminat memiliki rumah."),
        not_yet=_("Tidak berminat memiliki rumah."),
        unknown=_("Belum ditanya apakah berminat memiliki rumah."),
    )


RULES: Mapping[CriterionKind, Rule] = {
    CriterionKind.INCOME_LIMIT: judge_income_limit,
    CriterionKind.STAY_AT_LEAST: judge_stay,
    CriterionKind.NO_OTHER_HOUSE: judge_other_house,
    CriterionKind.NO_ARREARS: judge_arrears,
    CriterionKind.SAVINGS_AT_LEAST: judge_savings,
    CriterionKind.DOCUMENTS: judge_documents,
    CriterionKind.LAND_SIZE: judge_land_size,
    CriterionKind.IN_WELFARE_DATA: judge_welfare_data,
    CriterionKind.WANTS_TO_OWN: judge_wish_to_own,
    CriterionKind.INSTALMENT_AFFORDABLE: judge_instalment,
}


def judge_criterion(kind: str, parameters: Mapping[str, Any], facts: HouseholdFacts) -> CriterionFinding:
    return RULES[CriterionKind(kind)](facts, parameters)


def combine_verdicts(verdicts: Iterable[str]) -> Verdict:
    """NOT_YET if any condition fails, else NEEDS_DATA if any is unknown, else READY."""
    found = set(verdicts)
    return NOT_YET if NOT_YET in found else NEEDS_DATA if NEEDS_DATA in found else READY


def describe_finding(kind: str, verdict: str) -> str:
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
