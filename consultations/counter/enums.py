from django.db import models
from django.utils.translation import gettext_lazy as _

NOBODY = "none"  # in an address that narrows a list to one officer: what no officer has


class ConsultationKind(models.TextChoices):
    INDIVIDUAL = "INDIVIDUAL", _("Perseorangan")
    GROUP = "GROUP", _("Kelompok")


class ConsultationState(models.TextChoices):
    OPEN = "OPEN", _("Berjalan")
    CLOSED = "CLOSED", _("Selesai")
    VOIDED = "VOIDED", _("Dibatalkan")

    @property
    def look(self) -> tuple[str, str]:
        return {"OPEN": "info", "CLOSED": "success", "VOIDED": "neutral"}[self.value], ""


CONSULTATION_MOVES = {
    ConsultationState.OPEN: {ConsultationState.CLOSED, ConsultationState.VOIDED},
    ConsultationState.CLOSED: {ConsultationState.OPEN, ConsultationState.VOIDED},
    ConsultationState.VOIDED: set(),
}


class Outcome(models.TextChoices):
    ADVISED = "ADVISED", _("Diberi saran")
    ASSISTED = "ASSISTED", _("Diberi bantuan teknis")
    REFERRED = "REFERRED", _("Dirujuk")
    INFORMED = "INFORMED", _("Diberi informasi")
    DISCONTINUED = "DISCONTINUED", _("Tidak dilanjutkan pemohon")


class AmendmentKind(models.TextChoices):
    REOPENED = "REOPENED", _("Dibuka kembali")
    CORRECTED = "CORRECTED", _("Dikoreksi")
    VOIDED = "VOIDED", _("Dibatalkan")
