"""The passport of a figure: its value, and how it is reckoned from figures that have passports of their own.

Every figure of one or more offices is read from the same `TotalStanding` as the board's; nothing is counted anew here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinics.addresses import FigureAddress
from clinics.enums import Direction, FigureKind
from clinics.figures import NO_TARGET, is_period_over, list_targets_in_force
from clinics.models import CountingRule
from clinics.plans import compute_expected, count_days_passed
from clinics.questions import FigureQuestion
from clinics.rates import OfficeRate, RateTotal, RateValue, build_office_rate, measure_rates, sum_rates
from clinics.standings import (
    OfficeStanding,
    TargetInForce,
    TotalStanding,
    compute_needed_per_week,
    sum_standings,
)
from clinics.sums import sum_entries_by_office
from krs_portal.kit.formats import BLANK, format_decimals, format_number, format_percent, format_signed
from krs_portal.offices.models import Office

FigureValue = int | Decimal | None

SHOWN_TERMS = 8  # of a sum in one line; a longer one is read in the table below it

RECIPES = {
    FigureKind.REALISED: gettext_lazy("Jumlah entri buku capaian; pembalikan berjumlah negatif."),
    FigureKind.TARGETED: gettext_lazy("Jumlah realisasi unit yang mempunyai target."),
    FigureKind.OUTSIDE: gettext_lazy("Jumlah realisasi unit tanpa target; tidak masuk persentase, sisa, dan laju."),
    FigureKind.TARGET: gettext_lazy("Jumlah yang ditetapkan paling akhir sampai tanggal data."),
    FigureKind.PERCENT: gettext_lazy(
        "Realisasi unit bertarget dibagi target, dibulatkan sekali ke dua angka di belakang koma."
    ),
    FigureKind.CAPPED: gettext_lazy(
        "Yang terkecil antara realisasi dan target tiap unit: kelebihan tidak ikut dihitung, juga bila barisnya ada."
    ),
    FigureKind.CAPPED_PERCENT: gettext_lazy(
        "Tiap unit dihitung paling banyak sebesar targetnya, lalu dibagi jumlah target."
    ),
    FigureKind.GAP: gettext_lazy("Realisasi dikurangi target; negatif berarti masih kurang."),
    FigureKind.SHORT: gettext_lazy("Target dikurangi realisasi, hanya dari unit di bawah targetnya."),
    FigureKind.OVER: gettext_lazy("Realisasi dikurangi target, hanya dari unit di atas targetnya."),
    FigureKind.PACE: gettext_lazy("Target dikali hari yang sudah lewat, dibagi semua hari periode."),
    FigureKind.NEEDED: gettext_lazy("Yang masih kurang dari target, dikali 7, dibagi sisa hari sampai akhir periode."),
    FigureKind.REACHED: gettext_lazy("Banyaknya unit yang realisasinya paling sedikit sama dengan targetnya."),
}
BY_MONTHS = gettext_lazy(
    "Bagian target untuk bulan-bulan yang sudah lewat menurut rencana bulanannya; bulan berjalan dan target tanpa "
    "rencana dibagi rata menurut hari."
)
RATE_RECIPES = {
    FigureKind.REALISED: gettext_lazy(
        "Pembilang dibagi penyebut, dari jumlah semua unit, bukan rata-rata unit; dibulatkan sekali ke dua angka di "
        "belakang koma."
    ),
    FigureKind.TARGET: gettext_lazy(
        "Persentase yang ditetapkan paling akhir sampai tanggal data; untuk semua unit hanya bila setiap unit sama."
    ),
    FigureKind.PERCENT: gettext_lazy("Nilai dibagi target."),
    FigureKind.GAP: gettext_lazy("Nilai dikurangi target, dalam poin persen."),
    FigureKind.REACHED: gettext_lazy("Banyaknya unit yang nilainya memenuhi targetnya."),
}
FALLING = gettext_lazy("Makin rendah makin baik: dua kali target dikurangi nilai, lalu dibagi target.")


@dataclass(frozen=True)
class Operand:
    """A figure that another is reckoned from."""

    label: str
    shown: str
    url: str


@dataclass(frozen=True)
class FormulaPart:
    """A word or a sign of the line, or one of its figures with the address of its passport."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Passport:
    address: FigureAddress
    value: FigureValue
    standings: dict[int, Any]  # of a ratio, rates
    total: TotalStanding | RateTotal
    targets: dict[int, TargetInForce]
    operands: list[Operand] = field(default_factory=list)
    line: list[FormulaPart] = field(default_factory=list)

    @property
    def shown(self) -> str:
        write = format_rate_value if self.address.is_rate else format_figure_value
        return write(self.address.kind, self.value)

    @property
    def label(self) -> str:
        return str(self.address.kind.label)

    @property
    def recipe(self) -> str:
        indicator = self.address.question.indicator
        if indicator.is_count:
            return str(BY_MONTHS if is_planned(self.address, self.targets) else RECIPES[self.address.kind])
        if self.address.kind == FigureKind.PERCENT and indicator.direction == Direction.DOWN:
            return str(FALLING)
        return str(RATE_RECIPES[self.address.kind])

    @property
    def unit(self) -> str:
        if self.address.kind.is_percent or (self.address.is_rate and self.address.kind != FigureKind.REACHED):
            return ""
        return _("unit") if self.address.kind == FigureKind.REACHED else describe_unit(self.address.question)


