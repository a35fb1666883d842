"""When a place can be booked: weekly hours from which slots are opened, and officers' absences."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinics.enums import Weekday
from clinics.models import Place
from consultations.booking.enums import ServiceChannel
from krs_portal.accounts.audit import track_changes
from krs_portal.kit.constraints import at_least, in_order


@track_changes()
class WeeklyHours(models.Model):
    """Hours of one weekday that citizens can book, cut into slots; `desks` parties are served side by side."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="weekly_hours", verbose_name=_("tempat layanan"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("petugas")
    )
    weekday = models.PositiveSmallIntegerField(_("hari"), choices=Weekday)
    opens_at = models.TimeField(_("mulai"))
    closes_at = models.TimeField(_("sampai"))
    slot_minutes = models.PositiveSmallIntegerField(_("lama satu janji (menit)"), default=45)
    desks = models.PositiveSmallIntegerField(_("meja bersamaan"), default=1)
    channel = models.CharField(_("cara"), max_length=10, choices=ServiceChannel, default=ServiceChannel.OFFICE)
    link = models.URLField(_("tautan pertemuan daring"), blank=True, default="", db_default="")
    opens_days_before = models.PositiveSmallIntegerField(_("dapat dipesan mulai (hari sebelumnya)"), default=28)
    closes_hours_before = models.PositiveSmallIntegerField(_("pendaftaran ditutup (jam sebelumnya)"), default=1)
    valid_from = models.DateField(_("berlaku dari"))
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("jam janji")
        verbose_name_plural = _("jam janji")
        constraints = [
            in_order(
                "opens_at",
                "closes_at",
                name="consultations_weekly_order",
                message=_("Jam selesai harus sesudah jam mulai."),
                strict=True,
            ),
            in_order(
                "valid_from",
                "valid_until",
                name="consultations_weekly_valid_order",
                message=_("Masa berlaku berakhir sebelum dimulai."),
            ),
            at_least("slot_minutes", 10, name="consultations_weekly_minutes", message=_("Paling sedikit 10 menit.")),
            at_least("desks", 1, name="consultations_weekly_desks", message=_("Paling sedikit 1 meja.")),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens_at:%H.%M}-{self.closes_at:%H.%M}"

    def is_on(self, day: date) -> bool:
        """These hours are held on the day, as far as weekday and validity go."""
        return (
            day.isoweekday() == self.weekday
            and self.valid_from <= day
            and (self.valid_until is None or day <= self.valid_until)
        )


@track_changes()
class Absence(models.Model):
    """Days on which an officer is away; their hours are not opened. The reason is the office's own business."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences", verbose_name=_("petugas")
    )
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"))
    reason = models.CharField(_("alasan"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("ketidakhadiran")
        verbose_name_plural = _("ketidakhadiran")
        constraints = [
            in_order(
                "starts_on",
                "ends_on",
                name="consultations_absence_order",
                message=_("Ketidakhadiran berakhir sebelum dimulai."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.starts_on:%Y-%m-%d}"


@track_changes()
class Feed(models.Model):
    """A calendar subscription of one officer to one place; a higher number ends all addresses given out before."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("petugas"))
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("tempat layanan"))
    number = models.PositiveIntegerField(_("alamat ke-"), default=0)

    class Meta:
        verbose_name = _("langganan kalender")
        verbose_name_plural = _("langganan kalender")
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "place"],
                name="consultations_feed_once",
                violation_error_message=_("Langganan kalender untuk petugas dan tempat ini sudah ada."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer} {self.place} #{self.number}"
