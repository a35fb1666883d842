"""Reading hand-overs: whoever sees the estate sees its hand-over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from krs_portal.offices.querysets import OfficeScopedQuerySet

if TYPE_CHECKING:
    from monitoring.register.handover.models import HandOver  # noqa: F401


class HandOverQuerySet(OfficeScopedQuerySet["HandOver"]):
    office_path = "estate__office"

    def of_round(self, round_: Any) -> Self:
        """Hand-overs of the estates that have a profile in the round."""
        return self.filter(estate__profiles__round=round_)
