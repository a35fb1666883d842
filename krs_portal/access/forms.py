from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.forms import ChangePasswordForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.access.attempts import claim_code, explain_wait, give_back_attempt, list_counters, take_attempt
from krs_portal.access.trail import TrailKind
from krs_portal.accounts.enums import Scope
from krs_portal.kit.clock import now
from krs_portal.kit.fields import DayField
from krs_portal.kit.refusals import RefusableForm, reject_if

CODE_INPUT = {"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}


def build_code_field(help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Kode"), max_length=20, help_text=help_text, widget=forms.TextInput(CODE_INPUT)
    )


class LimitedCode:
    """A code is tried as often as the limits allow, and one of an authenticator opens once only."""

    def clean_code(self) -> str:
        at, counters = now(), list_counters(context.request, "code", self.user.email)  # type: ignore[attr-defined]
        reject_if(explain_wait(take_attempt(counters, at=at), at=at))
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:  # type: ignore[attr-defined]
            is_first = claim_code(self.user.pk, code, at=at)  # type: ignore[attr-defined]
            reject_if(None if is_first else _("Kode ini sudah dipakai; tunggu kode berikutnya."))
        give_back_attempt(counters)
        return code


EITHER = gettext_lazy("Enam angka dari aplikasi autentikator, atau salah satu kode pemulihan Anda.")


class SignInCodeForm(LimitedCode, AuthenticateForm):
    code = build_code_field(EITHER)


class ConfirmCodeForm(LimitedCode, ReauthenticateForm):
    code = build_code_field(EITHER)


class AuthenticatorForm(ActivateTOTPForm):
    code = build_code_field(gettext_lazy("Enam angka yang kini ditampilkan aplikasi autentikator Anda."))


class LimitedPasswordForm(ChangePasswordForm):
    """The password of before is tried as often as at the door."""

    def clean_oldpassword(self) -> str:
        at, counters = now(), list_counters(context.request, "password", self.user.email)
        reject_if(explain_wait(take_attempt(counters, at=at), at=at))
        password: str = super().clean_oldpassword()
        give_back_attempt(counters)
        return password


class PasskeyForm(AddWebAuthnForm):
    name = forms.CharField(
        label=gettext_lazy("Nama kunci"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Supaya Anda mengenalinya lagi, misalnya “Laptop kantor”."),
    )
    passwordless = forms.BooleanField(
        label=gettext_lazy("Passkey: cukup kunci ini untuk masuk, tanpa kata sandi"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Perangkat meminta sidik jari, wajah, atau PIN setiap kali."),
    )


class PasskeyNameForm(EditWebAuthnForm):
    name = forms.CharField(label=gettext_lazy("Nama kunci"), max_length=60)


def raise_first(label: str) -> str:
    return f"{label[:1].upper()}{label[1:]}"


class TrailForm(forms.Form):
    """What of the audit trail is read."""

    kind = forms.ChoiceField(label=gettext_lazy("Jenis"))
    key = forms.IntegerField(label=gettext_lazy("Nomor baris"), required=False, min_value=1, max_value=2**63 - 1)
    actor = forms.CharField(label=gettext_lazy("Pelaku (surel)"), required=False, max_length=254)
    day = DayField(label=gettext_lazy("Hari (WIB)"), required=False)

    def __init__(self, data: Any, *, kinds: Mapping[str, TrailKind]) -> None:
        super().__init__(data)
        groups: dict[str, list[tuple[str, str]]] = {}
        for kind in kinds.values():
            groups.setdefault(str(kind.group), []).append((kind.code, raise_first(str(kind.label))))
        self.fields["kind"].choices = [(group, sorted(own, key=lambda each: each[1])) for group, own in groups.items()]


class TokenForm(RefusableForm):
    label = forms.CharField(
        label=gettext_lazy("Untuk apa"), max_length=80, help_text=gettext_lazy("Misalnya “Dasbor Dinas PKP”.")
    )
    scopes = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Cakupan"),
        choices=Scope.choices,
        coerce=Scope,
        initial=[Scope.READ],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Berlaku selama"),
        choices=[
            (30, gettext_lazy("30 hari")),
            (90, gettext_lazy("90 hari")),
            (180, gettext_lazy("180 hari")),
            (365, gettext_lazy("1 tahun")),
        ],
        coerce=int,
        initial=90,
    )
