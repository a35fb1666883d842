"""What ends when: each kind says how long it is kept, and which rows are over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from krs_portal.kit.registry import Registry

FIVE_YEARS = timedelta(days=5 * 365 + 2)  # longer than any five years are


@dataclass(frozen=True)
class RetentionKind:
    """`list_ended` gives the keys of rows that were over before a moment, oldest first; `erase` empties them."""

    code: str
    label: Any
    kept: timedelta
    list_ended: Callable[[datetime], Any]
    erase: Callable[[Sequence[Any], datetime], Any]

    def list_due(self, at: datetime) -> Any:
        return self.list_ended(at - self.kept)


RETENTION_KINDS: Registry[RetentionKind] = Registry(lambda kind: kind.code)
