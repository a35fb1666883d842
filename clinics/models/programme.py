from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import track_changes
from krs_portal.kit.moments import signed_moment

FIRST_NAME = "Klinik Rumah Swadaya"  # of the years before anybody recorded another


class ProgrammeNameQuerySet(models.QuerySet["ProgrammeName"]):
    def name_on(self, day: date) -> str:
        """What the programme was called on the day."""
        found = self.filter(valid_from__lte=day).order_by("-valid_from").first()
        return found.name if found else FIRST_NAME


@track_changes()
class ProgrammeName(models.Model):
    """A name of the whole programme from a day on, until the next one (Klinik Rumah Swadaya → Klinik PKP).

    A paper bears the name of the day of its data.
    """

    name = models.CharField(_("nama program"), max_length=120)
    short_name = models.CharField(_("singkatan"), max_length=30)
    valid_from = models.DateField(_("berlaku dari"), unique=True)
    decree = models.CharField(_("dasar penetapan"), max_length=200)
    recorded_at, recorded_by = signed_moment(_("dicatat"))

    objects = ProgrammeNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("nama program")
        verbose_name_plural = _("nama program")

    def __str__(self) -> str:
        return self.name
