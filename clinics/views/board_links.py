"""Where the figures of a board lead: to their passports, to their rows, and to what changed them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clinics.addresses import FigureAddress, write_passport_paths
from clinics.enums import FigureKind
from clinics.models import Indicator
from clinics.questions import FigureQuestion

WHOLE: dict[str, Any] = {"office": None, "since": None, "share": ""}  # the board's own question is never narrowed


@dataclass(frozen=True)
class BoardLinks:
    """`opens`: the reader may see rows."""

    question: FigureQuestion
    opens: bool
    rows_path: str = field(default_factory=lambda: reverse("clinics:rows"))

    def of(self, indicator: Indicator) -> BoardLinks:
        """The same of another indicator: an operand of the one that is shown."""
        return replace(self, question=self.question.but(indicator=indicator))

    def rows(self, **changes: Any) -> str:
        if changes.get("office"):
            changes["within"] = ()
        return f"{self.rows_path}?{self.question.but(**WHOLE | changes).query()}" if self.opens else ""

    def passports(self, kinds: Iterable[FigureKind], office: Any = None) -> dict[str, str]:
        """The addresses of an office's figures, or of all together, by the name of the kind in small letters."""
        return write_passport_paths(self.question.but(**WHOLE), kinds, office)

    def targets(self) -> str:
        """The history of all targets."""
        asked = self.question.but(**WHOLE, within=())
        return f"{reverse('clinics:targets')}?{asked.query()}" if self.opens else ""

    def onward(self, name: str) -> str:
        """How the year goes on, or all offices side by side; for those who work here."""
        asked = self.question.but(**WHOLE, within=(), known_at=None)
        return f"{reverse(f'clinics:{name}')}?{asked.query()}" if self.opens else ""

    def keep_view(self) -> str:
        """The board as it is set, to be kept under a name."""
        asked = self.question.but(**WHOLE, within=())
        return f"{reverse('clinics:view_keep', args=['dasbor'])}?{asked.query()}" if self.opens else ""

    def chart_files(self, chart: str) -> list[tuple[str, str]]:
        """Each form in which a drawing of the board is handed out; as known now."""
        if not self.opens or self.question.known_at:
            return []
        asked = self.question.but(**WHOLE, within=()).query()
        forms = (("XLSX", "xlsx"), ("CSV", "csv"), ("SVG", "svg"), (_("Cetak"), "cetak"))
        return [(str(label), f"{reverse('clinics:chart', args=[chart, form])}?{asked}") for label, form in forms]

    def changes_since(self, known_at: datetime, as_at: date) -> str:
        """What changed the total as it was stated then, as at its own day, until now."""
        stated = self.question.but(**WHOLE, within=(), as_at=as_at, known_at=known_at)
        return FigureAddress(stated, FigureKind.REALISED).changes_path
