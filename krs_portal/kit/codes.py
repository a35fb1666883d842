"""Codes that people read from paper and type: no letter or digit that looks like another."""

import secrets

UNMISTAKABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # 30: without 0 O, 1 I L, U (read as V)


def make_code(length: int, alphabet: str = UNMISTAKABLE) -> str:
    """A random code that cannot be guessed."""
    return "".join(secrets.choice(alphabet) for _ in range(length))


def group_code(letters: str, half: int) -> str:
    """The code in two halves, as it is printed: "7K3MP-X9TQA"."""
    return f"{letters[:half]}-{letters[half:]}"


def normalise_code(typed: str, half: int) -> str:
    """The typed code as it is printed: lower case, blanks and a missing dash are accepted."""
    return group_code("".join(letter for letter in typed.upper() if letter.isalnum()), half)


def spell_code(digest: bytes, length: int, alphabet: str = UNMISTAKABLE) -> str:
    """A code made of a digest's first bytes: the same digest gives the same code."""
    return "".join(alphabet[byte % len(alphabet)] for byte in digest[:length])
