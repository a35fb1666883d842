"""Who has shown by a code that the data are theirs: kept in the browser's session, for an hour.

A number and a telephone number find a record, they do not open it: the code goes to where the record's letters go.
Whether there is such a record, the page does not say.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.crypto import constant_time_compare

from krs_portal.access.attempts import Counter, Limit, find_network
from krs_portal.kit.codes import UNMISTAKABLE
from krs_portal.kit.sealing import hash_for_lookup
from krs_portal.rights.subjects import DataSubject, find_subject

LETTERS = 6
CODE_LIVES, PROOF_LIVES = timedelta(minutes=15), timedelta(hours=1)
TRIES = 5
CODE, PROVEN = "data_code", "data_proven"
ASKED = Limit(3, timedelta(hours=6), timedelta(days=1))  # codes for one record
ASKING = Limit(20, timedelta(hours=1), timedelta(hours=1))  # codes from one network; a village hall is one


def list_code_counters(reference: str, phone: str, address: str) -> list[Counter]:
    """Who knows only one of the two numbers holds up nobody."""
    counters = [
        Counter(hash_for_lookup(f"data code for {reference} {phone}"), ASKED, is_own=False),
        Counter(hash_for_lookup(f"data codes from {find_network(address)}"), ASKING, is_own=False),
    ]
    return sorted(counters, key=lambda counter: counter.key)


def keep_code(session: Any, subject: DataSubject | None, code: str, at: datetime) -> datetime:
    """Remember what was sent, or that nothing was; returns until when it opens."""
    ends_at = at + CODE_LIVES
    session[CODE] = {
        "subject": [subject.kind, subject.key] if subject else None,
        "hash": hash_for_lookup(f"data code {code}"),
        "ends": ends_at.timestamp(),
        "tries": 0,
    }
    return ends_at


def open_with_code(session: Any, typed: str, at: datetime) -> bool:
    """Whether the code is right; few tries, and a right one opens once."""
    kept = session.get(CODE)
    if not kept or kept["ends"] < at.timestamp() or kept["tries"] >= TRIES:
        return False
    session[CODE] = kept | {"tries": kept["tries"] + 1}
    letters = "".join(letter for letter in typed.upper() if letter in UNMISTAKABLE)
    if not kept["subject"] or not constant_time_compare(kept["hash"], hash_for_lookup(f"data code {letters}")):
        return False
    del session[CODE]
    session[PROVEN] = {"subject": kept["subject"], "ends": (at + PROOF_LIVES).timestamp()}
    return True


def find_proven_subject(session: Any, at: datetime) -> DataSubject | None:
    proven = session.get(PROVEN)
    if not proven or proven["ends"] < at.timestamp():
        return None
    return find_subject(*proven["subject"])


def forget_proof(session: Any) -> None:
    session.pop(PROVEN, None)
