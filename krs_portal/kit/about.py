"""References to a row of any room without knowing its model: the kind its room gave it, and its key."""

from __future__ import annotations

from typing import Any, NamedTuple, Self, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class About(NamedTuple):
    kind: str = ""
    key: str = ""


class AboutQuerySet(models.QuerySet[Row]):
    """Rows with `about_kind` and `about_key`."""

    def about(self, kind: str, *keys: Any) -> Self:
        """About one row of a kind, or about several."""
        return self.filter(about_kind=kind, about_key__in=[str(key) for key in keys])
