"""The IKM: one computation for page, API and CSV, exact until it is rounded once.

Method: Peraturan Menteri PANRB Nomor 14 Tahun 2017 tentang Pedoman Penyusunan Survei Kepuasan Masyarakat.

    NRR of an element = sum of its marks / number of people who gave one
    SKM               = sum over the nine elements of NRR × 1/9        (1,00 to 4,00)
    IKM               = SKM × 25                                       (25,00 to 100,00)

The regulation prints the weight as 0,11; with that, one percent is lost (its own sample gives 90,56 for 91,48), so the
weight here is 1/9. The IKM is rounded once, to two places, and only then graded, for the printed bands have gaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import reduce
from math import sqrt
from operator import add
from typing import Any

from django.db.models import Case, Count, F, FloatField, IntegerField, Q, Sum, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from consultations.counter.models import Consultation
from consultations.satisfaction.enums import AnswerWay, Grade, PeriodPart, SurveyElement
from consultations.satisfaction.models import SurveyAnswer
from krs_portal.kit.numbers import HUNDREDTH, read_number
from krs_portal.offices.models import Office
from krs_portal.offices.querysets import OfficeQuerySet

ELEMENTS = tuple(SurveyElement)
FEWEST = 10  # answers below which no figure, no row and no comment is shown
# The lower edge of each band of the regulation, of an IKM that is rounded to two places.
BANDS = ((Decimal("88.31"), Grade.A), (Decimal("76.61"), Grade.B), (Decimal("65.00"), Grade.C))
CHI_SQUARE, ERROR, HALF = 3.841, 0.05, 0.5  # one degree of freedom at 95 %, five points, the share that needs most
Z95 = 1.96
YEARS = (2000, 2999)  # of those that an address may name


@dataclass(frozen=True)
class SurveyPeriod:
    """A year, a semester or a quarter."""

    year: int
    part: PeriodPart = PeriodPart.YEAR

    @property
    def first_day(self) -> date:
        return date(self.year, self.part.months[0], 1)

    @property
    def last_day(self) -> date:
        last = self.part.months[1]
        return date(self.year, 12, 31) if last == 12 else date(self.year, last + 1, 1) - timedelta(days=1)

    @property
    def name(self) -> str:
        if self.part == PeriodPart.YEAR:
            return _("Tahun %(year)d") % {"year": self.year}
        return f"{self.part.label} {self.year}"

    @classmethod
    def parse(cls, year: str, part: str) -> SurveyPeriod | None:
        """The period that an address names; None where it names none."""
        number = read_number(year, *YEARS)
        return cls(number, PeriodPart(part or PeriodPart.YEAR)) if number and part in ("", *PeriodPart) else None

    @property
    def query(self) -> str:
        return f"year={self.year}" + ("" if self.part == PeriodPart.YEAR else f"&period={self.part}")


@dataclass(frozen=True)
class SurveyTally:
    """What a figure is computed from. Tallies of offices add up to the tally of all."""

    answers: int = 0
    by_tablet: int = 0
    sums: tuple[int, ...] = (0,) * len(ELEMENTS)
    counts: tuple[int, ...] = (0,) * len(ELEMENTS)
    own_sum: float = 0.0  # of the mean mark of each answer
    own_squares: float = 0.0

    def __add__(self, other: SurveyTally) -> SurveyTally:
        return SurveyTally(
            self.answers + other.answers,
            self.by_tablet + other.by_tablet,
            tuple(map(add, self.sums, other.sums)),
            tuple(map(add, self.counts, other.counts)),
            self.own_sum + other.own_sum,
            self.own_squares + other.own_squares,
        )

    @property
    def spread(self) -> float:
        """The standard deviation of the answers' mean marks, as of a sample."""
        if self.answers < 2:
            return 0.0
        return sqrt(max(self.own_squares - self.own_sum**2 / self.answers, 0.0) / (self.answers - 1))


@dataclass(frozen=True)
class ElementMean:
    element: SurveyElement
    answers: int
    mean: Decimal | None = None  # NRR, None where too few gave a mark
    index: Decimal | None = None  # NRR × 25


@dataclass(frozen=True)
class Satisfaction:
    """The IKM of an office, or of several, with how far it can be trusted. None where too few answered."""

    answers: int
    by_tablet: int
    served: int  # people who received a service in the period
    needed: int  # answers from which on it is graded
    index: Decimal | None = None
    margin: Decimal | None = None
    grade: Grade | None = None
    elements: tuple[ElementMean, ...] = ()

    @property
    def by_link(self) -> int:
        return self.answers - self.by_tablet

    @property
    def is_shown(self) -> bool:
        return self.answers >= FEWEST

    @property
    def lowest(self) -> SurveyElement | None:
        """The element with the lowest mean: where to begin."""
        known = [each for each in self.elements if each.mean is not None]
        return min(known, key=lambda each: each.mean or 0).element if known else None


@dataclass(frozen=True)
class OfficeSatisfaction:
    office: Office
    name: str
    found: Satisfaction


@dataclass(frozen=True)
class SatisfactionBoard:
    """The offices of a period; the total is of those whose own figure is shown, or a small one could be deduced."""

    period: SurveyPeriod
    rows: list[OfficeSatisfaction] = field(default_factory=list)
    total: Satisfaction = Satisfaction(0, 0, 0, FEWEST)


