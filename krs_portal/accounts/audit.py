"""The audit trail: one event row for every inserted, updated or deleted domain row.

Triggers write it, so bulk writes and raw SQL are caught. Who, when, from which address and on which page stand in the
event's context: `middleware.AuditMiddleware` for requests, `record_actor` for commands, jobs and tasks.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
from django.db import models

Model = TypeVar("Model", bound=type[models.Model])


def track_changes(**options: Any) -> Callable[[Model], Model]:
    """Class decorator: record an event row for every insert, update and delete of the model.

    `exclude` names fields whose changes are not recorded.
    """
    return pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), **options)


def record_actor(name: str, **metadata: Any) -> Any:
    """Name the actor of changes made outside a request; a context manager and a decorator."""
    return pghistory.context(actor=name, **metadata)
