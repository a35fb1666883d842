"""Who must show a second factor, as sentences. `None` means that nobody asks for one."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _

from krs_portal.access.grounds import GROUNDS
from krs_portal.offices.enums import Role
from krs_portal.offices.policies import has_role
from krs_portal.offices.querysets import list_scope_roots

GUARDED_ROLES = (Role.HEAD, Role.EVALUATOR, Role.ADMIN)
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def holds_guarded_role(user: Any) -> bool:
    return bool(user.is_superuser) or has_role(user, *GUARDED_ROLES)


def reads_trail(user: Any) -> bool:
    """Auditors and administrators who see all offices: the trail knows no borders between them."""
    return bool(user.is_superuser) or (
        user.is_authenticated and has_role(user, Role.AUDITOR, Role.ADMIN) and list_scope_roots(user) is None
    )


def why_not_read_trail(user: Any) -> str | None:
    return None if reads_trail(user) else _("Jejak audit dibaca oleh auditor dan administrator kementerian.")


def why_second_factor(user: Any) -> str | None:
    """Why this account may be used with a second factor only."""
    if is_exempt(user):
        return None
    return next((str(ground.sentence) for ground in GROUNDS if ground.holds(user)), None)


def is_exempt(user: Any) -> bool:
    """The accounts of the demo, whose password is printed in the README, and only while DEBUG is on."""
    return settings.DEBUG and bool(user.email.endswith(f"@{settings.DEMO_DOMAIN}"))


def has_second_factor(user: Any) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def why_not_remove_factor(authenticator: Authenticator) -> str | None:
    """The last factor of an account that needs one is replaced, not removed."""
    others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk)
    if authenticator.type not in FACTORS or others.exists() or not why_second_factor(authenticator.user):
        return None
    return _("Akun ini wajib memakai verifikasi dua langkah; tambahkan cara lain sebelum menghapus yang terakhir.")
