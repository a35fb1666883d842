"""Readiness to own: criteria as versioned data, each condition in plain words; what leaves the agency, what returns."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import tracked
from krs_portal.kit.constraints import all_or_none, in_order
from krs_portal.offices.models import Office, Region
from monitoring import guards
from monitoring.enums import BacklogKind, CriterionKind, ObjectionKind, ObjectionState, ReferralAnswer, Verdict
from monitoring.models.occupants import Consent, Household
from monitoring.querysets import (
    AssessmentQuerySet,
    CriterionQuerySet,
    ObjectionQuerySet,
    RecomputationQuerySet,
    ReferralListQuerySet,
    ReferralQuerySet,
)

ANSWER_WITHIN = timedelta(hours=72)  # UU 27/2022 Ps 30: three times 24 hours, not working days


@tracked()
class Programme(models.Model):
    """A way into a home of one's own (Tuku Lemah Oleh Omah, KPR FLPP …) and who offers it."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=150)
    provider = models.CharField(_("penyelenggara"), max_length=150)
    source = models.CharField(_("sumber"), max_length=300)

    class Meta:
        verbose_name = _("program kepemilikan rumah")
        verbose_name_plural = _("program kepemilikan rumah")

    def __str__(self) -> str:
        return self.name


@tracked()
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


@tracked()
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
    """All households of an office (of everybody, without one) assessed anew, chunk by chunk behind `last_household`.

    Each chunk is committed with its place, under a lock on this row: killed at any point, it goes on from there.
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
        return Office.objects.filter(Q(pk=self.office_id) | Q(parent=self.office_id))

    @property
    def percent(self) -> int:
        return 100 if self.finished_at else min(99, self.done * 100 // (self.total or 1))


@tracked()
class Objection(models.Model):
    """A household says that an assessment or its data are wrong; somebody answers, in words (UU 27/2022 Ps 6, 10)."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="objections")
    kind = models.CharField(_("jenis"), max_length=10, choices=ObjectionKind, default=ObjectionKind.OBJECTION)
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="objections", verbose_name=_("program")
    )
    text = models.TextField(_("keberatan atau permintaan"))
    received_at = models.DateTimeField(_("diterima"), default=timezone.now)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(_("status"), max_length=10, choices=ObjectionState, default=ObjectionState.OPEN)
    answer = models.TextField(_("jawaban"), blank=True)
    answered_at = models.DateTimeField(_("dijawab"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("keberatan")
        verbose_name_plural = _("keberatan")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ObjectionKind.OBJECTION, programme__isnull=False)
                | Q(kind=ObjectionKind.CORRECTION, programme__isnull=True),
                name="monitoring_objection_to_programme",
                violation_error_message=_("Keberatan menyebut programnya; permintaan perbaikan data tidak."),
            ),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.OPEN, answered_at__isnull=True, answered_by__isnull=True)
                | (
                    ~Q(state=ObjectionState.OPEN)
                    & Q(answered_at__isnull=False, answered_by__isnull=False)
                    & ~Q(answer="")
                ),
                name="monitoring_objection_answered",
                violation_error_message=_("Keberatan dijawab dengan kata-kata, oleh seseorang."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def answer_due_at(self) -> datetime:
        return self.received_at + ANSWER_WITHIN


@tracked()
class ReferralList(models.Model):
    """Households put forward to a programme or bank in one letter. It leaves the agency once, on `sent_at`."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="lists")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("dinas"))
    recipient = models.CharField(_("tujuan"), max_length=150)
    created_at = models.DateTimeField(_("disusun"), default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("dikirim"), null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

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


@tracked()
class Referral(models.Model):
    """A household on a list, under the consent that lets its data leave, and what came back."""

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


@tracked()
class BacklogFigure(models.Model):
    """A published backlog of a region and year, under the notion it counts and with its source."""

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
