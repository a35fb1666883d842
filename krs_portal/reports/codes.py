"""The short code of a revision: printed, scanned and typed, so without letters that look like another."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
HALF = 5


def new_code() -> str:
    first, last = ("".join(secrets.choice(ALPHABET) for _ in range(HALF)) for _ in range(2))
    return f"{first}-{last}"


def tidy(typed: str) -> str:
    """What somebody typed, as a code: small letters, blanks and a missing dash are forgiven."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return f"{letters[:HALF]}-{letters[HALF:]}"
