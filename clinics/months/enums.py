from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MonthState(models.TextChoices):
    """Where a month of an office stands between the office and the ministry."""

    OPEN = "OPEN", _("Terbuka")
    SUBMITTED = "SUBMITTED", _("Diajukan")
    RETURNED = "RETURNED", _("Dikembalikan")
    ACCEPTED = "ACCEPTED", _("Diterima")
    LOCKED = "LOCKED", _("Terkunci")

    @property
    def look(self) -> tuple[str, str]:
        return {
            "OPEN": ("neutral", "lock-open"),
            "SUBMITTED": ("info", "arrow-right"),
            "RETURNED": ("warning", "arrow-left"),
            "ACCEPTED": ("success", "check"),
            "LOCKED": ("neutral", "lock"),
        }[self.value]


# Each step has its way back: a head withdraws what nobody has decided on, the ministry thinks again within
# TAKE_BACK_DAYS, and a lock is taken off by another than who had set it.
MONTH_MOVES = {
    MonthState.OPEN: {MonthState.SUBMITTED},
    MonthState.SUBMITTED: {MonthState.OPEN, MonthState.RETURNED, MonthState.ACCEPTED},
    MonthState.RETURNED: {MonthState.SUBMITTED},
    MonthState.ACCEPTED: {MonthState.SUBMITTED, MonthState.LOCKED},
    MonthState.LOCKED: {MonthState.ACCEPTED},
}
CLOSED = (MonthState.SUBMITTED, MonthState.ACCEPTED, MonthState.LOCKED)  # take entries only under an exception
UNSENT = (MonthState.OPEN, MonthState.RETURNED)  # are the office's to send
TAKE_BACK_DAYS = 7


class MonthStep(models.TextChoices):
    """What somebody does to a month; the value stands in addresses."""

    SUBMIT = "ajukan", _("Ajukan bulan")
    WITHDRAW = "tarik", _("Tarik kembali")
    ACCEPT = "terima", _("Terima")
    RETURN = "kembalikan", _("Kembalikan")
    RECONSIDER = "timbang-lagi", _("Batalkan keputusan")
    LOCK = "kunci", _("Kunci bulan")
    UNLOCK = "buka", _("Buka kunci")

    @property
    def leads_to(self) -> MonthState:
        return {
            "ajukan": MonthState.SUBMITTED,
            "tarik": MonthState.OPEN,
            "terima": MonthState.ACCEPTED,
            "kembalikan": MonthState.RETURNED,
            "timbang-lagi": MonthState.SUBMITTED,
            "kunci": MonthState.LOCKED,
            "buka": MonthState.ACCEPTED,
        }[self.value]

    @property
    def comes_from(self) -> tuple[MonthState, ...]:
        return {
            "ajukan": UNSENT,
            "tarik": (MonthState.SUBMITTED,),
            "terima": (MonthState.SUBMITTED,),
            "kembalikan": (MonthState.SUBMITTED,),
            "timbang-lagi": (MonthState.ACCEPTED, MonthState.RETURNED),
            "kunci": (MonthState.ACCEPTED,),
            "buka": (MonthState.LOCKED,),
        }[self.value]

    @property
    def is_of_office(self) -> bool:
        return self in (MonthStep.SUBMIT, MonthStep.WITHDRAW)

    @property
    def icon(self) -> str:
        return {
            "ajukan": "arrow-right",
            "tarik": "arrow-left",
            "terima": "check",
            "kembalikan": "arrow-left",
            "timbang-lagi": "history",
            "kunci": "lock",
            "buka": "lock-open",
        }[self.value]
