"""Proof that a browser, not a script, takes seats: a second of computing (altcha).

Without JavaScript a few attempts a minute pass, then a sum is asked. No third party is involved.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from altcha import ChallengeOptionsV1, create_challenge_v1, verify_solution_v1
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from consultations.booking.throttle import WITHOUT_PROOF, may_try
from krs_portal.kit.clock import now
from krs_portal.kit.numbers import read_number

HARDNESS = 20_000  # hashes at most: about a second on an old phone
LASTS = timedelta(minutes=30)
SALT = "consultations.proof"


@dataclass(frozen=True)
class WorkChallenge:
    """What the browser is to solve, as attributes of the hidden field."""

    algorithm: str
    challenge: str
    salt: str
    signature: str
    most: str


@dataclass(frozen=True)
class SumQuestion:
    """A plain sum in words, with its answer sealed."""

    text: str
    sealed: str


def create_challenge() -> WorkChallenge | None:
    """None where proof is switched off."""
    if not settings.PROOF_OF_WORK:
        return None
    made = create_challenge_v1(
        ChallengeOptionsV1(max_number=HARDNESS, hmac_key=_get_proof_key(), expires=now() + LASTS)
    )
    return WorkChallenge(made.algorithm, made.challenge, made.salt, made.signature, str(HARDNESS))


def create_sum_question() -> SumQuestion:
    first, second = secrets.randbelow(8) + 1, secrets.randbelow(8) + 1
    words = {"first": _spell_number(first), "second": _spell_number(second)}
    sealed = signing.dumps([secrets.token_hex(4), _seal_number(first + second)], salt=SALT)
    return SumQuestion(_("Berapa %(first)s ditambah %(second)s? Tulis dengan angka.") % words, sealed)


def has_proof(request: HttpRequest) -> bool:
    """True when the computation or the sum is solved, or the IP address has attempts left that need neither."""
    posted = request.POST
    return (
        not settings.PROOF_OF_WORK
        or _is_solved(posted.get("altcha", ""))
        or _is_answered(posted.get("sealed", ""), posted.get("sum", ""))
        or may_try(request, WITHOUT_PROOF)
    )


def _is_solved(payload: str) -> bool:
    if not payload:
        return False
    right, _error = verify_solution_v1(payload, _get_proof_key(), check_expires=True)
    return right and _is_first_use(payload)


def _is_answered(sealed: str, answer: str) -> bool:
    try:
        _nonce, right = signing.loads(sealed, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError):
        return False
    number = read_number(answer, 0, 99)
    return number is not None and _seal_number(number) == right and _is_first_use(sealed)


def _is_first_use(text: str) -> bool:
    """True the first time a solution is used; replaying it fails."""
    return cache.add(f"proof:{hashlib.sha256(text.encode()).hexdigest()}", 1, LASTS.total_seconds())


def _seal_number(number: int) -> str:
    return hashlib.sha256(f"{_get_proof_key()}:{number}".encode()).hexdigest()[:16]


def _get_proof_key() -> str:
    return f"{SALT}:{settings.SECRET_KEY}"


def _spell_number(number: int) -> str:
    words = _("satu dua tiga empat lima enam tujuh delapan").split()
    return words[number - 1]
