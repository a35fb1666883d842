"""Two rows that are one thing: one is kept, the other points to it. Nothing that hangs on either is moved, so that a
merge is undone by taking the pointer away.
"""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.constraints import all_or_none
from krs_portal.kit.moments import signed_moment


class Mergeable(models.Model):
    """A row that may be merged into another of its table. A row that was merged takes no others in."""

    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("digabung ke")
    )
    merged_at, merged_by = signed_moment(_("digabung"), is_optional=True)

    class Meta:
        abstract = True

    @property
    def kept(self) -> Self:
        """The row that stands for this one: itself, unless it was merged."""
        return self.merged_into or self  # type: ignore[return-value]

    @property
    def is_merged(self) -> bool:
        return self.merged_into_id is not None  # type: ignore[attr-defined]


def build_merge_constraints(prefix: str) -> list[Any]:
    """A merge is signed, and no row stands for itself."""
    return [
        all_or_none(
            "merged_into",
            "merged_at",
            "merged_by",
            name=f"{prefix}_merge_signed",
            message=_("Penggabungan mencatat ke mana, siapa, dan kapan."),
        ),
        models.CheckConstraint(
            condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
            name=f"{prefix}_merged_into_another",
            violation_error_message=_("Sebuah catatan tidak digabungkan dengan dirinya sendiri."),
        ),
    ]