def describe_unit(question: FigureQuestion) -> str:
    return str(question.indicator.get_unit_display())


def list_figure_offices(question: FigureQuestion) -> QuerySet[Office]:
    """The offices of a figure, whoever reads: what it says must not depend on that."""
    clinics = Office.objects.clinics()
    if question.office:
        return Office.objects.filter(pk=question.office.pk)
    return clinics.at_or_below([office.pk for office in question.within]) if question.within else clinics


def compute_passport(address: FigureAddress) -> Passport:
    question, offices = address.question, list_figure_offices(address.question)
    if address.is_rate:
        return compute_rate_passport(address, offices)
    realised = sum_entries_by_office(offices, question)
    targets = list_targets_in_force(offices, question.but(since=None))
    standings = build_standings(question, realised, targets)
    total = sum_standings(list(standings.values()), is_over=is_period_over(question))
    value = measure_figure(address.kind, total)
    if is_planned(address, targets):  # no one line tells where the day should stand
        operands = [] if question.office else list_office_operands(address, standings)
        return Passport(address, value, standings, total, targets, operands)
    operands = list_operands(address, standings, total)
    return Passport(address, value, standings, total, targets, operands, write_formula(address, value, operands))


def is_planned(address: FigureAddress, targets: dict[int, TargetInForce]) -> bool:
    """Whether it is a pace of which a target is spread over its months."""
    return address.kind == FigureKind.PACE and any(target.months for target in targets.values())


def compute_rate_passport(address: FigureAddress, offices: QuerySet[Office]) -> Passport:
    """Of a ratio: its operands are the same figure of what it divides, and these open their rows."""
    question = address.question
    values, targets = measure_rates(question, offices), list_targets_in_force(offices, question.but(since=None))
    shown = values.offices.keys() | {office for office, target in targets.items() if target.current}
    rates = {
        office.pk: build_office_rate(
            office, targets.get(office.pk, NO_TARGET), values.offices.get(office.pk, RateValue()), question
        )
        for office in Office.objects.filter(pk__in=shown).with_name_on(question.as_at).order_by("code", "pk")
    }
    total = sum_rates(list(rates.values()), values.total, question)
    value = measure_rate(address.kind, total)
    operands = list_rate_operands(address, rates, total)
    line = write_rate_formula(address, value, operands)
    return Passport(address, value, rates, total, targets, operands, line)


