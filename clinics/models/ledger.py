from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinics.enums import Cause
from clinics.models.targets import CountingRule, Indicator, PeriodException
from clinics.querysets import LedgerQuerySet, MonthTallyQuerySet, TallyQuerySet
from clinics.triggers import APPEND_ONLY, GUARD, TALLY
from krs_portal.kit.constraints import not_after
from krs_portal.offices.models import Office


class LedgerEntry(models.Model):
    """One posting: so much of an indicator, for an office, on a day, from a source, under a rule.

    Append-only by the database. A correction posts a reversal (the same with the sign turned) and a new entry.
    `happened_on` decides which period it counts for, `recorded_at` since when it is known.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", db_index=False)
    rule = models.ForeignKey(CountingRule, models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    happened_on = models.DateField(_("terjadi"))
    recorded_at = models.DateTimeField(_("dicatat"))
    source_kind = models.SlugField(_("jenis sumber"), max_length=20, db_index=False)
    source_key = models.BigIntegerField(_("kunci sumber"))
    quantity = models.IntegerField(_("jumlah"))
    reversal_of = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    cause = models.CharField(_("sebab"), max_length=10, choices=Cause, default=Cause.CLOSED, db_default=Cause.CLOSED)
    exception = models.ForeignKey(PeriodException, models.PROTECT, null=True, blank=True, related_name="entries")
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = _("entri buku capaian")
        verbose_name_plural = _("buku capaian")
        triggers = [*APPEND_ONLY, GUARD, TALLY]
        indexes = [
            models.Index(fields=["office", "indicator", "happened_on", "id"], name="clinics_entry_by_office"),
            models.Index(fields=["source_kind", "source_key"], name="clinics_entry_by_source"),
            # What changed a figure since a moment: the few entries that count nothing for the first time. The index
            # alone answers.
            models.Index(
                fields=["indicator", "happened_on"],
                include=["office", "recorded_at", "cause", "quantity"],
                condition=Q(cause__in=Cause.list_changing()),
                name="clinics_entry_changing",
            ),
            # The entries of one day of recording. They are appended in this order, so a few pages hold them.
            BrinIndex(fields=["recorded_at"], pages_per_range=16, autosummarize=True, name="clinics_entry_recorded"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reversal_of__isnull=True, quantity__gt=0) | Q(reversal_of__isnull=False, quantity__lt=0),
                name="clinics_entry_sign",
                violation_error_message=_("Entri bernilai positif; pembalikan bernilai negatif."),
            ),
            not_after(
                "happened_on",
                "recorded_at",
                name="clinics_entry_not_in_future",
                message=_("Tanggal kejadian tidak boleh sesudah tanggal pencatatan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.quantity:+d} {self.happened_on}"


class Tally(models.Model):
    """Sum of the ledger by indicator, office, day happened and day recorded (WIB). Written by a trigger only."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    happened_on = models.DateField()
    recorded_on = models.DateField()
    quantity = models.BigIntegerField()
    entries = models.BigIntegerField()

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "office", "happened_on", "recorded_on"], name="clinics_tally_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.happened_on}: {self.quantity}"


class MonthTally(models.Model):
    """Sum of the ledger by indicator, office and month happened, as known now. Written by a trigger only."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    quantity = models.BigIntegerField()
    entries = models.BigIntegerField()

    objects = MonthTallyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "office", "month"], name="clinics_monthtally_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.quantity}"
