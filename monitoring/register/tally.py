"""Figures per estate, maintained by the triggers in triggers.py. Lists, API and filters read them from here."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, F, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from monitoring.register.models import Estate

PERCENT = models.DecimalField(_("hunian (%)"), max_digits=12, decimal_places=2)


class EstateTally(models.Model):
    """Derived, never written by hand; null is unknown. `unanswered` counts the blocks for which nobody stated figures.

    `occupancy` (in percent) is known only when figures of every block are known.
    """

    estate = models.OneToOneField(Estate, models.CASCADE, primary_key=True, related_name="tally")
    towers = models.IntegerField(_("tower"), null=True)
    units = models.IntegerField(_("unit"), null=True)
    occupied = models.IntegerField(_("unit terhuni"), null=True)
    unanswered = models.IntegerField(_("blok tanpa data"), default=0)
    broken = models.IntegerField(_("unit rusak"), null=True)
    open_problems = models.IntegerField(_("masalah terbuka"), default=0)
    occupancy = models.GeneratedField(
        expression=Case(When(unanswered=0, units__gt=0, then=Cast("occupied", PERCENT) * 100 / F("units"))),
        output_field=PERCENT,
        db_persist=True,
    )

    class Meta:
        verbose_name = _("angka hunian")
        verbose_name_plural = _("angka hunian")

    def __str__(self) -> str:
        return str(self.estate)

    @property
    def empty(self) -> int | None:
        """Units without a tenant; unknown while a block is unanswered."""
        if self.units is None or self.occupied is None or self.unanswered:
            return None
        return self.units - self.occupied
