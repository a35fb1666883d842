"""Keeping and forgetting a view, and naming the programme anew."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from clinics.courses import policies
from clinics.models import ProgrammeName, SavedView
from krs_portal.kit.refusals import refuse_if, reject_if
from krs_portal.kit.saving import save_checked_row
from krs_portal.kit.words import squeeze_spaces


@transaction.atomic
def keep_view(*, page: str, query: str, name: str, by: Any, at: datetime) -> SavedView:
    reject_if(policies.why_not_keep_another(by))
    view = SavedView(page=page, query=query, name=squeeze_spaces(name), saved_at=at, saved_by=by)
    return save_checked_row(view)


@transaction.atomic
def forget_view(*, view: SavedView, by: Any, at: datetime) -> None:
    view.delete()


@transaction.atomic
def name_programme(
    *, name: str, short_name: str, valid_from: date, decree: str, by: Any, at: datetime
) -> ProgrammeName:
    """From a day on; what was printed before keeps the name of its day."""
    refuse_if(policies.why_not_name_programme(by))
    reject_if(policies.why_not_call_so_from(valid_from), "valid_from")
    named = ProgrammeName(
        name=squeeze_spaces(name), short_name=squeeze_spaces(short_name), valid_from=valid_from, decree=decree,
        recorded_at=at, recorded_by=by,
    )  # fmt: skip
    return save_checked_row(named)
