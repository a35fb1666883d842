from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from krs_portal.accounts.audit import track_changes
from krs_portal.accounts.enums import Scope
from krs_portal.kit.constraints import in_order


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


@track_changes(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. Citizens have none: they use a reference and their phone number."""

    email = models.EmailField(_("surel"), unique=True)
    name = models.CharField(_("nama"), max_length=150)
    nip = models.CharField(_("NIP"), max_length=18, blank=True, help_text=_("18 angka, tanpa spasi"))
    position = models.CharField(_("jabatan"), max_length=150, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)
    is_staff = models.BooleanField(_("boleh membuka admin"), default=False)
    joined_at = models.DateTimeField(_("terdaftar"), default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        verbose_name = _("pengguna")
        verbose_name_plural = _("pengguna")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class ApiTokenManager(models.Manager["ApiToken"]):
    def find(self, plain: str) -> ApiToken | None:
        return self.select_related("user").filter(digest=digest_token(plain)).first()


def digest_token(plain: str) -> str:
    """A token is long and random, so a plain digest cannot be guessed back."""
    return hashlib.sha256(plain.encode()).hexdigest()


@track_changes(exclude=["digest", "last_used_at"])
class ApiToken(models.Model):
    """A program's way in with some of the rights of a user, until a day. It is shown once, when it is made."""

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens", verbose_name=_("pengguna"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    label = models.CharField(_("untuk apa"), max_length=80)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope), verbose_name=_("cakupan"))
    created_at = models.DateTimeField(_("dibuat"), default=timezone.now)
    ends_at = models.DateTimeField(_("berlaku sampai"))
    last_used_at = models.DateTimeField(_("terakhir dipakai"), null=True, editable=False)

    objects = ApiTokenManager()

    class Meta:
        verbose_name = _("token API")
        verbose_name_plural = _("token API")
        constraints = [
            in_order(
                "created_at",
                "ends_at",
                name="accounts_token_ends_later",
                message=_("Token berakhir sesudah dibuat."),
                strict=True,
            ),
            models.CheckConstraint(
                condition=models.Q(scopes__len__gte=1),
                name="accounts_token_has_scope",
                violation_error_message=_("Pilih sekurang-kurangnya satu cakupan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.user})"

    def has_ended(self, at: datetime) -> bool:
        return self.ends_at <= at

    def allows(self, scope: Scope) -> bool:
        return scope in self.scopes

    @property
    def scope_labels(self) -> list[str]:
        return [str(Scope(scope).label) for scope in Scope if scope in self.scopes]