def compute_satisfaction(tally: SurveyTally, served: int) -> Satisfaction:
    """The IKM as the module says, its margin and its grade.

    Fewer than FEWEST answers show nothing but their number; the same holds for each element. It is graded from
    `compute_needed_answers` on.
    """
    needed = compute_needed_answers(served)
    if tally.answers < FEWEST:
        return Satisfaction(tally.answers, tally.by_tablet, served, needed)
    means = [Fraction(total, count) if count else None for total, count in zip(tally.sums, tally.counts, strict=True)]
    known = [mean for mean in means if mean is not None]
    index = round_half_up(sum(known, Fraction()) / len(ELEMENTS) * 25) if len(known) == len(ELEMENTS) else None
    return Satisfaction(
        answers=tally.answers,
        by_tablet=tally.by_tablet,
        served=served,
        needed=needed,
        index=index,
        margin=compute_margin(tally, served) if index is not None else None,
        grade=find_grade(index) if index is not None and tally.answers >= needed else None,
        elements=tuple(
            ElementMean(element, count, round_half_up(mean), round_half_up(mean * 25))
            if mean is not None and count >= FEWEST
            else ElementMean(element, count)
            for element, mean, count in zip(ELEMENTS, means, tally.counts, strict=True)
        ),
    )


def compute_needed_answers(served: int) -> int:
    """The smallest sample of so many people served: s = X²·N·P(1−P) / (d²(N−1) + X²·P(1−P)), rounded, P = 0,5.

    Krejcie and Morgan (1970), whose table Peraturan Menteri PANRB 14/2017 takes over: 95 % and five points; never
    fewer than FEWEST.
    """
    if served < 1:
        return FEWEST
    share = CHI_SQUARE * HALF * (1 - HALF)
    return max(FEWEST, round(share * served / (ERROR**2 * (served - 1) + share)))


def compute_margin(tally: SurveyTally, served: int) -> Decimal:
    """How far the IKM may be from that of all who were served, at 95 %: 1,96 × 25 × s/√n × √((N−n)/(N−1)).

    s is the standard deviation of the answers' mean marks, n their number, N the people served; the last factor is the
    correction for a finite population (Cochran, Sampling Techniques), left out where more answered than were counted.
    """
    rest = sqrt((served - tally.answers) / (served - 1)) if served > tally.answers else 1.0
    return round_half_up(Fraction(Z95 * 25 * tally.spread / sqrt(tally.answers) * rest))


def find_grade(index: Decimal) -> Grade:
    return next((grade for least, grade in BANDS if index >= least), Grade.D)


def round_half_up(value: Fraction) -> Decimal:
    """Rounded once, to two places: a division in between would round before."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(HUNDREDTH, ROUND_HALF_UP)


def compute_board(offices: OfficeQuerySet, period: SurveyPeriod) -> SatisfactionBoard:
    """Every clinic among these offices, in four queries however many they are."""
    named = list(offices.clinics().with_name_on(period.last_day).order_by("short_name", "pk"))  # type: ignore[misc]
    keys = [office.pk for office in named]
    tallies, served = count_marks(keys, period), count_served(keys, period)
    rows = [
        OfficeSatisfaction(
            office,
            office.short_name,  # type: ignore[attr-defined]
            compute_satisfaction(tallies.get(office.pk, SurveyTally()), served.get(office.pk, 0)),
        )
        for office in named
    ]
    shown = [row.office.pk for row in rows if row.found.is_shown]
    whole = reduce(add, (tallies[key] for key in shown), SurveyTally())
    total = compute_satisfaction(whole, sum(served.get(key, 0) for key in shown))
    return SatisfactionBoard(period, rows, total)


def count_answers_by_year(offices: OfficeQuerySet) -> dict[int, int]:
    """The years in which somebody answered, with the answers of the office that has most, the newest first."""
    return dict(SurveyAnswer.objects.filter(office__in=offices).count_by_year())


def find_newest_year(by_year: Mapping[int, int], this_year: int) -> int:
    """The newest year of which an office is shown, else the newest with answers: what is shown where none is asked."""
    shown = (year for year, most in by_year.items() if most >= FEWEST)
    return next(shown, next(iter(by_year), this_year))


def count_marks(offices: Iterable[int], period: SurveyPeriod) -> dict[int, SurveyTally]:
    """The tally of each office that has answers."""
    answers = SurveyAnswer.objects.filter(office__in=list(offices)).between(period.first_day, period.last_day)
    given: Any = reduce(add, (Coalesce(F(element), 0) for element in ELEMENTS))
    number: Any = reduce(
        add,
        (
            Case(When(**{f"{element}__isnull": False}, then=Value(1)), default=Value(0), output_field=IntegerField())
            for element in ELEMENTS
        ),
    )
    own = Cast(given, FloatField()) / Cast(number, FloatField())
    counted: Any = answers.values("office").annotate(
        answers=Count("pk"),
        by_tablet=Count("pk", filter=Q(way=AnswerWay.TABLET)),
        own_sum=Sum(own, output_field=FloatField()),
        own_squares=Sum(own * own, output_field=FloatField()),
        **{f"sum_{element}": Coalesce(Sum(element), 0) for element in ELEMENTS},
        **{f"count_{element}": Count(element) for element in ELEMENTS},
    )
    return {
        row["office"]: SurveyTally(
            row["answers"],
            row["by_tablet"],
            tuple(row[f"sum_{element}"] for element in ELEMENTS),
            tuple(row[f"count_{element}"] for element in ELEMENTS),
            row["own_sum"],
            row["own_squares"],
        )
        for row in counted.order_by("office")
    }


def count_served(offices: Iterable[int], period: SurveyPeriod) -> dict[int, int]:
    """How many people each office served, by its closed consultations: of whom the answers are a sample."""
    closed = Consultation.objects.closed().filter(
        office__in=list(offices), happened_on__range=(period.first_day, period.last_day)
    )
    return dict(closed.values("office").annotate(served=Sum("head_count")).values_list("office", "served"))
