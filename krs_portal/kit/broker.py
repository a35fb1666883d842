"""Celery's way to Valkey, so that a worker outlives the loss of its broker while it holds tasks."""

from typing import Any

from kombu.transport import redis as kombu_redis
from redis.exceptions import ConnectionError as LostConnection


class LossTellingChannel(kombu_redis.Channel):
    """Says that its connection is lost in words that Celery understands.

    When a connection breaks, Celery 5.7 drops it first; then it closes the channel, which puts back the tasks that the
    worker holds, and it acknowledges them when they are done. Both ask the dropped connection where the broker is, and
    the worker ended with "'NoneType' object has no attribute 'hostname'". A lost connection is what Celery expects
    there: it goes on, and the broker gives such tasks out again after `visibility_timeout`.
    """

    def _connparams(self, asynchronous: bool = False) -> dict[str, Any]:
        if self.connection is None or self.connection.client is None:
            raise LostConnection("this connection to the broker was given up")
        found: dict[str, Any] = super()._connparams(asynchronous)  # type: ignore[misc]  # the stubs leave it out
        return found


class Transport(kombu_redis.Transport):
    Channel = LossTellingChannel
