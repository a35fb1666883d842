"""How far a batch is, for the page that waits.

It is in the cache, because the work is one transaction that nobody sees.
"""

from __future__ import annotations

from django.core.cache import cache

KEPT = 3600  # seconds


def save_progress(batch_id: int, share: int, step: str) -> None:
    cache.set(f"imports:{batch_id}", (share, step), KEPT)


def read_progress(batch_id: int) -> tuple[int, str]:
    share, step = cache.get(f"imports:{batch_id}") or (0, "")
    return share, step


def delete_progress(batch_id: int) -> None:
    cache.delete(f"imports:{batch_id}")
