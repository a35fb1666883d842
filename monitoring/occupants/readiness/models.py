"""Readiness to own a home: programmes with their criteria, assessments, referral lists and the answers to them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import track_changes
from krs_portal.kit.constraints import all_or_none, in_order
from krs_portal.kit.moments import signed_moment
from krs_portal.offices.models import Office
from monitoring.occupants import triggers as guards
from monitoring.occupants.models import Consent, Household
from monitoring.occupants.readiness.enums import CriterionKind, ReferralAnswer, Verdict
from monitoring.occupants.readiness.querysets import (
    AssessmentQuerySet,
    CriterionQuerySet,
    RecomputationQuerySet,
    ReferralListQuerySet,
    ReferralQuerySet,
)


@track_changes()
class Programme(models.Model):
    """A programme of home ownership (Tuku Lemah Oleh Omah, KPR FLPP …) and who offers it."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=150)
    provider = models.CharField(_("penyelenggara"), max_length=150)
    source = models.CharField(_("sumber"), max_length=300)

    class Meta:
        verbose_name = _("program kepemilikan rumah")
        verbose_name_plural = _("program kepemilikan rumah")

    def __str__(self) -> str:
        return self.name


@track_changes()
class Criterion(models.Model):
    """One condition of a programme while it is in force, in the words a household reads, with its legal source."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="criteria")
    kind = models.CharField(_("jenis"), max_length=24, choices=CriterionKind)
    parameters = models.JSONField(_("ukuran"), default=dict, blank=True)
    text = models.CharField(_("bunyi syarat"), max_length=300)
    source = models.CharField(_("dasar"), max_length=300)
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    valid_from = models.DateField(_("berlaku dari"))
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("syarat")
        verbose_name_plural = _("syarat")
        constraints = [
            in_order(
                "valid_from",
                "valid_until",
                name="monitoring_criterion_order",
                message=_("Masa berlaku berakhir sebelum dimulai."),
            ),
            models.UniqueConstraint(
                fields=["programme", "kind", "valid_from"],
                name="monitoring_criterion_once",
                violation_error_message=_("Syarat ini sudah ada untuk tanggal mulai yang sama."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


@track_changes()
class IncomeLimit(models.Model):
    """The highest income of MBR in a zone from a day on (Permen PKP 5/2025 and what came before it)."""

    zone = models.PositiveSmallIntegerField(_("zona"))
    # Provinces and kab/kota of the zone by their codes; the longest code that matches wins.
    region_codes = models.JSONField(_("kode wilayah"), default=list)
    single = models.PositiveIntegerField(_("tidak kawin (rupiah)"))
    married = models.PositiveIntegerField(_("kawin (rupiah)"))
    tapera = models.PositiveIntegerField(_("peserta Tapera (rupiah)"), null=True, blank=True)
    source = models.CharField(_("sumber"), max_length=200)
    valid_from = models.DateField(_("berlaku dari"))
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("batas penghasilan MBR")
        verbose_name_plural = _("batas penghasilan MBR")
        constraints = [
            in_order(
                "valid_from",
                "valid_until",
                name="monitoring_limit_order",
                message=_("Masa berlaku berakhir sebelum dimulai."),
            ),
            models.UniqueConstraint(
                fields=["zone", "valid_from"],
                name="monitoring_limit_once",
                violation_error_message=_("Batas zona ini sudah ada untuk tanggal mulai yang sama."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.valid_from:%Y-%m-%d}"


class Assessment(models.Model):
    """How a household stands towards a programme, computed as at a day. Derived, replaced, never a score.

    The criteria in force on the day are met except those named: in `unmet` the condition fails, for `unknown` a fact
    is missing. The verdict follows from the two (constraint); the sentence of each condition, `readiness` says.
    """

    household = models.ForeignKey(Household, models.CASCADE, related_name="assessments")
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="assessments")
    as_at = models.DateField(_("per tanggal"))
    computed_at = models.DateTimeField(_("dihitung"))
    verdict = models.CharField(_("hasil"), max_length=10, choices=Verdict)
    unmet = ArrayField(models.BigIntegerField(), verbose_name=_("syarat yang belum terpenuhi"), default=list)
    unknown = ArrayField(models.BigIntegerField(), verbose_name=_("syarat yang belum ada datanya"), default=list)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("penilaian kesiapan")
        verbose_name_plural = _("penilaian kesiapan")
        constraints = [
            models.UniqueConstraint(
                fields=["household", "programme"],
                name="monitoring_assessment_once",
                violation_error_message=_("Rumah tangga ini sudah dinilai untuk program itu."),
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.NOT_YET) & ~Q(unmet=[])
                | Q(verdict=Verdict.NEEDS_DATA, unmet=[]) & ~Q(unknown=[])
                | Q(verdict=Verdict.READY, unmet=[], unknown=[]),
                name="monitoring_verdict_follows",
                violation_error_message=_("Hasil penilaian tidak sesuai dengan alasannya."),
            ),
        ]
        indexes = [models.Index(fields=["programme", "verdict", "household"], name="monitoring_assessment_verdict")]

    def __str__(self) -> str:
        return str(self.get_verdict_display())


class Recomputation(models.Model):
    """A run that reassesses all households of an office, or of the nation if there is none, in order of their id.

    Each chunk is committed together with its position (`last_household`) under a lock on this row, so a run that was
    killed continues from there.
    """

    office = models.ForeignKey(Office, models.CASCADE, null=True, blank=True, related_name="+")
    as_at = models.DateField(_("per tanggal"))
    requested_at = models.DateTimeField(_("diminta"))
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    moved_at = models.DateTimeField(_("terakhir bergerak"))
    finished_at = models.DateTimeField(_("selesai"), null=True, blank=True)
    last_household = models.BigIntegerField(default=0)
    done = models.PositiveIntegerField(_("sudah dinilai"), default=0)
    total = models.PositiveIntegerField(_("jumlah rumah tangga"), default=0)

    objects = RecomputationQuerySet.as_manager()

    class Meta:
        verbose_name = _("penilaian ulang")
        verbose_name_plural = _("penilaian ulang")
        constraints = [
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(finished_at__isnull=True),
                nulls_distinct=False,
                name="monitoring_one_recomputation",
                violation_error_message=_("Penilaian ulang sedang berjalan."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"

    @property
    def offices(self) -> models.QuerySet[Office]:
        """The office and those below it."""
        return Office.objects.at_or_below([self.office_id])

    @property
    def percent(self) -> int:
        return 100 if self.finished_at else min(99, self.done * 100 // (self.total or 1))


@track_changes()
class ReferralList(models.Model):
    """Households proposed to a programme or bank in one letter. It is sent once, at `sent_at`."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="lists")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("dinas"))
    recipient = models.CharField(_("tujuan"), max_length=150)
    created_at, created_by = signed_moment(_("disusun"), default=timezone.now)
    sent_at, sent_by = signed_moment(_("dikirim"), is_optional=True)

    objects = ReferralListQuerySet.as_manager()

    class Meta:
        verbose_name = _("daftar usulan")
        verbose_name_plural = _("daftar usulan")
        constraints = [
            all_or_none(
                "sent_at", "sent_by", name="monitoring_list_sent_by", message=_("Daftar dikirim oleh seseorang.")
            )
        ]
        triggers = [guards.LEFT_ONCE]

    def __str__(self) -> str:
        return f"{self.programme} – {self.recipient}"


