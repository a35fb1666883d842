from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewVerdict(models.TextChoices):
    """What the head says of a closed consultation."""

    AGREED = "AGREED", _("Disetujui")
    RETURNED = "RETURNED", _("Dikembalikan")

    @property
    def look(self) -> tuple[str, str]:
        return {"AGREED": ("success", "check"), "RETURNED": ("warning", "refresh")}[self.value]


class ReviewTab(models.TextChoices):
    WAITING = "waiting", _("Menunggu tinjauan")
    RETURNED = "returned", _("Dikembalikan")
    AGREED = "agreed", _("Disetujui")
