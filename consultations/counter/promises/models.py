from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.booking.models.topics import pick_translation
from consultations.counter.models import Consultation
from consultations.counter.promises.enums import CitizenWord, PromiseState, PromiseStep
from consultations.counter.promises.querysets import PromiseQuerySet
from krs_portal.accounts.audit import track_changes
from krs_portal.kit.clock import day_of
from krs_portal.kit.constraints import all_or_none, at_least
from krs_portal.kit.moments import signed_moment
from krs_portal.offices.models import Office


@track_changes()
class PromiseClock(models.Model):
    """How many days a step of the ladder may take, and what is then to be done, in words."""

    step = models.CharField(_("tahap"), max_length=12, choices=PromiseStep, unique=True)
    days = models.PositiveSmallIntegerField(_("jumlah hari"))
    counts_working_days = models.BooleanField(_("hari kerja"), default=True)
    act = models.CharField(_("tindakan berikutnya"), max_length=150)
    act_en = models.CharField(_("tindakan berikutnya dalam bahasa Inggris"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("tenggat tindak lanjut")
        verbose_name_plural = _("tenggat tindak lanjut")
        constraints = [
            at_least("days", 1, name="consultations_clock_runs", message=_("Tenggat paling sedikit satu hari."))
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.days}"

    @property
    def words(self) -> str:
        return pick_translation(self.act, self.act_en)


@track_changes()
class Promise(models.Model):
    """One thing that the clinic will do for the person of a consultation, by a day.

    Without an officer it lies in the head's basket. The days of the ladder are reckoned once, when it is given to
    somebody, so that other clocks or holidays later do not move them.
    """

    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="promises", verbose_name=_("konsultasi")
    )
    office = models.ForeignKey(Office, models.PROTECT, related_name="promises", verbose_name=_("unit kerja"))
    text = models.CharField(_("yang dijanjikan"), max_length=200)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("petugas")
    )
    due_on = models.DateField(_("paling lambat"))
    state = models.CharField(_("status"), max_length=10, choices=PromiseState, default=PromiseState.OPEN)
    made_at, made_by = signed_moment(_("dicatat"), default=timezone.now)
    acknowledge_due_on = models.DateField(_("diterima petugas paling lambat"))
    answer_due_on = models.DateField(_("dijawab paling lambat"))
    close_due_on = models.DateField(_("ditutup paling lambat"))
    acknowledged_at, acknowledged_by = signed_moment(_("diterima petugas"), is_optional=True)
    answer = models.TextField(_("jawaban untuk pemohon"), max_length=1000, blank=True)
    answered_at, answered_by = signed_moment(_("dijawab"), is_optional=True)
    extended_from_on = models.DateField(_("tenggat semula"), null=True, blank=True)
    extension_reason = models.CharField(_("alasan perpanjangan"), max_length=300, blank=True)
    extended_at, extended_by = signed_moment(_("diperpanjang"), is_optional=True)
    settled_note = models.CharField(_("keterangan penutupan"), max_length=300, blank=True)
    settled_at, settled_by = signed_moment(_("ditutup"), is_optional=True)
    citizen_says = models.CharField(_("kata pemohon"), max_length=10, choices=CitizenWord, blank=True)
    citizen_note = models.CharField(_("keterangan pemohon"), max_length=300, blank=True)
    citizen_said_at = models.DateTimeField(_("pemohon menanggapi"), null=True, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("tindak lanjut klinik")
        verbose_name_plural = _("tindak lanjut klinik")
        indexes = [models.Index(fields=["office", "state", "due_on"], name="consultations_promise_due")]
        constraints = [
            all_or_none(
                "acknowledged_at",
                "acknowledged_by",
                name="consultations_promise_taken_by_somebody",
                message=_("Penerimaan mencatat petugas dan waktunya."),
            ),
            all_or_none(
                "answered_at",
                "answered_by",
                name="consultations_promise_answered_by_somebody",
                message=_("Jawaban mencatat petugas dan waktunya."),
            ),
            all_or_none(
                "settled_at",
                "settled_by",
                name="consultations_promise_settled_by_somebody",
                message=_("Penutupan mencatat petugas dan waktunya."),
            ),
            all_or_none(
                "extended_from_on",
                "extended_at",
                "extended_by",
                name="consultations_promise_extended_by_somebody",
                message=_("Perpanjangan mencatat petugas, waktu, dan tenggat semula."),
            ),
            models.CheckConstraint(
                condition=Q(extended_at__isnull=True, extension_reason="")
                | (Q(extended_at__isnull=False) & ~Q(extension_reason="")),
                name="consultations_promise_extended_for_a_reason",
                violation_error_message=_("Tuliskan alasan perpanjangannya."),
            ),
            models.CheckConstraint(
                condition=Q(state=PromiseState.OPEN, settled_at__isnull=True)
                | (~Q(state=PromiseState.OPEN) & Q(settled_at__isnull=False)),
                name="consultations_promise_settled_once_closed",
                violation_error_message=_("Yang selesai atau tidak diperlukan lagi mencatat penutupannya."),
            ),
            models.CheckConstraint(
                condition=~Q(state=PromiseState.NOT_NEEDED, settled_note=""),
                name="consultations_promise_dropped_for_a_reason",
                violation_error_message=_("Tuliskan mengapa tidak diperlukan lagi."),
            ),
            models.CheckConstraint(
                condition=Q(citizen_says="", citizen_said_at__isnull=True)
                | (~Q(citizen_says="") & Q(citizen_said_at__isnull=False)),
                name="consultations_promise_word_has_its_moment",
                violation_error_message=_("Tanggapan pemohon mencatat waktunya."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def settled_on(self) -> date | None:
        """The day on which it was closed, where the office is."""
        return day_of(self.settled_at, self.office.time_zone) if self.settled_at else None

    def is_late(self, day: date) -> bool:
        """Whether it was kept too late, or is still open after its day; what is not needed any more never is."""
        if self.state == PromiseState.NOT_NEEDED:
            return False
        return (self.settled_on or day) > self.due_on
