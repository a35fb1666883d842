"""Is it a person or a program that takes seats? The browser does a second of work (altcha's protocol); without
JavaScript a few tries are let through, then one plain question is asked. Nothing is asked of a third party.
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

from consultations.throttle import may_try
from krs_portal.kit.clock import now

HARDNESS = 20_000  # hashes at most: about a second on an old phone
LASTS = timedelta(minutes=30)
WITHOUT_PROOF = 6  # a minute and address: a village behind one connection gets through
SALT = "consultations.proof"


@dataclass(frozen=True)
class Challenge:
    """What the browser is to solve, as attributes of the hidden field."""

    algorithm: str
    challenge: str
    salt: str
    signature: str
    most: str


@dataclass(frozen=True)
class Question:
    """A plain sum in words, with its answer sealed."""

    text: str
    sealed: str


def challenge() -> Challenge | None:
    """None where proof is switched off."""
    if not settings.PROOF_OF_WORK:
        return None
    made = create_challenge_v1(ChallengeOptionsV1(max_number=HARDNESS, hmac_key=_key(), expires=now() + LASTS))
    return Challenge(made.algorithm, made.challenge, made.salt, made.signature, str(HARDNESS))


def question() -> Question:
    first, second = secrets.randbelow(8) + 1, secrets.randbelow(8) + 1
    words = {"first": _words(first), "second": _words(second)}
    sealed = signing.dumps([secrets.token_hex(4), _seal(first + second)], salt=SALT)
    return Question(_("Berapa %(first)s ditambah %(second)s? Tulis dengan angka.") % words, sealed)


def is_given(request: HttpRequest) -> bool:
    """The work was done, the sum is right, or the address is still within the few that go without."""
    posted = request.POST
    return (
        not settings.PROOF_OF_WORK
        or _is_solved(posted.get("altcha", ""))
        or _is_answered(posted.get("sealed", ""), posted.get("sum", ""))
        or may_try(request, "without-proof", times=WITHOUT_PROOF)
    )


def _is_solved(payload: str) -> bool:
    if not payload:
        return False
    right, _error = verify_solution_v1(payload, _key(), check_expires=True)
    return right and _first_use(payload)


def _is_answered(sealed: str, answer: str) -> bool:
    try:
        _nonce, right = signing.loads(sealed, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError):
        return False
    return answer.strip().isdecimal() and _seal(int(answer)) == right and _first_use(sealed)


def _first_use(text: str) -> bool:
    """One solution opens one door."""
    return cache.add(f"proof:{hashlib.sha256(text.encode()).hexdigest()}", 1, LASTS.total_seconds())


def _seal(number: int) -> str:
    return hashlib.sha256(f"{_key()}:{number}".encode()).hexdigest()[:16]


def _key() -> str:
    return f"{SALT}:{settings.SECRET_KEY}"


def _words(number: int) -> str:
    words = _("satu dua tiga empat lima enam tujuh delapan").split()
    return words[number - 1]
