"""What the pages about an account show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.translation import gettext as _

from krs_portal.kit.clock import today
from krs_portal.offices.models import Membership

Trail = list[tuple[str, str]]


def build_trail(*words: str) -> Trail:
    """From one's account to here: labels, and the names of the addresses between them."""
    trail: Trail = [(_("Akun saya"), reverse("access:account"))]
    for label, name in zip(words[::2], [*words[1::2], ""], strict=True):
        trail.append((label, reverse(name) if name else ""))
    return trail


def describe_account(user: Any) -> list[tuple[str, str]]:
    roles = Membership.objects.of(user).select_related("office").order_by("started_on", "pk")
    named = [f"{each.get_role_display()}, {each.office.name_on(today())}" for each in roles]
    return [
        (_("Nama"), user.name),
        (_("Alamat surel"), user.email),
        (_("Jabatan"), user.position or "–"),
        (_("Peran"), "; ".join(named) or "–"),
    ]


@dataclass(frozen=True)
class FactorCard:
    """An app or a key that shows that it is oneself, and why it may not go."""

    authenticator: Authenticator
    refusal: str | None

    @property
    def is_app(self) -> bool:
        return bool(self.authenticator.type == Authenticator.Type.TOTP)

    @property
    def is_key(self) -> bool:
        return bool(self.authenticator.type == Authenticator.Type.WEBAUTHN)

    @property
    def name(self) -> str:
        return _("Aplikasi autentikator") if self.is_app else str(self.authenticator)

    @property
    def is_passkey(self) -> bool:
        return self.is_key and bool(self.authenticator.wrap().is_passwordless)
