"""Limits on guessing: counted in PostgreSQL, so that they outlive restarts and hold when the broker is gone.

An attempt is counted before it is tried, under locked rows, so that a thousand at once are not one. Who comes from a
known device is counted by that device alone: strangers who guess at an account hold up other strangers, and never the
person whose account it is. Waits grow with every failure, and an attempt during a wait does not lengthen it.
"""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import ngettext

from krs_portal.access.devices import read_device
from krs_portal.access.models import Attempt, KnownDevice
from krs_portal.kit.sealing import hash_for_lookup

FIRST_WAIT = timedelta(minutes=1)
PROVED_BY_MAIL = "proved_by_mail"  # in the session of whoever opened the link to a new password
REPLAYED_FOR = timedelta(minutes=2)  # a code of an authenticator lives 30 seconds, one step more on either side


@dataclass(frozen=True)
class Limit:
    """So many failures are free; each further one doubles the wait up to the longest. All is forgotten in time."""

    free: int
    longest: timedelta
    forgotten_after: timedelta

    def compute_wait(self, failures: int) -> timedelta | None:
        over = failures - self.free
        return min(FIRST_WAIT * 2 ** min(over, 10), self.longest) if over >= 0 else None


DEVICE = Limit(5, timedelta(hours=1), timedelta(days=1))
PAIR = Limit(5, timedelta(hours=1), timedelta(days=1))  # an account from a network
ACCOUNT = Limit(50, timedelta(minutes=15), timedelta(hours=1))  # from all networks together, known devices apart
NETWORK = Limit(40, timedelta(minutes=15), timedelta(minutes=15))  # at all accounts together; an office is one network


@dataclass(frozen=True)
class Counter:
    key: str
    limit: Limit
    is_own: bool  # a success clears it; what is shared with others is only given back


def list_counters(request: HttpRequest, what: str, email: str) -> list[Counter]:
    """The counters of an attempt: at the `what` ("password", "code") of the account of that address."""
    if not settings.THROTTLE:
        return []
    email = email.strip().lower()
    if device := find_proof_of_device(request, email):
        return [Counter(hash_for_lookup(f"{what} device {email} {device}"), DEVICE, is_own=True)]
    network = find_network(request.META.get("REMOTE_ADDR", ""))
    counters = [
        Counter(hash_for_lookup(f"{what} pair {email} {network}"), PAIR, is_own=True),
        Counter(hash_for_lookup(f"{what} account {email}"), ACCOUNT, is_own=False),
        Counter(hash_for_lookup(f"{what} network {network}"), NETWORK, is_own=False),
    ]
    return sorted(counters, key=lambda counter: counter.key)  # rows are locked in this order


def find_proof_of_device(request: HttpRequest, email: str) -> str:
    """What shows that the account's owner was here before: a known device, or the link from their mail."""
    digest = read_device(request)
    if digest and KnownDevice.objects.filter(user__email=email, digest=digest).exists():
        return digest
    return f"mail {request.session.session_key}" if request.session.get(PROVED_BY_MAIL) == email else ""


def find_network(address: str) -> str:
    """The address itself; of IPv6 the network of 64 bits, whose addresses all belong to one household."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address


@transaction.atomic
def take_attempt(counters: Sequence[Counter], *, at: datetime) -> datetime | None:
    """Count an attempt before it is tried. Returns until when to wait; then nothing was counted."""
    Attempt.objects.bulk_create([Attempt(key=one.key, last_at=at) for one in counters], ignore_conflicts=True)
    limits = {one.key: one.limit for one in counters}
    rows = list(Attempt.objects.select_for_update().filter(key__in=limits).order_by("key"))
    if waits := [row.free_at for row in rows if row.free_at and row.free_at > at]:
        return max(waits)
    for row in rows:
        limit = limits[row.key]
        row.failures = 1 if row.last_at < at - limit.forgotten_after else row.failures + 1
        wait = limit.compute_wait(row.failures)
        row.last_at, row.free_at = at, at + wait if wait else None
    Attempt.objects.bulk_update(rows, ["failures", "last_at", "free_at"])
    return None


@transaction.atomic
def give_back_attempt(counters: Sequence[Counter]) -> None:
    """The attempt was right: it counts nowhere, and the failures of the person's own before it are forgotten."""
    Attempt.objects.filter(key__in=[one.key for one in counters if one.is_own]).delete()
    limits = {one.key: one.limit for one in counters if not one.is_own}
    rows = list(Attempt.objects.select_for_update().filter(key__in=limits, failures__gt=0).order_by("key"))
    for row in rows:
        row.failures -= 1
        if limits[row.key].compute_wait(row.failures) is None:
            row.free_at = None
    Attempt.objects.bulk_update(rows, ["failures", "free_at"])


def explain_wait(until: datetime | None, *, at: datetime) -> str | None:
    """The sentence for who has to wait, or nothing."""
    if until is None:
        return None
    minutes = max(math.ceil((until - at) / timedelta(minutes=1)), 1)
    return ngettext(
        "Terlalu banyak percobaan yang salah. Coba lagi %(minutes)d menit lagi, atau minta tautan kata sandi baru"
        " lewat surel.",
        "Terlalu banyak percobaan yang salah. Coba lagi %(minutes)d menit lagi, atau minta tautan kata sandi baru"
        " lewat surel.",
        minutes,
    ) % {"minutes": minutes}


@transaction.atomic
def claim_code(user: object, code: str, *, at: datetime) -> bool:
    """Whether this code of an authenticator comes for the first time; a second time it opens nothing."""
    key = hash_for_lookup(f"used code {user} {code}")
    row, is_new = Attempt.objects.select_for_update().get_or_create(key=key, defaults={"last_at": at})
    is_first = is_new or row.last_at < at - REPLAYED_FOR
    if is_first and not is_new:
        row.last_at = at
        row.save(update_fields=["last_at"])
    return is_first
