from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import track_changes
from krs_portal.kit.clock import TimeZone
from krs_portal.kit.constraints import in_order
from krs_portal.offices.enums import HolidayKind, OfficeKind, RegionKind, Role
from krs_portal.offices.querysets import HolidayQuerySet, MembershipQuerySet, OfficeQuerySet, RegionQuerySet
from krs_portal.offices.spellings import join_name_column


class Region(models.Model):
    """An administrative region under its Kemendagri code (`33`, `33.74`, `33.74.01`), while the code was valid."""

    code = models.CharField(_("kode"), max_length=8)
    kind = models.CharField(_("jenis"), max_length=10, choices=RegionKind)
    name = models.CharField(_("nama"), max_length=100)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField(_("berlaku dari"), default=date(1945, 8, 17))
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    key = join_name_column()

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("wilayah")
        verbose_name_plural = _("wilayah")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="offices_region_code_once",
                violation_error_message=_("Kode wilayah ini sudah ada untuk tanggal mulai yang sama."),
            ),
            models.CheckConstraint(
                condition=Q(kind=RegionKind.PROVINCE, parent__isnull=True)
                | (~Q(kind=RegionKind.PROVINCE) & Q(parent__isnull=False)),
                name="offices_region_has_parent",
                violation_error_message=_("Hanya provinsi yang tidak berada di bawah wilayah lain."),
            ),
            in_order(
                "valid_from",
                "valid_until",
                name="offices_region_valid_order",
                message=_("Masa berlaku berakhir sebelum dimulai."),
            ),
        ]
        indexes = [
            models.Index(fields=["parent", "name"], name="offices_region_by_parent"),
            models.Index(fields=["key"], name="offices_region_by_key", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        prefix = {RegionKind.KABUPATEN: "Kab. ", RegionKind.KOTA: "Kota ", RegionKind.KECAMATAN: "Kec. "}
        return f"{prefix.get(RegionKind(self.kind), '')}{self.name}"


@track_changes()
class RegionAlias(models.Model):
    """What people call a region besides its name: in short, as it was called before, as others spell it."""

    name = models.CharField(_("sebutan"), max_length=100)
    region = models.ForeignKey(Region, models.CASCADE, related_name="aliases", verbose_name=_("wilayah"))
    key = join_name_column()

    class Meta:
        verbose_name = _("sebutan wilayah")
        verbose_name_plural = _("sebutan wilayah")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "region"],
                name="offices_alias_once",
                violation_error_message=_("Sebutan ini sudah ada."),
            ),
            models.CheckConstraint(
                condition=~Q(key=""),
                name="offices_alias_has_letters",
                violation_error_message=_("Sebutan terdiri atas huruf atau angka."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.region}"


class Village(models.Model):
    """A desa or kelurahan: only to find the kecamatan, and so the kab/kota, that it lies in."""

    code = models.CharField(_("kode"), max_length=13, unique=True)
    name = models.CharField(_("nama"), max_length=100)
    district = models.ForeignKey(Region, models.CASCADE, related_name="villages", verbose_name=_("kecamatan"))
    key = join_name_column()

    class Meta:
        verbose_name = _("desa atau kelurahan")
        verbose_name_plural = _("desa dan kelurahan")
        indexes = [models.Index(fields=["key"], name="offices_village_by_key", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.name


@track_changes()
class Office(models.Model):
    """A balai, satker, directorate or housing agency. Its code is stable; names and regions change with dates."""

    code = models.SlugField(_("kode"), max_length=20, unique=True)
    kind = models.CharField(_("jenis"), max_length=20, choices=OfficeKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    time_zone = models.CharField(_("zona waktu"), max_length=20, choices=TimeZone, default=TimeZone.WIB)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="offices_seated")
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    phone = models.CharField(_("telepon"), max_length=30, blank=True)
    email = models.EmailField(_("surel"), blank=True)
    opened_on = models.DateField(_("berdiri"), default=date(2020, 6, 19))
    closed_on = models.DateField(_("ditutup"), null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit kerja")
        verbose_name_plural = _("unit kerja")
        constraints = [
            in_order(
                "opened_on", "closed_on", name="offices_office_life_order", message=_("Unit ditutup sebelum berdiri.")
            ),
        ]

    def __str__(self) -> str:
        return getattr(self, "name", None) or self.code

    def list_ids_at_or_above(self) -> list[int]:
        """The keys of this office and of those above it, nearest first."""
        parent = self.parent
        return [pk for pk in (self.pk, self.parent_id, parent.parent_id if parent else None) if pk]

    def name_on(self, day: date) -> str:
        """The full name that was valid on the day; the first one known for days before it."""
        return OfficeName.objects.best(self, day).name


@track_changes()
class Succession(models.Model):
    """That an office goes on in another one after its end: in one where it was merged, in several where it was split.

    `share` is the part of its work that goes there, in percent, where the decree says so; it is never guessed.
    """

    predecessor = models.ForeignKey(Office, models.PROTECT, related_name="successions", verbose_name=_("unit asal"))
    successor = models.ForeignKey(Office, models.PROTECT, related_name="origins", verbose_name=_("unit penerus"))
    share = models.PositiveSmallIntegerField(_("bagian, persen"), null=True, blank=True)
    decree = models.CharField(_("dasar penetapan"), max_length=200)

    class Meta:
        verbose_name = _("penerusan unit")
        verbose_name_plural = _("penerusan unit")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="offices_succession_once",
                violation_error_message=_("Unit penerus ini sudah tercatat."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="offices_succession_by_another",
                violation_error_message=_("Unit diteruskan oleh unit lain, bukan oleh dirinya."),
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__range=(1, 100)),
                name="offices_succession_share",
                violation_error_message=_("Bagian adalah 1 sampai 100 persen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class OfficeNameQuerySet(models.QuerySet["OfficeName"]):
    def best(self, office: Office, day: date) -> OfficeName:
        named = self.filter(office=office).order_by("-valid_from")
        return named.filter(valid_from__lte=day).first() or named.last() or OfficeName(name=office.code)


@track_changes()
class OfficeName(models.Model):
    """A name of an office from a day on, until the next one (BP2P Jawa III → BP3KP Jawa III)."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="names")
    name = models.CharField(_("nama"), max_length=200)
    short_name = models.CharField(_("singkatan"), max_length=60)
    valid_from = models.DateField(_("berlaku dari"), default=date(2020, 6, 19))

    objects = OfficeNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("nama unit kerja")
        verbose_name_plural = _("nama unit kerja")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "valid_from"],
                name="offices_name_once_a_day",
                violation_error_message=_("Unit ini sudah punya nama mulai tanggal itu."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@track_changes()
class Coverage(models.Model):
    """A region an office serves, while it serves it."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="coverage")
    region = models.ForeignKey(Region, models.PROTECT, related_name="coverage")
    valid_from = models.DateField(_("berlaku dari"), default=date(2020, 6, 19))
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("wilayah kerja")
        verbose_name_plural = _("wilayah kerja")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "region", "valid_from"],
                name="offices_coverage_once",
                violation_error_message=_("Wilayah ini sudah tercatat untuk unit ini."),
            ),
            in_order(
                "valid_from",
                "valid_until",
                name="offices_coverage_valid_order",
                message=_("Masa berlaku berakhir sebelum dimulai."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} – {self.region}"


@track_changes()
class Membership(models.Model):
    """A person's role in an office; everything a person may see or do begins here."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    office = models.ForeignKey(Office, models.PROTECT, related_name="memberships")
    role = models.CharField(_("peran"), max_length=10, choices=Role)
    started_on = models.DateField(_("mulai"))
    ended_on = models.DateField(_("berakhir"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("keanggotaan")
        verbose_name_plural = _("keanggotaan")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office", "role"],
                condition=Q(ended_on__isnull=True),
                name="offices_membership_once",
                violation_error_message=_("Peran ini sudah dimiliki orang tersebut di unit ini."),
            ),
            in_order(
                "started_on", "ended_on", name="offices_membership_order", message=_("Peran berakhir sebelum dimulai.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()} – {self.office}"


@track_changes()
class Holiday(models.Model):
    """A day on which offices are closed: in the whole country, or in a region. Editable; seeded by `load_reference`."""

    day_on = models.DateField(_("tanggal"))
    name = models.CharField(_("nama"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=12, choices=HolidayKind, default=HolidayKind.NATIONAL)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="holidays")
    is_observed = models.BooleanField(_("kantor tutup"), default=True)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("hari libur")
        verbose_name_plural = _("hari libur")
        constraints = [
            models.UniqueConstraint(
                fields=["day_on", "name", "region"],
                name="offices_holiday_once",
                nulls_distinct=False,
                violation_error_message=_("Hari libur ini sudah ada."),
            ),
            models.CheckConstraint(
                condition=Q(kind=HolidayKind.REGIONAL, region__isnull=False)
                | (~Q(kind=HolidayKind.REGIONAL) & Q(region__isnull=True)),
                name="offices_regional_holiday_has_region",
                violation_error_message=_("Libur daerah menyebut wilayahnya; libur nasional tidak."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day_on:%Y-%m-%d} {self.name}"


@track_changes()
class Institution(models.Model):
    """Who runs this portal and answers for the personal data in it: the ministry, as the foot of every page names it.

    There is one row. What is not recorded is not shown; nothing of it is invented.
    """

    name = models.CharField(_("nama"), max_length=200)
    name_en = models.CharField(_("nama dalam bahasa Inggris"), max_length=200, blank=True)
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    phone = models.CharField(_("telepon"), max_length=30, blank=True)
    email = models.EmailField(_("surel"), blank=True)
    information_url = models.URLField(_("laman PPID"), blank=True)
    law_url = models.URLField(_("laman JDIH"), blank=True)
    data_officer = models.CharField(
        _("pejabat pelindungan data pribadi"),
        max_length=200,
        blank=True,
        help_text=_("Nama jabatan dan cara menghubunginya, seperti yang diumumkan."),
    )
    is_only = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = _("lembaga penyelenggara")
        verbose_name_plural = _("lembaga penyelenggara")
        constraints = [
            models.UniqueConstraint(
                fields=["is_only"],
                name="offices_one_institution",
                violation_error_message=_("Lembaga penyelenggara portal ini sudah tercatat; ubah yang ada."),
            )
        ]

    def __str__(self) -> str:
        return self.name
