"""The server of caches and queues. It may be away, or hang: nobody waits for it long, and nothing is lost with it.

Caches then count and remember in each process by itself, and work for workers is taken up by the scheduled jobs.
What follows for limits and for what may stand in a cache: docs/decisions/0013.
"""

from __future__ import annotations

import logging
from functools import partial
from threading import Lock
from time import monotonic
from typing import Any

from celery import Task
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import DataError, RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

PATIENCE = 0.25  # seconds that a request waits for an answer; the server needs less than a thousandth of one
PAUSE = 5.0  # seconds until a process asks a server again that did not answer
MOST_IN_MEMORY = 10_000  # entries; enough that nobody pushes out his own count by asking for much else


class Presence:
    """Whether the server answered when it was asked last. While it does not, one request in `PAUSE` seconds asks."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ask_again_at: float | None = None

    def may_ask(self) -> bool:
        if self._ask_again_at is None:
            return True
        with self._lock:
            if self._ask_again_at is not None and monotonic() < self._ask_again_at:
                return False
            self._ask_again_at = monotonic() + PAUSE
            return True

    def note_answer(self) -> None:
        if self._ask_again_at is not None:
            self._ask_again_at = None
            logger.warning("Valkey answers again.")

    def note_silence(self, reason: Exception) -> None:
        if self._ask_again_at is None:
            logger.warning("Valkey does not answer; this process goes on without it: %s", reason)
        self._ask_again_at = monotonic() + PAUSE

    def forget(self) -> None:
        """As if it had always answered."""
        self._ask_again_at = None


presence = Presence()


class ServerOrMemory(RedisCache):
    """A cache in Valkey; while Valkey does not answer, one in the memory of this process.

    The memory knows nothing of what stands in Valkey, and Valkey hears nothing of what was deleted meanwhile: keep here
    only what may be forgotten, and what may come back.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        own = {
            "socket_connect_timeout": PATIENCE,
            "socket_timeout": PATIENCE,
            # A kept connection may have died with the server's last run: that is tried once more, silence is not.
            "retry": Retry(NoBackoff(), 1, supported_errors=(NoConnection,)),
        }
        super().__init__(server, {**params, "OPTIONS": own | params.get("OPTIONS", {})})
        self._memory = LocMemCache("while-valkey-is-away", {"OPTIONS": {"MAX_ENTRIES": MOST_IN_MEMORY}})

    def _ask(self, what: str, *args: Any, **options: Any) -> Any:
        if presence.may_ask():
            try:
                answer = getattr(super(), what)(*args, **options)
            except DataError:
                raise
            except RedisError as reason:
                presence.note_silence(reason)
            else:
                presence.note_answer()
                return answer
        return getattr(self._memory, what)(*args, **options)

    def add(self, *args: Any, **options: Any) -> Any:
        return self._ask("add", *args, **options)

    def get(self, *args: Any, **options: Any) -> Any:
        return self._ask("get", *args, **options)

    def set(self, *args: Any, **options: Any) -> Any:
        return self._ask("set", *args, **options)

    def touch(self, *args: Any, **options: Any) -> Any:
        return self._ask("touch", *args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        return self._ask("delete", *args, **options)

    def get_many(self, *args: Any, **options: Any) -> Any:
        return self._ask("get_many", *args, **options)

    def set_many(self, *args: Any, **options: Any) -> Any:
        return self._ask("set_many", *args, **options)

    def delete_many(self, *args: Any, **options: Any) -> Any:
        return self._ask("delete_many", *args, **options)

    def has_key(self, *args: Any, **options: Any) -> Any:
        return self._ask("has_key", *args, **options)

    def incr(self, *args: Any, **options: Any) -> Any:
        return self._ask("incr", *args, **options)

    def clear(self) -> Any:
        self._memory.clear()
        return self._ask("clear")

    def ping(self) -> bool:
        """Whether the server answers now; not asked while it is known to be away."""
        if not presence.may_ask():
            return False
        try:
            self._cache.get_client(write=True).ping()
        except RedisError as reason:
            presence.note_silence(reason)
            return False
        presence.note_answer()
        return True


def is_answering() -> bool:
    cache: Any = caches["default"]
    return bool(cache.ping())


def ask_worker(task: Task, *args: Any, **options: Any) -> None:
    """Once the transaction stands, have a worker do this now; `options` are those of `apply_async`.

    Only for work that a scheduled job finds by itself: where the queue is away, or the request is lost, it waits for
    that job.
    """
    transaction.on_commit(partial(_send, task, args, options), robust=True)


def _send(task: Task, args: tuple[Any, ...], options: dict[str, Any]) -> None:
    if not is_answering():
        return
    try:
        task.apply_async(args, **options)
    except (OperationalError, RedisError, OSError) as reason:
        presence.note_silence(reason)
