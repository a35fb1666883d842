"""Second factors in one line, as an authenticator on a telephone would reckon them."""

import time
from datetime import timedelta

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from krs_portal.accounts.enums import Scope
from krs_portal.accounts.models import ApiToken, User
from krs_portal.accounts.services import create_api_token

STEP = 30  # seconds that a code lives
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def authenticator(user: User) -> str:
    """Give the account an authenticator and recovery codes; returns the secret that the telephone holds."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code(secret: str, steps: int = 0) -> str:
    """What the telephone shows now, or so many steps from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // STEP + steps))


def session(user: User) -> UserSession:
    """A session of theirs in another browser."""
    store = SessionStore()
    store.update(
        {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: user.get_session_auth_hash()}
    )
    store.create()
    return UserSession.objects.create(user=user, session_key=store.session_key, ip="192.0.2.1", user_agent="Firefox")


def token(user: User) -> ApiToken:
    at = timezone.now()
    ends_at = at + timedelta(days=30)
    return create_api_token(user=user, label="Dasbor", scopes=[Scope.READ], ends_at=ends_at, at=at)[0]
