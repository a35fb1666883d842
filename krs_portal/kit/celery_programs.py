"""Celery's worker and scheduler as this portal runs them: each shows its sign of life (`beacons`).

Named by settings and `celery.py` as text, because the web needs neither: celery.beat alone is 6 MB and 0.1 s a process.
"""

from __future__ import annotations

import time
from typing import Any

from celery import bootsteps
from celery.beat import PersistentScheduler

from krs_portal.kit.beacons import INTERVAL, SCHEDULER, WORKER, show_sign


class WorkerBeacon(bootsteps.StartStopStep):
    """Shown by the loop that takes tasks: a worker that hangs, or has lost its broker, falls silent."""

    requires = ("celery.worker.components:Timer",)

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        self.timer: Any = None

    def start(self, parent: Any) -> None:
        show_sign(WORKER)
        self.timer = parent.timer.call_repeatedly(INTERVAL, show_sign, (WORKER,), priority=10)

    def stop(self, parent: Any) -> None:
        if self.timer:
            self.timer.cancel()


class Scheduler(PersistentScheduler):
    """Celery's own, which shows a sign whenever its loop comes round."""

    shown_at = 0.0

    def tick(self, *arguments: Any, **options: Any) -> float:
        """Send what is due; the next round comes before the sign fades."""
        wait = super().tick(*arguments, **options)
        if time.monotonic() - self.shown_at >= INTERVAL:
            show_sign(SCHEDULER)
            self.shown_at = time.monotonic()
        return min(wait, INTERVAL)
