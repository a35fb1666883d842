"""Telling people what happened to their account, and ending what is open in their name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.access import letters
from krs_portal.access.enums import SignInChange
from krs_portal.access.models import KnownDevice
from krs_portal.accounts.enums import Scope
from krs_portal.accounts.models import ApiToken
from krs_portal.accounts.services import create_api_token
from krs_portal.kit.refusals import reject_if
from krs_portal.kit.words import squeeze_spaces
from krs_portal.outbox.services import enqueue_messages


def announce_device(*, device: KnownDevice, address: str, at: datetime) -> None:
    enqueue_messages([letters.build_device_letter(device, address)], at=at)


def announce_change(*, user: Any, change: SignInChange, at: datetime) -> None:
    enqueue_messages([letters.build_change_letter(user, change, at)], at=at)


@transaction.atomic
def end_session(*, session: UserSession, by: Any, at: datetime) -> None:
    """Sign that browser out. Its device stays known: what was a mistake is not told as news again."""
    session.end()


@transaction.atomic
def end_other_sessions(*, session_key: str, device: str, by: Any, at: datetime) -> int:
    """Sign out everywhere but here, and forget every other browser: the next one to sign in is told by mail."""
    others = list(UserSession.objects.filter(user=by).exclude(session_key=session_key))
    for session in others:
        session.end()
    KnownDevice.objects.filter(user=by).exclude(digest=device).delete()
    return len(others)


@transaction.atomic
def reset_factors(*, user: Any, by: Any, at: datetime) -> None:
    """Take every factor away and sign the person out everywhere; at the next sign-in they set up new ones."""
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    announce_change(user=user, change=SignInChange.FACTORS_RESET, at=at)


@transaction.atomic
def make_token(*, label: str, scopes: Sequence[Scope], days: int, by: Any, at: datetime) -> str:
    """The token itself, for this one time. Its owner is told by mail that there is one more."""
    label = squeeze_spaces(label)
    is_taken = ApiToken.objects.filter(user=by, label=label, ends_at__gt=at).exists()
    reject_if(
        _("Anda sudah punya token bernama itu; akhiri dahulu atau pilih nama lain.") if is_taken else None, "label"
    )
    _token, plain = create_api_token(user=by, label=label, scopes=scopes, ends_at=at + timedelta(days=days), at=at)
    announce_change(user=by, change=SignInChange.TOKEN_MADE, at=at)
    return plain


@transaction.atomic
def end_token(*, token: ApiToken, by: Any, at: datetime) -> None:
    """Its row goes; the audit trail knows that it was there."""
    token.delete()
