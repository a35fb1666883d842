"""Why a published figure is not what stands in the ledger: lines that add up to the whole difference.

Nothing is invented to close it. What was recorded since has rows; that the parts which the same source printed do not
add up to its total is reckoned from the source; of the rest nobody knows the reason, and the line says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clinics.addresses import FigureAddress
from clinics.enums import FigureKind, GapKind
from clinics.models import PublishedFigure
from clinics.questions import FigureQuestion
from clinics.sums import sum_entries_by_office
from clinics.waterfalls import Waterfall, compute_waterfall
from krs_portal.offices.models import Office


@dataclass(frozen=True)
class GapLine:
    """So much of the difference; where it is one office's, its figure of that day says what stood there."""

    kind: GapKind
    amount: int
    office: Office | None = None


@dataclass(frozen=True)
class PublishedGap:
    """`changed` leads from our figure as it was known when theirs was said to ours of the same day as known now."""

    figure: PublishedFigure
    changed: Waterfall
    then: list[GapLine]  # what parted the two when it was said

    @property
    def ours(self) -> int | None:
        """A blank where nothing was ever recorded: there is nothing to compare with."""
        return self.changed.after if isinstance(self.changed.after, int) else None

    @property
    def difference(self) -> int | None:
        return None if self.ours is None else self.ours - self.figure.value


def build_figure_address(figure: PublishedFigure) -> FigureAddress:
    """Ours of a like day, as known now."""
    question = FigureQuestion(figure.indicator, figure.period, figure.as_at, office=figure.office)
    return FigureAddress(question, FigureKind.REALISED)


def compute_gap(figure: PublishedFigure) -> PublishedGap:
    """What is said is a count; of a percentage nothing adds up, and none is recorded."""
    changed = compute_waterfall(build_figure_address(figure), figure.known_at)
    return PublishedGap(figure, changed, list(list_lines_then(figure, int(changed.before or 0))))


def list_lines_then(figure: PublishedFigure, ours: int) -> Iterator[GapLine]:
    """Ours as known then minus theirs, by what the source itself printed."""
    parts = list_parts(figure)
    if parts is None:
        yield from name_rest(ours - figure.value, figure.office)
        return
    said = sum(value for value, _ours in parts.values())
    if said != figure.value:
        yield GapLine(GapKind.SOURCE_SUM, said - figure.value)
    for office, (value, own) in parts.items():
        yield from name_rest(own - value, office)


def name_rest(amount: int, office: Office | None) -> Iterator[GapLine]:
    if amount:
        yield GapLine(GapKind.UNKNOWN, amount, office)


def list_parts(figure: PublishedFigure) -> dict[Office, tuple[int, int]] | None:
    """By office what the source printed and what we knew then; None unless it printed all that we know of.

    Parts that leave an office out are not said to add up wrongly.
    """
    if figure.office_id:
        return None
    printed = PublishedFigure.objects.beside(figure).select_related("office").order_by("office__code")
    parts = {each.office: each.value for each in printed if each.office}
    question = build_figure_address(figure).question.but(known_at=figure.known_at)
    known = sum_entries_by_office(Office.objects.clinics(), question)
    missing = {office for office, quantity in known.items() if quantity} - {office.pk for office in parts}
    if not parts or missing:
        return None
    return {office: (value, known.get(office.pk, 0)) for office, value in parts.items()}
