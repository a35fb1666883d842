from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.counter.assistance.enums import RUNNING, AssistanceKind, AssistanceState, list_better_parts
from consultations.counter.assistance.querysets import AssistanceQuerySet
from consultations.counter.models import Consultation
from consultations.people.models.house import House
from krs_portal.accounts.audit import track_changes
from krs_portal.kit.constraints import in_order
from krs_portal.kit.moments import signed_moment
from krs_portal.offices.models import Office


@track_changes()
class Assistance(models.Model):
    """One thing that an office does for one house: what, for whom, by whom, and how far it has come."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="assistances", verbose_name=_("unit kerja"))
    house = models.ForeignKey(House, models.PROTECT, related_name="assistances", verbose_name=_("rumah"))
    consultations = models.ManyToManyField(
        Consultation, related_name="assistances", verbose_name=_("dari konsultasi"), blank=True
    )
    kind = models.CharField(_("bantuan"), max_length=12, choices=AssistanceKind)
    applicant = models.CharField(_("diminta oleh"), max_length=150)
    asked_on = models.DateField(_("diminta pada"))
    plan = models.TextField(_("yang akan dikerjakan"), max_length=2000)
    due_on = models.DateField(_("rencana selesai"), null=True, blank=True)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("petugas"))
    state = models.CharField(_("status"), max_length=10, choices=AssistanceState, default=AssistanceState.PLANNED)
    started_on = models.DateField(_("mulai dikerjakan"), null=True, blank=True)
    finished_on = models.DateField(_("selesai"), null=True, blank=True)
    result = models.TextField(_("yang sudah diberikan"), max_length=2000, blank=True)
    recorded_at, recorded_by = signed_moment(_("dicatat"), default=timezone.now)

    objects = AssistanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("bantuan rumah")
        verbose_name_plural = _("bantuan rumah")
        indexes = [
            models.Index(fields=["office", "asked_on", "id"], name="consultations_help_by_office"),
            models.Index(fields=["asked_on", "id"], name="consultations_help_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "house", "kind"],
                condition=Q(state__in=RUNNING),
                name="consultations_help_running_once",
                violation_error_message=_("Bantuan ini untuk rumah ini sedang berjalan; lanjutkan catatannya."),
            ),
            models.CheckConstraint(
                condition=(Q(state=AssistanceState.FINISHED, finished_on__isnull=False) & ~Q(result=""))
                | (~Q(state=AssistanceState.FINISHED) & Q(finished_on__isnull=True)),
                name="consultations_help_finished_on_a_day",
                violation_error_message=_("Bantuan selesai pada suatu hari, dengan apa yang diberikan."),
            ),
            models.CheckConstraint(
                condition=Q(state=AssistanceState.PLANNED, started_on__isnull=True)
                | Q(state__in=(AssistanceState.UNDER_WAY, AssistanceState.FINISHED), started_on__isnull=False)
                | Q(state__in=(AssistanceState.GIVEN_UP, AssistanceState.VOIDED)),
                name="consultations_help_started_on_a_day",
                violation_error_message=_("Yang dikerjakan mencatat kapan dimulai, yang direncanakan belum."),
            ),
            in_order(
                "started_on",
                "finished_on",
                name="consultations_help_order",
                message=_("Bantuan selesai sesudah dimulai."),
            ),
            models.CheckConstraint(
                condition=~Q(applicant="") & ~Q(plan=""),
                name="consultations_help_asked_for",
                violation_error_message=_("Tuliskan siapa yang meminta dan apa yang akan dikerjakan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.house}"

    def is_late(self, day: date) -> bool:
        return self.state in RUNNING and self.due_on is not None and self.due_on < day


@track_changes()
class AssistanceStep(models.Model):
    """A change of an assistance's state, or a correction of a finished one, with the reason where one is due."""

    assistance = models.ForeignKey(Assistance, models.PROTECT, related_name="steps")
    state = models.CharField(_("status"), max_length=10, choices=AssistanceState)
    reason = models.CharField(_("alasan"), max_length=500, blank=True)
    noted_at, noted_by = signed_moment(_("waktu"))

    class Meta:
        verbose_name = _("langkah bantuan")
        verbose_name_plural = _("langkah bantuan")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=(AssistanceState.GIVEN_UP, AssistanceState.VOIDED), reason=""),
                name="consultations_help_ended_for_a_reason",
                violation_error_message=_("Tuliskan alasannya."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.noted_at:%Y-%m-%d %H:%M}"


@track_changes()
class SiteVisit(models.Model):
    """An officer looked at the house: what they found, and how far the work has come."""

    assistance = models.ForeignKey(Assistance, models.PROTECT, related_name="visits")
    visited_on = models.DateField(_("tanggal kunjungan"))
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("petugas"))
    finding = models.TextField(_("temuan"), max_length=2000)
    progress = models.PositiveSmallIntegerField(_("kemajuan dalam persen"), validators=[MaxValueValidator(100)])
    recorded_at, recorded_by = signed_moment(_("dicatat"), default=timezone.now)

    class Meta:
        verbose_name = _("kunjungan rumah")
        verbose_name_plural = _("kunjungan rumah")
        indexes = [models.Index(fields=["assistance", "-visited_on", "-id"], name="consultations_visit_last")]
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="consultations_visit_percent",
                violation_error_message=_("Kemajuan dari 0 sampai 100 persen."),
            ),
            models.CheckConstraint(
                condition=~Q(finding=""),
                name="consultations_visit_found_something",
                violation_error_message=_("Tuliskan apa yang ditemukan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visited_on}: {self.progress} %"


@track_changes()
class HouseImprovement(models.Model):
    """The fact that a house is better than it was, as somebody saw it on a day, part by part.

    `before` and `after` hold the states of those parts that were looked at: see `enums.list_compared_parts`.
    """

    assistance = models.OneToOneField(Assistance, models.PROTECT, related_name="improvement")
    seen_on = models.DateField(_("dilihat pada"))
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("dilihat oleh")
    )
    before = models.JSONField(_("sebelum"), default=dict)
    after = models.JSONField(_("sesudah"), default=dict)
    note = models.CharField(_("keterangan"), max_length=500, blank=True)
    recorded_at, recorded_by = signed_moment(_("dicatat"), default=timezone.now)

    class Meta:
        verbose_name = _("perbaikan rumah")
        verbose_name_plural = _("perbaikan rumah")
        constraints = [
            models.CheckConstraint(
                condition=~Q(before={}) & ~Q(after={}),
                name="consultations_improvement_compared",
                violation_error_message=_("Isi keadaan sebelum dan sesudah."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.seen_on}: {', '.join(list_better_parts(self.before, self.after))}"
