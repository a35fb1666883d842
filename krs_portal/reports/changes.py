"""A revision beside the one that was published before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from krs_portal.kit import formats
from krs_portal.reports.kinds import FigureSpec, ReconciliationSpec
from krs_portal.reports.models import Figure, Revision, written


@dataclass(frozen=True)
class Change:
    """A figure that is not any more what the published revision said; one that came or went has a blank."""

    label: str
    before: str
    after: str
    difference: str


def changes_since(before: Revision, figures: Sequence[FigureSpec]) -> list[Change]:
    old = {figure.key: figure for figure in before.figures.defer("row_ids").order_by("position", "pk")}
    new = {spec.key: spec for spec in figures}
    found = []
    for key, figure in (old | new).items():
        was, now_is = exact(old.get(key)), exact(new.get(key))
        if was != now_is:
            found.append(change(figure, was, now_is))
    return found


def exact(figure: FigureSpec | Figure | None) -> Decimal | None:
    return None if figure is None or figure.value is None else Decimal(figure.value)


def change(figure: FigureSpec | Figure, before: Decimal | None, after: Decimal | None) -> Change:
    difference = formats.BLANK
    if before is not None and after is not None:
        moved = after - before
        difference = formats.signed(moved)
        if figure.unit == "%":
            difference = _("%s poin") % ("+" * (moved > 0) + formats.decimal(moved))
    return Change(figure.label, written(before, figure.unit), written(after, figure.unit), difference)


def compared_with(before: Revision, figures: Sequence[FigureSpec]) -> list[ReconciliationSpec]:
    """The main figures beside what the published revision said."""
    words = {"number": before.number, "day": formats.day(before.published_at)}
    source = _("Revisi %(number)d, terbit %(day)s") % words
    old = dict(before.figures.filter(is_headline=True).exclude(unit="%").values_list("key", "value"))
    return [
        ReconciliationSpec(
            key=f"previous:{spec.key}",
            label=_("%s, terhadap revisi yang terbit sebelumnya") % spec.label,
            ours=int(spec.value),
            theirs=int(said),
            source=source,
        )
        for spec in figures
        if spec.value is not None and (said := old.get(spec.key)) is not None
    ]
