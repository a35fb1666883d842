from django.db import models
from django.utils.translation import gettext_lazy as _


class RegionKind(models.TextChoices):
    PROVINCE = "PROVINCE", _("Provinsi")
    KABUPATEN = "KABUPATEN", _("Kabupaten")
    KOTA = "KOTA", _("Kota")
    KECAMATAN = "KECAMATAN", _("Kecamatan")


class OfficeKind(models.TextChoices):
    DIRECTORATE = "DIRECTORATE", _("Direktorat")
    BALAI = "BALAI", _("Balai")
    SATKER = "SATKER", _("Satker")
    PROVINCIAL_AGENCY = "PROVINCIAL_AGENCY", _("Dinas provinsi")
    LOCAL_AGENCY = "LOCAL_AGENCY", _("Dinas kab/kota")


class Role(models.TextChoices):
    OFFICER = "OFFICER", _("Petugas")
    HEAD = "HEAD", _("Kepala")
    EVALUATOR = "EVALUATOR", _("Evaluator kementerian")
    OPERATOR = "OPERATOR", _("Operator kab/kota")
    AUDITOR = "AUDITOR", _("Auditor")
    ADMIN = "ADMIN", _("Administrator")


class HolidayKind(models.TextChoices):
    NATIONAL = "NATIONAL", _("Libur nasional")
    JOINT_LEAVE = "JOINT_LEAVE", _("Cuti bersama")
    REGIONAL = "REGIONAL", _("Libur daerah")


CLINIC_KINDS = frozenset({OfficeKind.BALAI, OfficeKind.SATKER})