def measure_rate(kind: FigureKind, total: RateTotal) -> FigureValue:
    values: dict[FigureKind, FigureValue] = {
        FigureKind.REALISED: total.realised,
        FigureKind.TARGET: total.target,
        FigureKind.PERCENT: total.percent,
        FigureKind.GAP: total.difference,
        FigureKind.REACHED: total.offices_reached,
    }
    return values[kind]


def list_rate_operands(address: FigureAddress, rates: dict[int, OfficeRate], total: RateTotal) -> list[Operand]:
    """What it divides; of what follows from the target, value and target; of offices, each one's value."""
    question, kind = address.question, address.kind
    if kind == FigureKind.REALISED:
        counts = zip(question.indicator.counted, (total.numerator, total.denominator), strict=True)
        return [
            Operand(each.name, format_number(count), FigureAddress(question.but(indicator=each), kind).path)
            for each, count in counts
        ]
    if kind == FigureKind.TARGET:
        return []
    if kind == FigureKind.REACHED:
        aimed = [rate for rate in rates.values() if rate.target is not None]
        percents = [(rate, address.of(FigureKind.PERCENT, rate.office)) for rate in aimed]
        return [
            Operand(rate.short_name, format_rate_value(there.kind, rate.percent), there.path)
            for rate, there in percents
        ]
    parts = [FigureAddress(question, part) for part in (FigureKind.REALISED, FigureKind.TARGET)]
    return [
        Operand(str(part.kind.label), format_rate_value(part.kind, measure_rate(part.kind, total)), part.path)
        for part in parts
    ]


def write_rate_formula(address: FigureAddress, value: FigureValue, operands: list[Operand]) -> list[FormulaPart]:
    if value is None or address.kind in (FigureKind.TARGET, FigureKind.REACHED):
        return []
    shown = FormulaPart(f"= {format_rate_value(address.kind, value)}")
    falls = address.question.indicator.direction == Direction.DOWN
    if address.kind == FigureKind.PERCENT and falls:
        of, target = (FormulaPart(operand.shown, operand.url) for operand in operands)
        return [
            FormulaPart("(2 × "), target, FormulaPart(" − "), of, FormulaPart(") ÷ "), target, FormulaPart(" × 100 % "),
            shown,
        ]  # fmt: skip
    sign, after = (" − ", " ") if address.kind == FigureKind.GAP else (" ÷ ", " × 100 % ")
    return [*join_operands(operands, sign), FormulaPart(after), shown]


def build_standings(
    question: FigureQuestion, realised: dict[int, int], targets: dict[int, TargetInForce], *, with_pace: bool = True
) -> dict[int, OfficeStanding]:
    """The offices that have done something or have a decision about their target, as on the board.

    Without `with_pace` it is not said where the day should stand and what each week must bring, which takes most of
    the time.
    """
    shown = realised.keys() | {office for office, target in targets.items() if target.current}
    found = {}
    for office in sorted(shown):
        target, done = targets.get(office, NO_TARGET), realised.get(office)
        pace = needed = None
        if with_pace:
            pace = compute_expected(target.quantity, target.months, question.period, question.as_at)
            needed = compute_needed_per_week(target.quantity, done, question.period.ends_on, question.as_at)
        found[office] = OfficeStanding(
            target=target.quantity, realised=done, is_exempt=target.is_exempt, pace=pace, needed_per_week=needed
        )
    return found


def measure_figure(kind: FigureKind, total: TotalStanding) -> FigureValue:
    values: dict[FigureKind, FigureValue] = {
        FigureKind.REALISED: total.realised,
        FigureKind.TARGETED: total.targeted,
        FigureKind.OUTSIDE: total.outside,
        FigureKind.TARGET: total.target,
        FigureKind.PERCENT: total.percent,
        FigureKind.CAPPED: total.capped,
        FigureKind.CAPPED_PERCENT: total.capped_percent,
        FigureKind.GAP: total.difference,
        FigureKind.SHORT: total.short,
        FigureKind.OVER: total.over,
        FigureKind.PACE: None if total.pace is None else total.pace.quantize(Decimal(1), ROUND_HALF_UP),
        FigureKind.NEEDED: total.needed_per_week,
        FigureKind.REACHED: total.offices_reached,
    }
    return values[kind]


