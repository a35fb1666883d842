from django.db import models
from django.utils.translation import gettext_lazy as _


class RightKind(models.TextChoices):
    """What is asked, with the article of UU 27/2022 that grants it."""

    ACCESS = "ACCESS", _("Salinan data saya (Pasal 7 dan 13)")
    CORRECTION = "CORRECTION", _("Perbaikan data yang salah (Pasal 6)")
    ERASURE = "ERASURE", _("Penghapusan data (Pasal 8)")
    RESTRICTION = "RESTRICTION", _("Penundaan atau pembatasan pemakaian (Pasal 11)")
    OBJECTION = "OBJECTION", _("Keberatan atas penilaian (Pasal 10)")
    WITHDRAWAL = "WITHDRAWAL", _("Penarikan persetujuan (Pasal 9)")


class Proof(models.TextChoices):
    """How it was made sure that it is the person themselves who asks."""

    CODE = "CODE", _("kode sekali pakai ke nomor atau surel pada catatannya")
    ID_SEEN = "ID_SEEN", _("datang sendiri, KTP dilihat petugas")


class RequestState(models.TextChoices):
    OPEN = "OPEN", _("Menunggu")
    DONE = "DONE", _("Dipenuhi")
    REFUSED = "REFUSED", _("Tidak dapat dipenuhi")

    @property
    def look(self) -> tuple[str, str]:
        return {"OPEN": ("info", "clock"), "DONE": ("success", "check"), "REFUSED": ("neutral", "x")}[self.value]


REQUEST_MOVES: dict[RequestState, set[RequestState]] = {
    RequestState.OPEN: {RequestState.DONE, RequestState.REFUSED},
    RequestState.DONE: set(),
    RequestState.REFUSED: set(),
}
