from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a program may do with a token, among what its owner may do. Reading is apart from every kind of writing."""

    READ = "read", _("Membaca yang boleh Anda baca, tanpa data pribadi spesifik")
    CONSULTATIONS = "consultations", _("Mencatat dan mengubah konsultasi")
    TARGETS = "targets", _("Menetapkan target")
    REPORTS = "reports", _("Meminta laporan")
    IMPORTS = "imports", _("Memasukkan buku kerja")
    MONITORING = "monitoring", _("Mengisi profil dan permasalahan hunian")
    SPECIFIC = "specific", _("Membuka data pribadi spesifik penghuni, dengan keperluan yang dicatat")


class Sex(models.TextChoices):
    """As the population register has it; a NIK tells it too."""

    MALE = "MALE", _("Laki-laki")
    FEMALE = "FEMALE", _("Perempuan")