def format_figure_value(kind: FigureKind, value: FigureValue) -> str:
    if kind.is_percent:
        return format_percent(value)
    if kind == FigureKind.NEEDED:
        return format_decimals(value, 1)
    return format_signed(value) if kind == FigureKind.GAP else format_number(value)


def format_rate_value(kind: FigureKind, value: FigureValue) -> str:
    """Of a ratio: percentages, and points between them."""
    if kind == FigureKind.REACHED:
        return format_number(value)
    if kind == FigureKind.GAP:
        return BLANK if value is None else format_points(value)
    return format_percent(value, 0 if kind == FigureKind.TARGET else 2)


def format_points(value: Any) -> str:
    return _("%s poin") % ("+" * (value > 0) + format_decimals(value))


def format_amount(kind: FigureKind, amount: Any) -> str:
    """A difference of the figure, with its sign and in its own places; of percentages, in points."""
    if kind.is_percent:
        return format_points(amount)
    if kind == FigureKind.NEEDED:
        return "+" * (amount > 0) + format_decimals(amount, 1)
    return format_signed(amount)


# What a figure is reckoned from: figures of the same offices, or the same figure of each office.
OF_ONE_OFFICE = {
    FigureKind.PERCENT: (FigureKind.REALISED, FigureKind.TARGET),
    FigureKind.CAPPED: (FigureKind.REALISED, FigureKind.TARGET),
    FigureKind.GAP: (FigureKind.REALISED, FigureKind.TARGET),
    FigureKind.SHORT: (FigureKind.TARGET, FigureKind.REALISED),
    FigureKind.OVER: (FigureKind.REALISED, FigureKind.TARGET),
    FigureKind.NEEDED: (FigureKind.SHORT,),
    FigureKind.REACHED: (FigureKind.REALISED, FigureKind.TARGET),
}
OF_THE_SAME = {
    FigureKind.PERCENT: (FigureKind.TARGETED, FigureKind.TARGET),
    FigureKind.CAPPED_PERCENT: (FigureKind.CAPPED, FigureKind.TARGET),
    FigureKind.GAP: (FigureKind.OVER, FigureKind.SHORT),
    FigureKind.PACE: (FigureKind.TARGET,),
}
OF_EACH_OFFICE = {FigureKind.TARGETED: FigureKind.REALISED, FigureKind.OUTSIDE: FigureKind.REALISED}
OF_EACH_OFFICE |= {FigureKind.REACHED: FigureKind.PERCENT}


def list_operands(address: FigureAddress, standings: dict[int, OfficeStanding], total: TotalStanding) -> list[Operand]:
    kind, question = address.kind, address.question
    if question.office and kind in OF_ONE_OFFICE:
        return build_operands(address, OF_ONE_OFFICE[kind], total)
    if kind in OF_THE_SAME:
        return build_operands(address, OF_THE_SAME[kind], total)
    return [] if question.office else list_office_operands(address, standings)


def build_operands(address: FigureAddress, kinds: Iterable[FigureKind], total: TotalStanding) -> list[Operand]:
    return [
        Operand(str(kind.label), format_figure_value(kind, measure_figure(kind, total)), found.path)
        for kind in kinds
        for found in (FigureAddress(address.question, kind),)
    ]


def list_office_operands(address: FigureAddress, standings: dict[int, OfficeStanding]) -> list[Operand]:
    """The same of each office that adds something to it, with their names of the day."""
    question, kind = address.question, OF_EACH_OFFICE.get(address.kind, address.kind)
    with_target = {FigureKind.TARGETED: True, FigureKind.OUTSIDE: False, FigureKind.REACHED: True}.get(address.kind)
    named = Office.objects.filter(pk__in=standings).with_name_on(question.as_at).order_by("code", "pk")
    found = []
    for office in named:
        standing = standings[office.pk]
        value = measure_figure(kind, sum_standings([standing], is_over=False))
        if value is None or with_target not in (None, standing.target is not None):
            continue
        if value or kind not in (FigureKind.SHORT, FigureKind.OVER):
            there = address.of(kind, office).path
            name = getattr(office, "short_name", "") or office.code
            found.append(Operand(name, format_figure_value(kind, value), there))
    return found


