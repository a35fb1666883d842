"""Scoped reads of desk sessions. Start every query in a view, API or report with `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from krs_portal.offices.querysets import OfficeScopedQuerySet

if TYPE_CHECKING:
    from monitoring.desk.models import DeskSession  # noqa: F401


class SessionQuerySet(OfficeScopedQuerySet["DeskSession"]):
    office_path = "participant__office"
