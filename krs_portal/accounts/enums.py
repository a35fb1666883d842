from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    """As the population register has it; a NIK tells it too."""

    MALE = "MALE", _("Laki-laki")
    FEMALE = "FEMALE", _("Perempuan")
