from django.db import models
from django.utils.translation import gettext_lazy as _


class BulkChange(models.TextChoices):
    """What staff do with many bookings at once."""

    MOVE = "move", _("Pindahkan masing-masing ke waktu kosong berikutnya")
    CANCEL = "cancel", _("Batalkan dan beri tahu alasannya")
