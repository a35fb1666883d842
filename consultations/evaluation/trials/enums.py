from django.db import models
from django.utils.translation import gettext_lazy as _


class OncePer(models.TextChoices):
    """What counts only once a year, through the first consultation that counts it."""

    EACH = "EACH", _("setiap kali")
    HOUSE = "HOUSE", _("sekali setahun untuk tiap rumah")
    PERSON = "PERSON", _("sekali setahun untuk tiap orang")
