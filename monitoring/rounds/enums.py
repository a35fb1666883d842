from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundState(models.TextChoices):
    PREPARING = "PREPARING", _("Disiapkan")
    COLLECTING = "COLLECTING", _("Pengisian profil")
    DESK = "DESK", _("Sesi desk")
    CLOSED = "CLOSED", _("Ditutup")

    @property
    def look(self) -> tuple[str, str]:
        return {
            RoundState.PREPARING: ("neutral", "pencil"),
            RoundState.COLLECTING: ("info", "list-check"),
            RoundState.DESK: ("warning", "message-2"),
            RoundState.CLOSED: ("success", "lock"),
        }[self]


FILLING_STATES = (RoundState.COLLECTING, RoundState.DESK)  # while a round runs, its profiles are written

ROUND_MOVES = {
    RoundState.PREPARING: {RoundState.COLLECTING},
    RoundState.COLLECTING: {RoundState.DESK},
    RoundState.DESK: {RoundState.COLLECTING, RoundState.CLOSED},
    RoundState.CLOSED: set(),
}


class ProfileState(models.TextChoices):
    DRAFT = "DRAFT", _("Sedang diisi")
    SUBMITTED = "SUBMITTED", _("Disampaikan")
    RETURNED = "RETURNED", _("Dikembalikan")
    FROZEN = "FROZEN", _("Disepakati dan dibekukan")

    @property
    def look(self) -> tuple[str, str]:
        return {
            ProfileState.DRAFT: ("info", "pencil"),
            ProfileState.SUBMITTED: ("success", "check"),
            ProfileState.RETURNED: ("danger", "arrow-left"),
            ProfileState.FROZEN: ("success", "lock"),
        }[self]


PROFILE_MOVES = {
    ProfileState.DRAFT: {ProfileState.SUBMITTED},
    ProfileState.SUBMITTED: {ProfileState.RETURNED, ProfileState.FROZEN},
    ProfileState.RETURNED: {ProfileState.SUBMITTED},
    ProfileState.FROZEN: set(),
}


class QuestionKind(models.TextChoices):
    TEXT = "TEXT", _("Teks")
    NUMBER = "NUMBER", _("Angka")
    YES_NO = "YES_NO", _("Ya atau tidak")
    CHOICE = "CHOICE", _("Pilihan")


class EntryState(models.TextChoices):
    """The result of a saving."""

    TAKEN = "TAKEN", _("Diterima")
    CONFLICT = "CONFLICT", _("Menunggu pilihan")
    SETTLED = "SETTLED", _("Sudah dipilih")
    REPLACED = "REPLACED", _("Diganti isian berikutnya")
    WITHDRAWN = "WITHDRAWN", _("Ditarik kembali")


class FigureSource(models.TextChoices):
    """Which of two figures that disagree is right."""

    PROFILE = "PROFILE", _("Profil putaran")
    REGISTER = "REGISTER", _("Daftar hunian")


class BacklogKind(models.TextChoices):
    """What a backlog figure counts. The definitions differ, so each figure is shown with its own (domain.md §5)."""

    OWNERSHIP = "OWNERSHIP", _("Kepemilikan")
    OCCUPANCY = "OCCUPANCY", _("Kepenghunian")
    HABITABILITY = "HABITABILITY", _("Kelayakhunian")
    POVERTY = "POVERTY", _("Kemiskinan")
