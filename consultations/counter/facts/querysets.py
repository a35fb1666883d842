from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from consultations.counter.facts.models import FactForm  # noqa: F401


class FactFormQuerySet(models.QuerySet["FactForm"]):
    def newest(self) -> Self:
        """The version in use of each topic."""
        return self.order_by("topic", "-version").distinct("topic")
