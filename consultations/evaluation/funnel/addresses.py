"""The address of a figure of the funnel: of whom, of which days, and which part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.evaluation.funnel.cases import CasePeriod
from consultations.evaluation.funnel.enums import ALL_BETTER, BETTER, CaseEnd, FunnelStage, list_ends_from

PARTS = [*FunnelStage.values, *CaseEnd.values, ALL_BETTER]
ALL_BETTER_LABEL = _("Semua kasus yang rumahnya membaik")


@dataclass(frozen=True)
class FunnelPart:
    """A figure of the funnel by its word in the address: a stage, an end, or all cases whose house became better."""

    code: str

    @property
    def label(self) -> Any:
        if self.code == ALL_BETTER:
            return ALL_BETTER_LABEL
        return (FunnelStage if self.code in FunnelStage.values else CaseEnd)(self.code).label

    @property
    def ends(self) -> Sequence[CaseEnd]:
        """Where the cases of the figure stand."""
        if self.code == ALL_BETTER:
            return BETTER
        return list_ends_from(FunnelStage(self.code)) if self.code in FunnelStage.values else [CaseEnd(self.code)]


def build_cases_url(period: CasePeriod, office: Any, code: str) -> str:
    """The rows behind a figure; without an office those of all that the reader sees."""
    asked = write_question(period, office) | {"part": code}
    return f"{reverse('consultations:funnel_cases')}?{urlencode(asked)}"


def build_funnel_url(period: CasePeriod, office: Any) -> str:
    return f"{reverse('consultations:funnel')}?{urlencode(write_question(period, office))}"


def write_question(period: CasePeriod, office: Any) -> dict[str, str]:
    asked = {"since": period.since.isoformat(), "until": period.until.isoformat()}
    return asked | ({"office": office.code} if office else {})
