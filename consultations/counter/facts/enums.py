from django.db import models
from django.utils.translation import gettext_lazy as _


class FactKind(models.TextChoices):
    CHOICE = "CHOICE", _("Pilihan")
    YES_NO = "YES_NO", _("Ya atau tidak")
    NUMBER = "NUMBER", _("Bilangan")
    MONEY = "MONEY", _("Rupiah")
    TEXT = "TEXT", _("Teks pendek")
    DAY = "DAY", _("Tanggal")

    @property
    def is_measured(self) -> bool:
        """Whether it has bounds."""
        return self in (FactKind.NUMBER, FactKind.MONEY)
