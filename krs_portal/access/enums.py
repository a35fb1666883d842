from django.db import models
from django.utils.translation import gettext_lazy as _


class SignInChange(models.TextChoices):
    """What changed in how somebody signs in; they are told of it by mail."""

    PASSWORD = "PASSWORD", _("Kata sandi diganti")
    FACTOR_ADDED = "FACTOR_ADDED", _("Cara verifikasi dua langkah ditambahkan")
    FACTOR_REMOVED = "FACTOR_REMOVED", _("Cara verifikasi dua langkah dihapus")
    FACTORS_RESET = "FACTORS_RESET", _("Verifikasi dua langkah diatur ulang oleh administrator")
    TOKEN_MADE = "TOKEN_MADE", _("Token API dibuat")
