"""Compares a revision with the one published before it, and with what the data say by now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from krs_portal.kit import formats
from krs_portal.reports.kinds import FigureSpec, ReconciliationSpec
from krs_portal.reports.models import Figure, Revision, format_figure


@dataclass(frozen=True)
class FigureChange:
    """A figure that differs from the published revision. If it is new or gone, the other side is blank."""

    label: str
    before: str
    after: str
    difference: str


def list_changes_since(before: Revision, figures: Sequence[FigureSpec]) -> list[FigureChange]:
    old = {figure.key: figure for figure in before.figures.defer("row_ids").order_by("position", "pk")}
    new = {spec.key: spec for spec in figures}
    found = []
    for key, figure in (old | new).items():
        was, now_is = get_exact_value(old.get(key)), get_exact_value(new.get(key))
        if was != now_is:
            found.append(build_figure_change(figure, was, now_is))
    return found


def list_changes_by_now(revision: Revision, at: datetime) -> list[FigureChange]:
    """Every figure of the revision that the data would give otherwise at the moment."""
    if revision.snapshot is None:
        return []
    return list_changes_since(revision, revision.report.report_kind.current(revision.report.params, at))


def get_exact_value(figure: FigureSpec | Figure | None) -> Decimal | None:
    return None if figure is None or figure.value is None else Decimal(figure.value)


def build_figure_change(figure: FigureSpec | Figure, before: Decimal | None, after: Decimal | None) -> FigureChange:
    difference = formats.BLANK
    if before is not None and after is not None:
        moved = after - before
        difference = formats.format_signed(moved)
        if figure.unit == "%":
            difference = _("%s poin") % ("+" * (moved > 0) + formats.format_decimals(moved))
    return FigureChange(figure.label, format_figure(before, figure.unit), format_figure(after, figure.unit), difference)


def compare_with_published(before: Revision, figures: Sequence[FigureSpec]) -> list[ReconciliationSpec]:
    """The main figures beside those of the published revision."""
    words = {"number": before.number, "day": formats.format_day(before.published_at)}
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
