"""Second factors in one line, as an authenticator on a telephone would reckon them."""

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from krs_portal.accounts.models import User

STEP = 30  # seconds that a code lives


def authenticator(user: User) -> str:
    """Give the account an authenticator and recovery codes; returns the secret that the telephone holds."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code(secret: str, steps: int = 0) -> str:
    """What the telephone shows now, or so many steps from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // STEP + steps))
