"""A moment and who made it, as two fields in one line: `removed_at, removed_by = signed_moment(_("dihapus"))`."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, overload

from django.conf import settings
from django.db import models


@overload
def signed_moment(
    label: Any, *, is_optional: Literal[False] = False, **options: Any
) -> tuple[models.DateTimeField[datetime | str, datetime], models.ForeignKey[Any, Any]]: ...
@overload
def signed_moment(
    label: Any, *, is_optional: Literal[True], **options: Any
) -> tuple[models.DateTimeField[datetime | str | None, datetime | None], models.ForeignKey[Any, Any]]: ...
def signed_moment(
    label: Any, *, is_optional: bool = False, **options: Any
) -> tuple[models.DateTimeField[Any, Any], models.ForeignKey[Any, Any]]:
    """Build `x_at` and `x_by`. An optional pair needs `all_or_none("x_at", "x_by", …)` in its Meta as well.

    `options` are the moment's: a default, or that it is not editable.
    """
    empty: dict[str, Any] = {"null": True, "blank": True} if is_optional else {}
    moment: models.DateTimeField[Any, Any] = models.DateTimeField(label, **empty, **options)
    return moment, models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **empty)
