from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from clinics.enums import PlaceKind, Weekday
from krs_portal.accounts.audit import track_changes
from krs_portal.kit.constraints import all_or_none, in_order
from krs_portal.offices.models import Office, Region
from krs_portal.offices.querysets import OfficeScopedQuerySet


@track_changes()
class Place(models.Model):
    """Where people meet an officer: the Pojok KRS, a counter in an MPP, a pop-up clinic, a link."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="places")
    name = models.CharField(_("nama"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=10, choices=PlaceKind, default=PlaceKind.OFFICE)
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="places")
    directions = models.CharField(_("petunjuk"), max_length=300, blank=True)
    opened_on = models.DateField(_("dibuka"), default=date(2022, 1, 3))
    closed_on = models.DateField(_("ditutup"), null=True, blank=True)

    objects = OfficeScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("tempat layanan")
        verbose_name_plural = _("tempat layanan")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="clinics_place_name_once",
                violation_error_message=_("Unit ini sudah punya tempat layanan dengan nama itu."),
            ),
            in_order(
                "opened_on", "closed_on", name="clinics_place_life_order", message=_("Tempat ditutup sebelum dibuka.")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def street_address(self) -> str:
        """Where to go: its own address or else its office's; online there is none."""
        return "" if self.kind == PlaceKind.ONLINE else self.address or self.office.address


@track_changes()
class OpeningHours(models.Model):
    """The hours of a place on one weekday, in the office's time zone. No row: closed.

    Rows with days, such as those of Ramadan, stand in for all others while they last.
    """

    place = models.ForeignKey(Place, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("hari"), choices=Weekday)
    opens_at = models.TimeField(_("buka"))
    closes_at = models.TimeField(_("tutup"))
    valid_from = models.DateField(
        _("berlaku dari"), null=True, blank=True, help_text=_("Hanya untuk jam sementara, seperti jam Ramadan.")
    )
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("jam layanan")
        verbose_name_plural = _("jam layanan")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "weekday", "opens_at", "valid_from"],
                name="clinics_hours_once",
                nulls_distinct=False,
                violation_error_message=_("Jam layanan ini sudah ada."),
            ),
            in_order(
                "opens_at",
                "closes_at",
                name="clinics_hours_order",
                message=_("Jam tutup harus sesudah jam buka."),
                strict=True,
            ),
            all_or_none(
                "valid_from",
                "valid_until",
                name="clinics_hours_period_whole",
                message=_("Jam sementara memerlukan hari pertama dan hari terakhirnya."),
            ),
            in_order(
                "valid_from",
                "valid_until",
                name="clinics_hours_period_order",
                message=_("Hari terakhir mendahului hari pertama."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens_at:%H.%M}-{self.closes_at:%H.%M}"


@track_changes()
class Closure(models.Model):
    """Days on which a place is closed, with the reason that people are told."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="closures")
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"))
    reason = models.CharField(_("alasan yang diumumkan"), max_length=200)

    class Meta:
        verbose_name = _("penutupan")
        verbose_name_plural = _("penutupan")
        constraints = [
            in_order(
                "starts_on", "ends_on", name="clinics_closure_order", message=_("Penutupan berakhir sebelum dimulai.")
            ),
            models.UniqueConstraint(
                fields=["place", "starts_on"],
                name="clinics_closure_once",
                violation_error_message=_("Penutupan mulai tanggal itu sudah ada."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.starts_on:%Y-%m-%d}: {self.reason}"