# Signs between the operands of a figure, and what follows them.
SIGNS = {
    FigureKind.PERCENT: (" ÷ ", " × 100 % "),
    FigureKind.CAPPED_PERCENT: (" ÷ ", " × 100 % "),
    FigureKind.GAP: (" − ", " "),
    FigureKind.SHORT: (" − ", " "),
    FigureKind.OVER: (" − ", " "),
}


def write_formula(address: FigureAddress, value: FigureValue, operands: list[Operand]) -> list[FormulaPart]:
    """The reckoning in one line, each figure of it a link; nothing where it is too long for one."""
    kind, question = address.kind, address.question
    is_sum = not question.office and kind not in OF_THE_SAME
    if value is None or not operands or (is_sum and (kind == FigureKind.REACHED or len(operands) > SHOWN_TERMS)):
        return []
    shown = FormulaPart(f"= {format_figure_value(kind, value)}")
    if is_sum:
        return [*join_operands(operands, " + "), FormulaPart(" "), shown]
    if kind == FigureKind.CAPPED:
        return [FormulaPart(_("terkecil dari ")), *join_operands(operands, _(" dan ")), FormulaPart(" "), shown]
    if kind == FigureKind.REACHED:
        sign = " ≥ " if value else " < "
        return join_operands(operands, sign)
    if kind == FigureKind.PACE:
        words = {
            "passed": format_number(count_days_passed(question.period, question.as_at)),
            "days": format_number(question.period.days),
        }
        after = _(" × %(passed)s hari ÷ %(days)s hari ") % words
    elif kind == FigureKind.NEEDED:
        left = (question.period.ends_on - question.as_at).days
        after = _(" × 7 ÷ %(left)s hari ") % {"left": format_number(left)}
    else:
        sign, after = SIGNS[kind]
        line = [*join_operands(operands, sign), FormulaPart(after)]
        return [*line, FormulaPart(_("< 0, jadi ")), shown] if is_floored(address, value, operands) else [*line, shown]
    return [*join_operands(operands, ""), FormulaPart(after), shown]


def is_floored(address: FigureAddress, value: FigureValue, operands: list[Operand]) -> bool:
    """What is short of a target that was reached, and what is over one that was not, is nothing and not negative."""
    is_one_sided = address.kind in (FigureKind.SHORT, FigureKind.OVER)
    return is_one_sided and not value and operands[0].shown != operands[1].shown


def join_operands(operands: list[Operand], sign: str) -> list[FormulaPart]:
    parts: list[FormulaPart] = []
    for operand in operands:
        if parts:
            parts.append(FormulaPart(sign))
        parts.append(FormulaPart(operand.shown, operand.url))
    return parts


def list_rules_of(question: FigureQuestion) -> list[CountingRule]:
    """Every version in force within the days of the figure: rows are counted by the rule of their day."""
    rules = CountingRule.objects.filter(indicator__in=question.indicator.counted, valid_from__lte=question.as_at)
    within = rules.exclude(valid_until__lt=question.start).select_related("indicator").order_by("-version")
    places = {each.pk: place for place, each in enumerate(question.indicator.counted)}
    return sorted(within, key=lambda rule: places[rule.indicator_id])


def describe_figure_offices(question: FigureQuestion) -> Any:
    """Whose figure it is, in words, with the names of the day."""
    if question.office:
        return question.office.name_on(question.as_at)
    if question.within:
        named = Office.objects.filter(pk__in=[office.pk for office in question.within]).with_name_on(question.as_at)
        words = ", ".join(getattr(office, "name", "") or office.code for office in named.order_by("code"))
        return _("%(offices)s dan unit di bawahnya") % {"offices": words}
    return _("semua klinik")
