"""Who lives there.

Financial and children's data are specific data (UU 27/2022 Ps 4): stored encrypted, shown for a recorded purpose.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts import nik
from krs_portal.accounts.audit import track_changes
from krs_portal.accounts.enums import Sex
from krs_portal.kit.constraints import all_or_none, in_order
from krs_portal.kit.moments import signed_moment
from krs_portal.kit.sealing import EncryptedCharField, EncryptedDateField, LookupField
from krs_portal.offices.models import Region
from monitoring.occupants import triggers as guards
from monitoring.occupants.enums import ConsentPurpose, Education, MaritalStatus, Relation
from monitoring.occupants.private import PrivateAmount
from monitoring.occupants.querysets import ConsentQuerySet, HouseholdQuerySet, MemberQuerySet, TenancyQuerySet
from monitoring.register.models import Estate, Unit
from monitoring.register.triggers import TENANCIES


@track_changes()
class Household(models.Model):
    """A household that lives or lived in an estate. Tri-state answers are null until they are known."""

    estate = models.ForeignKey(Estate, models.PROTECT, related_name="households", verbose_name=_("rusun atau rusus"))
    name = models.CharField(_("nama kepala keluarga"), max_length=150)
    kk_ciphertext = EncryptedCharField(_("nomor KK"), max_length=16, blank=True, null=True)
    kk_lookup = LookupField(of="kk_ciphertext")
    phone = models.CharField(_("telepon"), max_length=20, blank=True)
    origin = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kab/kota asal")
    )
    member_count = models.PositiveSmallIntegerField(_("jumlah anggota"), null=True, blank=True)
    marital_status = models.CharField(_("status perkawinan"), max_length=10, choices=MaritalStatus, blank=True)
    education = models.CharField(_("pendidikan"), max_length=10, choices=Education, blank=True)
    occupation = models.CharField(_("pekerjaan"), max_length=60, blank=True)
    workplace = models.CharField(_("tempat kerja"), max_length=150, blank=True)
    income = PrivateAmount(_("penghasilan per bulan"), null=True, blank=True)
    spouse_income = PrivateAmount(_("penghasilan pasangan per bulan"), null=True, blank=True)
    savings = PrivateAmount(_("tabungan"), null=True, blank=True)
    instalment = PrivateAmount(_("kemampuan mengangsur per bulan"), null=True, blank=True)
    owns_house = models.BooleanField(_("punya rumah lain"), null=True, blank=True)
    land_width = models.DecimalField(_("lebar tanah (m)"), max_digits=6, decimal_places=2, null=True, blank=True)
    land_length = models.DecimalField(_("panjang tanah (m)"), max_digits=6, decimal_places=2, null=True, blank=True)
    has_land = models.BooleanField(_("punya atau menguasai tanah"), null=True, blank=True)
    wants_to_own = models.BooleanField(_("berminat memiliki rumah"), null=True, blank=True)
    scheme = models.CharField(_("skema yang diminati"), max_length=80, blank=True)
    in_welfare_data = models.BooleanField(_("terdaftar DTKS/DTSEN"), null=True, blank=True)
    decile = models.PositiveSmallIntegerField(_("desil"), null=True, blank=True)
    has_tapera = models.BooleanField(_("peserta Tapera"), null=True, blank=True)
    # Codes of the documents that exist; null while nobody has checked.
    documents = models.JSONField(_("dokumen yang lengkap"), null=True, blank=True)
    # Fields with an implausible value (see plausible.py); they are left out of assessments until corrected.
    doubts = ArrayField(models.CharField(max_length=20), verbose_name=_("perlu koreksi"), default=list, blank=True)
    created_at = models.DateTimeField(_("dicatat"), default=timezone.now)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("rumah tangga")
        verbose_name_plural = _("rumah tangga")
        constraints = [
            models.CheckConstraint(
                condition=Q(decile__isnull=True) | Q(decile__range=(1, 10)),
                name="monitoring_household_decile",
                violation_error_message=_("Desil adalah angka 1 sampai 10."),
            ),
            models.CheckConstraint(
                # A comparison with NULL is neither true nor false, and CHECK lets that pass: hence the `isnull` here.
                condition=Q(land_width__isnull=True, land_length__isnull=True)
                | Q(land_width__isnull=False, land_length__isnull=False, land_width__gt=0, land_length__gt=0),
                name="monitoring_household_land_size",
                violation_error_message=_("Lebar dan panjang tanah diisi keduanya, lebih dari nol."),
            ),
            models.UniqueConstraint(
                fields=["estate", "kk_lookup"],
                condition=~Q(kk_lookup=""),
                name="monitoring_household_once",
                violation_error_message=_("Nomor KK ini sudah terdaftar di lokasi yang sama."),
            ),
        ]
        indexes = [
            models.Index(fields=["estate", "id"], name="monitoring_household_by_estate"),
            models.Index(fields=["name", "id"], name="monitoring_household_by_name"),
            models.Index(fields=["estate"], condition=~Q(doubts=[]), name="monitoring_household_doubted"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kk_masked(self) -> str:
        return nik.mask_nik(self.kk_ciphertext or "")


@track_changes()
class Member(models.Model):
    """A person of a household."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="members")
    name = models.CharField(_("nama"), max_length=150)
    nik_ciphertext = EncryptedCharField(_("NIK"), max_length=16, blank=True, null=True)
    nik_lookup = LookupField(of="nik_ciphertext")
    sex = models.CharField(_("jenis kelamin"), max_length=6, choices=Sex, blank=True)
    born_on = EncryptedDateField(_("tanggal lahir"), null=True, blank=True)
    relation = models.CharField(_("hubungan"), max_length=6, choices=Relation, default=Relation.OTHER)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("anggota rumah tangga")
        verbose_name_plural = _("anggota rumah tangga")
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(relation=Relation.HEAD),
                name="monitoring_one_head_per_household",
                violation_error_message=_("Rumah tangga ini sudah punya kepala keluarga."),
            ),
            models.UniqueConstraint(
                fields=["household", "nik_lookup"],
                condition=~Q(nik_lookup=""),
                name="monitoring_member_nik_once",
                violation_error_message=_("NIK ini sudah tercatat dalam rumah tangga yang sama."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def nik_masked(self) -> str:
        return nik.mask_nik(self.nik_ciphertext or "")


@track_changes()
class Tenancy(models.Model):
    """A household's stay in a unit: the contract from `started_on` to `ends_on`, ended in fact on `ended_on`."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="tenancies", verbose_name=_("unit"))
    household = models.ForeignKey(Household, models.PROTECT, related_name="tenancies", verbose_name=_("rumah tangga"))
    started_on = models.DateField(_("mulai sewa"))
    ends_on = models.DateField(_("akhir perjanjian"), null=True, blank=True)
    ended_on = models.DateField(_("keluar"), null=True, blank=True)
    extension = models.PositiveSmallIntegerField(_("perpanjangan ke-"), default=0)
    rent = models.PositiveIntegerField(_("sewa per bulan (rupiah)"), null=True, blank=True)
    arrears = PrivateAmount(_("tunggakan (rupiah)"), null=True, blank=True)
    # Only whether there are any, for lists and filters: the amount is specific data and encrypted.
    has_arrears = models.BooleanField(_("menunggak"), null=True, editable=False)

    objects = TenancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("penghunian")
        verbose_name_plural = _("penghunian")
        triggers = TENANCIES
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(ended_on__isnull=True),
                name="monitoring_one_tenancy_per_unit",
                violation_error_message=_("Unit ini sudah dihuni rumah tangga lain."),
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(ended_on__isnull=True),
                name="monitoring_one_home_per_household",
                violation_error_message=_("Rumah tangga ini sudah menghuni unit lain."),
            ),
            in_order(
                "started_on",
                "ends_on",
                name="monitoring_lease_order",
                message=_("Perjanjian berakhir sebelum dimulai."),
                strict=True,
            ),
            all_or_none(
                "arrears",
                "has_arrears",
                name="monitoring_arrears_known",
                message=_("Ada tidaknya tunggakan tidak sesuai dengan besarnya."),
            ),
            in_order(
                "started_on", "ended_on", name="monitoring_stay_order", message=_("Penghuni keluar sebelum masuk.")
            ),
        ]
        indexes = [
            models.Index(fields=["ends_on"], condition=Q(ended_on__isnull=True), name="monitoring_lease_by_end"),
            models.Index(fields=["household", "-started_on"], name="monitoring_tenancy_by_home"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.household}"

    def save(self, *args: Any, **options: Any) -> None:
        self.clean()
        super().save(*args, **options)

    def clean(self) -> None:
        self.has_arrears = None if self.arrears is None else self.arrears > 0


@track_changes()
class Consent(models.Model):
    """A household's consent to one use of its data, to the text of one version, until it is withdrawn."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("tujuan"), max_length=10, choices=ConsentPurpose)
    text_version = models.CharField(_("versi naskah"), max_length=20)
    given_on = models.DateField(_("diberikan"))
    recorded_at, recorded_by = signed_moment(_("dicatat"), default=timezone.now)
    withdrawn_at, withdrawn_by = signed_moment(_("ditarik"), is_optional=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("persetujuan")
        verbose_name_plural = _("persetujuan")
        constraints = [
            models.UniqueConstraint(
                fields=["household", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="monitoring_consent_once",
                violation_error_message=_("Persetujuan untuk tujuan ini masih berlaku."),
            ),
            all_or_none(
                "withdrawn_at",
                "withdrawn_by",
                name="monitoring_consent_withdrawn_by",
                message=_("Penarikan persetujuan menyebut petugas yang mencatatnya."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())


class Disclosure(models.Model):
    """Somebody saw specific data of a household: who, when, for what purpose. Never changed (trigger)."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="disclosures")
    seen_at, seen_by = signed_moment(_("dilihat"))
    purpose = models.CharField(_("keperluan"), max_length=200)

    class Meta:
        verbose_name = _("pembukaan data")
        verbose_name_plural = _("pembukaan data")
        indexes = [models.Index(fields=["household", "-seen_at"], name="monitoring_disclosure_newest")]
        triggers = [guards.WRITTEN_ONCE]

    def __str__(self) -> str:
        return f"{self.seen_by} {self.seen_at:%Y-%m-%d %H:%M}"


@track_changes()
class DisclosureRelease(models.Model):
    """A head lets somebody open specific data of more households than the limit of an hour, for a while."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="disclosure_releases")
    reason = models.CharField(_("alasan"), max_length=200)
    granted_at, granted_by = signed_moment(_("diizinkan"))
    ends_at = models.DateTimeField(_("berlaku sampai"))

    class Meta:
        verbose_name = _("izin melewati batas pembukaan data")
        verbose_name_plural = _("izin melewati batas pembukaan data")
        constraints = [
            in_order(
                "granted_at",
                "ends_at",
                name="monitoring_release_ends_later",
                message=_("Izin berakhir sesudah diberikan."),
                strict=True,
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.ends_at:%Y-%m-%d %H:%M}"
