"""Published housing-backlog figures, each with its definition and source."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import track_changes
from krs_portal.offices.models import Region
from monitoring.rounds.enums import BacklogKind


@track_changes()
class BacklogFigure(models.Model):
    """A published backlog figure of a region and year; without a region it is of the whole country."""

    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("pengertian"), max_length=12, choices=BacklogKind)
    year = models.PositiveSmallIntegerField(_("tahun"))
    value = models.PositiveBigIntegerField(_("jumlah"))
    unit = models.CharField(_("satuan"), max_length=40)
    definition = models.CharField(_("definisi"), max_length=400)
    source = models.CharField(_("sumber"), max_length=300)

    class Meta:
        verbose_name = _("angka backlog")
        verbose_name_plural = _("angka backlog")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "year", "source"],
                name="monitoring_backlog_once",
                nulls_distinct=False,
                violation_error_message=_("Angka ini sudah tercatat dari sumber yang sama."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"
