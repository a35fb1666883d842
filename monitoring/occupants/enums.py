from django.db import models
from django.utils.translation import gettext_lazy as _


class MaritalStatus(models.TextChoices):
    SINGLE = "SINGLE", _("Lajang")
    MARRIED = "MARRIED", _("Menikah")
    DIVORCED = "DIVORCED", _("Cerai")


class Education(models.TextChoices):
    NONE = "NONE", _("Tidak punya ijazah")
    PRIMARY = "PRIMARY", _("SD")
    JUNIOR = "JUNIOR", _("SMP")
    SENIOR = "SENIOR", _("SMA")
    DIPLOMA = "DIPLOMA", _("D1-D3")
    BACHELOR = "BACHELOR", _("D4/S1")
    MASTER = "MASTER", _("S2/S3")


class Relation(models.TextChoices):
    HEAD = "HEAD", _("Kepala keluarga")
    SPOUSE = "SPOUSE", _("Pasangan")
    CHILD = "CHILD", _("Anak")
    OTHER = "OTHER", _("Anggota lain")


class DisclosurePurpose(models.TextChoices):
    """What specific data of a household may be opened for; each opening also names its case."""

    LOAN = "LOAN", _("Verifikasi berkas KPR")
    PROGRAMME = "PROGRAMME", _("Pengusulan ke program kepemilikan rumah")
    LEASE = "LEASE", _("Perpanjangan atau pengakhiran sewa")
    ARREARS = "ARREARS", _("Penagihan tunggakan")
    REQUEST = "REQUEST", _("Permintaan penghuni: koreksi, salinan, keberatan")
    AUDIT = "AUDIT", _("Pemeriksaan oleh pengawas")


class ConsentPurpose(models.TextChoices):
    PROFILE = "PROFILE", _("Pendataan profil penghuni")
    PROGRAMME = "PROGRAMME", _("Penyampaian data ke program kepemilikan rumah")


class DocumentKind(models.TextChoices):
    """Papers of a household that programmes ask for (domain.md §4.5)."""

    ID_CARD = "ID_CARD", _("KTP")
    FAMILY_CARD = "FAMILY_CARD", _("Kartu Keluarga")
    MARRIAGE = "MARRIAGE", _("Akta nikah, cerai, atau kematian")
    NO_HOUSE = "NO_HOUSE", _("Surat pernyataan belum memiliki rumah")
    INCOME = "INCOME", _("Slip gaji atau pernyataan penghasilan")
    LAND = "LAND", _("Bukti kepemilikan atau penguasaan tanah")
    SAVINGS = "SAVINGS", _("Buku tabungan")


class ObjectionKind(models.TextChoices):
    OBJECTION = "OBJECTION", _("Keberatan atas penilaian")
    CORRECTION = "CORRECTION", _("Permintaan perbaikan data")


class ObjectionState(models.TextChoices):
    OPEN = "OPEN", _("Menunggu jawaban")
    UPHELD = "UPHELD", _("Diterima")
    REJECTED = "REJECTED", _("Tidak diterima")

    @property
    def look(self) -> tuple[str, str]:
        """Kind and icon of the badge."""
        return {
            self.OPEN: ("warning", "clock"),
            self.UPHELD: ("success", "check"),
            self.REJECTED: ("neutral", "x"),
        }[self]
