"""The code a side agrees with. It is worked out, never stored, until it was used: whoever knows it was told."""

from django.utils.crypto import constant_time_compare, salted_hmac

from krs_portal.meetings.models import Agreement

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without letters that look like another
HALF = 4


def code_of(agreement: Agreement) -> str:
    """One for each side and version."""
    digest = salted_hmac("meetings.agreement", f"{agreement.pk}:{agreement.version}", algorithm="sha256").digest()
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[: 2 * HALF])
    return f"{letters[:HALF]}-{letters[HALF:]}"


def is_code_of(agreement: Agreement, typed: str) -> bool:
    """Small letters, blanks and a missing dash are forgiven."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return constant_time_compare(f"{letters[:HALF]}-{letters[HALF:]}", code_of(agreement))
