from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinics.models.ledger import LedgerEntry
from clinics.months.enums import MonthState, MonthStep
from clinics.months.querysets import MonthRemarkQuerySet, OfficeMonthQuerySet
from clinics.triggers import APPEND_ONLY
from krs_portal.accounts.audit import track_changes
from krs_portal.kit.constraints import all_or_none
from krs_portal.kit.moments import signed_moment
from krs_portal.offices.models import Office


@track_changes()
class OfficeMonth(models.Model):
    """A month of an office that was submitted at least once; any other month is open."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="months", verbose_name=_("unit kerja"))
    starts_on = models.DateField(_("bulan"))
    state = models.CharField(_("keadaan"), max_length=10, choices=MonthState, default=MonthState.OPEN)

    objects = OfficeMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulan unit kerja")
        verbose_name_plural = _("bulan unit kerja")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "starts_on"],
                name="clinics_month_once",
                violation_error_message=_("Bulan ini sudah ada."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__day=1),
                name="clinics_month_first_day",
                violation_error_message=_("Sebuah bulan dikenal dari hari pertamanya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.starts_on:%Y-%m}"


@track_changes()
class MonthMove(models.Model):
    """That somebody did a step with a month."""

    month = models.ForeignKey(OfficeMonth, models.PROTECT, related_name="moves")
    step = models.CharField(_("langkah"), max_length=15, choices=MonthStep)
    moved_at, moved_by = signed_moment(_("dilakukan"))

    class Meta:
        verbose_name = _("langkah bulan")
        verbose_name_plural = _("langkah bulan")
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.month}: {self.step}"


@track_changes()
class MonthRemark(models.Model):
    """What the ministry asks about a row of a month, or about the month as a whole, and what the head answers."""

    month = models.ForeignKey(OfficeMonth, models.PROTECT, related_name="remarks")
    entry = models.ForeignKey(
        LedgerEntry, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("baris")
    )
    text = models.TextField(_("catatan"), max_length=1000)
    asked_at, asked_by = signed_moment(_("ditulis"))
    answer = models.TextField(_("jawaban"), max_length=1000, blank=True)
    answered_at, answered_by = signed_moment(_("dijawab"), is_optional=True)

    objects = MonthRemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("catatan bulan")
        verbose_name_plural = _("catatan bulan")
        constraints = [
            all_or_none(
                "answered_at",
                "answered_by",
                name="clinics_remark_answered",
                message=_("Jawaban mencatat siapa dan kapan."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
