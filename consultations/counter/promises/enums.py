from django.db import models
from django.utils.translation import gettext_lazy as _


class PromiseState(models.TextChoices):
    OPEN = "OPEN", _("Belum selesai")
    DONE = "DONE", _("Selesai")
    NOT_NEEDED = "NOT_NEEDED", _("Tidak diperlukan lagi")

    @property
    def look(self) -> tuple[str, str]:
        return {"OPEN": ("info", "clock"), "DONE": ("success", "check"), "NOT_NEEDED": ("neutral", "")}[self.value]


# From done back to open, when the citizen says that it is not; to not needed with a consultation that never was.
PROMISE_MOVES = {
    PromiseState.OPEN: {PromiseState.DONE, PromiseState.NOT_NEEDED},
    PromiseState.DONE: {PromiseState.OPEN, PromiseState.NOT_NEEDED},
    PromiseState.NOT_NEEDED: set(),
}


class CitizenWord(models.TextChoices):
    """What the citizen says of a promise that is done, or late."""

    DONE = "DONE", _("Sudah")
    NOT_DONE = "NOT_DONE", _("Belum")


class PromiseStep(models.TextChoices):
    """A step of the ladder that has a clock of its own, counted from the day on which an officer was given it."""

    ACKNOWLEDGE = "ACKNOWLEDGE", _("diterima petugas")
    ANSWER = "ANSWER", _("dijawab")
    ANSWER_EXTENDED = "ANSWER_EXT", _("dijawab, bila tenggatnya diperpanjang")
    CLOSE = "CLOSE", _("ditutup")


class PromiseTab(models.TextChoices):
    LATE = "late", _("Terlambat")
    WEEK = "week", _("7 hari ke depan")
    OPEN = "open", _("Belum selesai")
    SETTLED = "settled", _("Selesai")


class Whose(models.TextChoices):
    MINE = "mine", _("Tugas saya")
    BASKET = "basket", _("Belum ada petugas")
    ALL = "all", _("Semua petugas")