@track_changes()
class Referral(models.Model):
    """A household on a list, the consent under which its data are sent, and the answer to it."""

    list = models.ForeignKey(ReferralList, models.CASCADE, related_name="referrals")
    household = models.ForeignKey(Household, models.PROTECT, related_name="referrals")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+")
    answer = models.CharField(_("jawaban"), max_length=10, choices=ReferralAnswer, default=ReferralAnswer.WAITING)
    answered_on = models.DateField(_("dijawab"), null=True, blank=True)
    note = models.CharField(_("keterangan"), max_length=300, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("usulan")
        verbose_name_plural = _("usulan")
        constraints = [
            models.UniqueConstraint(
                fields=["list", "household"],
                name="monitoring_referral_once",
                violation_error_message=_("Rumah tangga ini sudah ada dalam daftar."),
            ),
            models.CheckConstraint(
                condition=Q(answer=ReferralAnswer.WAITING, answered_on__isnull=True)
                | (~Q(answer=ReferralAnswer.WAITING) & Q(answered_on__isnull=False)),
                name="monitoring_referral_answered_on",
                violation_error_message=_("Jawaban disertai tanggalnya."),
            ),
        ]
        triggers = [guards.SENT_IS_FROZEN]

    def __str__(self) -> str:
        return str(self.household)
