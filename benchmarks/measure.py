"""Timing things in turn, and what is told about them."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

MARK = "benchmark-result "


@dataclass(frozen=True)
class Result:
    """Ours beside something; `limit` is the most the ratio (or, without a thing beside it, our value) may be."""

    part: str
    what: str
    ours: float = 0.0
    beside: float | None = None
    beside_what: str = ""
    unit: str = "ms"
    limit: float | None = None
    has_failed: bool = False  # the part ended before it had measured everything

    @property
    def ratio(self) -> float | None:
        return self.ours / self.beside if self.beside else None

    @property
    def is_kept(self) -> bool | None:
        if self.has_failed:
            return False
        if self.limit is None:
            return None
        return (self.ours if self.ratio is None else self.ratio) <= self.limit


def emit(result: Result) -> None:
    """Hand a result from a part's process to the one that asked."""
    print(MARK + json.dumps(asdict(result)), flush=True)


def taken(line: str) -> Result | None:
    return Result(**json.loads(line.removeprefix(MARK))) if line.startswith(MARK) else None


def in_turn(*doings: Callable[[], Any], rounds: int, warm_up: int = 1) -> list[float]:
    """The best milliseconds of each (noise only adds), done in turn in every round so that noise hits all alike."""
    for doing in doings * warm_up:
        doing()
    times: list[list[float]] = [[] for _ in doings]
    for _ in range(rounds):
        for doing, its in zip(doings, times, strict=True):
            began = time.perf_counter()
            told = doing()
            its.append(told if isinstance(told, float) else (time.perf_counter() - began) * 1000)
    return [min(its) for its in times]


class SqlClock:
    """Counts the milliseconds and queries that a block spends in the database."""

    def __init__(self) -> None:
        self.ms, self.queries = 0.0, 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.ms += (time.perf_counter() - began) * 1000
            self.queries += 1


def sql_ms(doing: Callable[[], Any]) -> Callable[[], float]:
    """The doing, timed by its queries alone."""
    from django.db import connection

    def timed() -> float:
        clock = SqlClock()
        with connection.execute_wrapper(clock):
            doing()
        return clock.ms

    return timed


def note(sentence: str) -> None:
    print(f"  {sentence}", file=sys.stderr, flush=True)
