from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    READY = "READY", _("Siap")
    NOT_YET = "NOT_YET", _("Belum")
    NEEDS_DATA = "NEEDS_DATA", _("Perlu data")

    @property
    def look(self) -> tuple[str, str]:
        """Kind and icon of the badge."""
        return {
            self.READY: ("success", "circle-check"),
            self.NOT_YET: ("danger", "circle-x"),
            self.NEEDS_DATA: ("warning", "clock"),
        }[self]


class CriterionKind(models.TextChoices):
    INCOME_LIMIT = "INCOME_LIMIT", _("Batas penghasilan MBR")
    STAY_AT_LEAST = "STAY_AT_LEAST", _("Lama tinggal")
    NO_OTHER_HOUSE = "NO_OTHER_HOUSE", _("Tidak punya rumah lain")
    NO_ARREARS = "NO_ARREARS", _("Tidak menunggak sewa")
    SAVINGS_AT_LEAST = "SAVINGS_AT_LEAST", _("Tabungan")
    DOCUMENTS = "DOCUMENTS", _("Kelengkapan dokumen")
    LAND_SIZE = "LAND_SIZE", _("Ukuran tanah")
    IN_WELFARE_DATA = "IN_WELFARE_DATA", _("Terdaftar DTKS/DTSEN")
    WANTS_TO_OWN = "WANTS_TO_OWN", _("Berminat memiliki rumah")
    INSTALMENT_AFFORDABLE = "INSTALMENT_AFFORDABLE", _("Kemampuan mengangsur")


class ReferralAnswer(models.TextChoices):
    WAITING = "WAITING", _("Menunggu jawaban")
    ACCEPTED = "ACCEPTED", _("Diterima")
    DECLINED = "DECLINED", _("Tidak diterima")

    @property
    def look(self) -> tuple[str, str]:
        """Kind and icon of the badge."""
        return {
            self.WAITING: ("info", "clock"),
            self.ACCEPTED: ("success", "circle-check"),
            self.DECLINED: ("danger", "circle-x"),
        }[self]
