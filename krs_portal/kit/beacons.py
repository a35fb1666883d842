"""Signs of life of worker and scheduler, each written by the program itself.

The scheduler's does not pass through a worker, nor the worker's through the scheduler, so either may be missed alone. A
sign is a key of the broker that fades by itself; no clock of two machines is compared.

`python -m krs_portal.kit.beacons worker` (or `scheduler`) asks for the sign of this machine; containers are checked so.
"""

from __future__ import annotations

import logging
import socket
import sys

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

WORKER, SCHEDULER = "worker", "scheduler"
INTERVAL = 15  # seconds between two signs
SILENCE = 60  # seconds without a sign until a program counts as gone
PATIENCE = 1.0  # seconds the broker has to take a connection, and to answer; one that hangs is one that is away

log = logging.getLogger(__name__)


def connect_broker() -> redis.Redis:
    """A connection that gives up quickly: no second try, and seconds at most."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=PATIENCE,
        socket_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )


def key_of(program: str, host: str = "") -> str:
    return ":".join(filter(None, ("alive", program, host)))


def show_sign(program: str) -> None:
    """Say that this program is alive, as one of its kind and as the one of this machine; never fail over it."""
    try:
        with connect_broker() as broker, broker.pipeline(transaction=False) as pipe:
            for key in (key_of(program), key_of(program, socket.gethostname())):
                pipe.set(key, 1, ex=SILENCE)
            pipe.execute()
    except (redis.RedisError, OSError) as error:
        log.warning("The broker did not take the sign of life of the %s: %s", program, error)


def has_sign(program: str, host: str = "") -> bool:
    """Whether a program of this kind has shown itself lately, on `host` if one is named."""
    with connect_broker() as broker:
        return bool(broker.exists(key_of(program, host)))


def answers_broker() -> bool:
    """Whether the broker takes a value and gives it back; a full or read-only one does not."""
    with connect_broker() as broker:
        broker.set("probe", 1, ex=SILENCE)
        return bool(broker.get("probe") == b"1")


def main(arguments: list[str]) -> int:
    """Status 0 while the program named has shown itself on this machine."""
    if arguments not in ([WORKER], [SCHEDULER]):
        print(f"usage: python -m krs_portal.kit.beacons {WORKER} | {SCHEDULER}", file=sys.stderr)
        return 2
    try:
        return 0 if has_sign(arguments[0], socket.gethostname()) else 1
    except (redis.RedisError, OSError) as error:
        print(f"The broker does not answer: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
