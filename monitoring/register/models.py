"""The register of buildings: estates, their blocks and units, facilities and tariffs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import track_changes
from krs_portal.kit.constraints import all_or_none, at_least, in_order
from krs_portal.offices.models import Office, Region
from monitoring.register.enums import (
    Beneficiary,
    Condition,
    CoordinateQuality,
    EmptyReason,
    EstateKind,
    FacilityKind,
    LandStatus,
    TariffBand,
    UnitState,
)
from monitoring.register.querysets import BlockQuerySet, EstateQuerySet, UnitQuerySet
from monitoring.register.triggers import BLOCKS, ESTATES, UNITS


@track_changes()
class Estate(models.Model):
    """A rusun (flats) or rusus (special-purpose houses): one location with one or more blocks.

    `office` is the agency responsible for it.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="estates", verbose_name=_("dinas"))
    kind = models.CharField(_("jenis"), max_length=6, choices=EstateKind, default=EstateKind.RUSUN)
    code = models.CharField(_("ID rusun"), max_length=40, blank=True)
    name = models.CharField(_("nama"), max_length=200)
    package_name = models.CharField(_("nama paket"), max_length=300, blank=True)
    beneficiary = models.CharField(_("penerima manfaat"), max_length=20, choices=Beneficiary)
    address = models.CharField(_("alamat"), max_length=400, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="estates", verbose_name=_("kab/kota"))
    latitude = models.DecimalField(_("lintang"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("bujur"), max_digits=9, decimal_places=6, null=True, blank=True)
    coordinate_quality = models.CharField(
        _("mutu koordinat"), max_length=12, choices=CoordinateQuality, default=CoordinateQuality.MISSING
    )
    built_year = models.PositiveSmallIntegerField(_("tahun terbangun"), null=True, blank=True)
    budget_year_first = models.PositiveSmallIntegerField(_("tahun anggaran pertama"), null=True, blank=True)
    budget_year_last = models.PositiveSmallIntegerField(_("tahun anggaran terakhir"), null=True, blank=True)
    builder = models.CharField(_("pembangun"), max_length=120, blank=True)
    proposer = models.CharField(_("pengusul"), max_length=120, blank=True)
    unit_type = models.CharField(_("tipe"), max_length=30, blank=True)
    variant = models.CharField(_("varian"), max_length=40, blank=True)
    floors = models.PositiveSmallIntegerField(_("jumlah lantai"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("kapasitas hunian (orang)"), null=True, blank=True)
    condition = models.CharField(_("kondisi bangunan"), max_length=10, choices=Condition, blank=True)
    condition_in = models.ForeignKey(
        "monitoring.Round",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kondisi dari putaran"),
    )
    land_status = models.CharField(_("status lahan"), max_length=10, choices=LandStatus, blank=True)
    manager = models.CharField(_("pengelola"), max_length=150, blank=True)
    occupied_since_on = models.DateField(_("dihuni sejak"), null=True, blank=True)
    stay_limit_years = models.PositiveSmallIntegerField(_("masa sewa terlama (tahun)"), null=True, blank=True)
    lease_years = models.PositiveSmallIntegerField(_("lama satu perjanjian (tahun)"), null=True, blank=True)
    stay_rule_source = models.CharField(_("dasar aturan masa sewa"), max_length=200, blank=True)
    notes = models.TextField(_("keterangan"), blank=True)
    closed_on = models.DateField(_("tidak digunakan lagi sejak"), null=True, blank=True)
    created_at = models.DateTimeField(_("dicatat"), default=timezone.now)

    objects = EstateQuerySet.as_manager()

    class Meta:
        verbose_name = _("rusun atau rusus")
        verbose_name_plural = _("rusun dan rusus")
        triggers = ESTATES
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="monitoring_estate_code_once",
                violation_error_message=_("ID rusun ini sudah terdaftar."),
            ),
            all_or_none(
                "latitude",
                "longitude",
                name="monitoring_estate_point_whole",
                message=_("Lintang dan bujur diisi keduanya atau tidak sama sekali."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True) | Q(latitude__range=(-12, 7), longitude__range=(94, 142)),
                name="monitoring_estate_point_in_indonesia",
                violation_error_message=_("Koordinat ini di luar Indonesia; mungkin lintang dan bujur tertukar."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, coordinate_quality=CoordinateQuality.MISSING)
                | (Q(latitude__isnull=False) & ~Q(coordinate_quality=CoordinateQuality.MISSING)),
                name="monitoring_estate_point_quality",
                violation_error_message=_("Mutu koordinat tidak sesuai dengan ada tidaknya koordinat."),
            ),
            in_order(
                "budget_year_first",
                "budget_year_last",
                name="monitoring_estate_budget_order",
                message=_("Tahun anggaran terakhir mendahului yang pertama."),
            ),
            in_order(
                "lease_years",
                "stay_limit_years",
                name="monitoring_estate_lease_within_limit",
                message=_("Satu perjanjian tidak boleh lebih lama daripada masa sewa terlama."),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "name", "id"], name="monitoring_estate_by_office"),
            models.Index(fields=["region", "kind"], name="monitoring_estate_by_region"),
            models.Index(fields=["name", "id"], name="monitoring_estate_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


@track_changes()
class Block(models.Model):
    """A tower, or several towers counted together while their figures are not known one by one.

    Its figures come from exactly one place: from its `Unit` rows and their tenancies if `is_listed`, otherwise from the
    declared numbers. A constraint forbids both.
    """

    estate = models.ForeignKey(Estate, models.CASCADE, related_name="blocks", verbose_name=_("rusun atau rusus"))
    name = models.CharField(_("nama blok"), max_length=60, default="A")
    towers = models.PositiveSmallIntegerField(_("jumlah tower"), default=1)
    floors = models.PositiveSmallIntegerField(_("jumlah lantai"), null=True, blank=True)
    is_listed = models.BooleanField(_("unit didaftar satu per satu"), default=False)
    declared_units = models.PositiveIntegerField(_("jumlah unit"), null=True, blank=True)
    declared_occupied = models.PositiveIntegerField(_("unit terhuni"), null=True, blank=True)
    declared_on = models.DateField(_("data per tanggal"), null=True, blank=True)
    declared_in = models.ForeignKey(
        "monitoring.Round",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("angka dari putaran"),
    )

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("blok")
        verbose_name_plural = _("blok")
        triggers = BLOCKS
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "name"],
                name="monitoring_block_name_once",
                violation_error_message=_("Nama blok ini sudah ada di lokasi yang sama."),
            ),
            models.CheckConstraint(
                condition=Q(is_listed=False)
                | Q(
                    declared_units__isnull=True,
                    declared_occupied__isnull=True,
                    declared_on__isnull=True,
                    declared_in__isnull=True,
                ),
                name="monitoring_block_counted_once",
                violation_error_message=_("Blok yang unitnya didaftar tidak memakai angka gabungan."),
            ),
            models.CheckConstraint(
                condition=Q(declared_occupied__isnull=True)
                | Q(declared_units__isnull=False, declared_occupied__lte=F("declared_units")),
                name="monitoring_block_occupied_fits",
                violation_error_message=_("Unit terhuni melebihi jumlah unit."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@track_changes()
class Unit(models.Model):
    """One dwelling of a listed block."""

    block = models.ForeignKey(Block, models.CASCADE, related_name="units", verbose_name=_("blok"))
    number = models.CharField(_("nomor"), max_length=20)
    floor = models.PositiveSmallIntegerField(_("lantai"), default=1)
    unit_type = models.CharField(_("tipe"), max_length=30, blank=True)
    state = models.CharField(_("keadaan"), max_length=10, choices=UnitState, default=UnitState.HABITABLE)
    empty_reason = models.CharField(_("sebab kosong"), max_length=20, choices=EmptyReason, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("unit")
        triggers = UNITS
        constraints = [
            models.UniqueConstraint(
                fields=["block", "number"],
                name="monitoring_unit_number_once",
                violation_error_message=_("Nomor unit ini sudah ada di blok yang sama."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.block} {self.number}"


@track_changes()
class Facility(models.Model):
    """Water, power, roads …: is it present, connected, working? Null while nobody has answered."""

    estate = models.ForeignKey(Estate, models.CASCADE, related_name="facilities")
    kind = models.CharField(_("fasilitas"), max_length=12, choices=FacilityKind)
    is_present = models.BooleanField(_("ada"), null=True, blank=True)
    is_connected = models.BooleanField(_("tersambung"), null=True, blank=True)
    is_working = models.BooleanField(_("berfungsi"), null=True, blank=True)
    note = models.CharField(_("catatan"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("fasilitas")
        verbose_name_plural = _("fasilitas")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "kind"],
                name="monitoring_facility_once",
                violation_error_message=_("Fasilitas ini sudah dicatat."),
            ),
            models.CheckConstraint(
                condition=~Q(is_present=False)
                | (
                    (Q(is_working=False) | Q(is_working__isnull=True))
                    & (Q(is_connected=False) | Q(is_connected__isnull=True))
                ),
                name="monitoring_facility_absent_works_not",
                violation_error_message=_("Fasilitas yang tidak ada tidak mungkin tersambung atau berfungsi."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


@track_changes()
class Wage(models.Model):
    """A province's minimum wage (UMP) of a year, with its decree; a third of it caps the rent of MBR."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("provinsi"))
    year = models.PositiveSmallIntegerField(_("tahun"))
    amount = models.PositiveIntegerField(_("UMP (rupiah per bulan)"))
    source = models.CharField(_("sumber"), max_length=200)

    class Meta:
        verbose_name = _("upah minimum provinsi")
        verbose_name_plural = _("upah minimum provinsi")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "year"],
                name="monitoring_wage_once_a_year",
                violation_error_message=_("UMP provinsi ini untuk tahun itu sudah ada."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.year}"


@track_changes()
class Tariff(models.Model):
    """The rent of an estate from a day on, with what it was computed from (Permen PUPR 7/2022 Ps 49-50)."""

    estate = models.ForeignKey(Estate, models.CASCADE, related_name="tariffs")
    valid_from = models.DateField(_("berlaku dari"))
    floor = models.PositiveSmallIntegerField(_("lantai"), null=True, blank=True)
    band = models.CharField(_("struktur"), max_length=20, choices=TariffBand)
    operating_cost = models.PositiveBigIntegerField(_("biaya operasional per bulan"))
    upkeep_cost = models.PositiveBigIntegerField(_("biaya pemeliharaan per bulan"))
    units = models.PositiveIntegerField(_("jumlah unit pembagi"))
    factor = models.DecimalField(_("faktor penyesuai (%)"), max_digits=5, decimal_places=2, default=100)
    amount = models.PositiveIntegerField(_("tarif per unit per bulan (rupiah)"))
    decree = models.CharField(_("dasar penetapan"), max_length=200, blank=True)
    set_at = models.DateTimeField(_("dicatat"), default=timezone.now)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("tarif sewa")
        verbose_name_plural = _("tarif sewa")
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "valid_from", "floor"],
                name="monitoring_tariff_once",
                nulls_distinct=False,
                violation_error_message=_("Tarif untuk tanggal dan lantai ini sudah ada."),
            ),
            at_least("units", 1, name="monitoring_tariff_units", message=_("Pembagi tarif paling sedikit satu unit.")),
        ]

    def __str__(self) -> str:
        return f"{self.estate} {self.valid_from:%Y-%m-%d}"
