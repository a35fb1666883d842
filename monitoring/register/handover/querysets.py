"""Reading hand-overs: whoever sees the estate sees its hand-over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from krs_portal.offices.querysets import OfficeScopedQuerySet

if TYPE_CHECKING:
    from monitoring.register.handover.models import HandOver  # noqa: F401


class HandOverQuerySet(OfficeScopedQuerySet["HandOver"]):
    office_path = "estate__office"
