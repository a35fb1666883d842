"""Claims: only one worker works on a revision, and a worker that lost its claim can write no more."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from krs_portal.kit.clock import now
from krs_portal.reports.enums import UNFINISHED, RevisionState
from krs_portal.reports.models import Revision


class ClaimLost(Exception):
    """Another worker holds the revision by now."""


def get_longest_silence() -> timedelta:
    return timedelta(seconds=settings.REPORT_SILENCE)


@transaction.atomic
def take_claim(revision_id: int) -> RevisionClaim | None:
    """Claim the revision, unless it is finished or another worker's heartbeat is recent."""
    revision = Revision.objects.select_for_update(of=("self",)).filter(pk=revision_id).first()
    if revision is None or revision.state not in UNFINISHED:
        return None
    if revision.state == RevisionState.RUNNING and revision.heartbeat_at > now() - get_longest_silence():
        return None
    claim = RevisionClaim(revision_id, uuid.uuid4())
    Revision.objects.filter(pk=revision_id).update(
        state=RevisionState.RUNNING, claim=claim.token, heartbeat_at=now(), progress=5, error=""
    )
    return claim


class RevisionClaim:
    def __init__(self, revision_id: int, token: uuid.UUID) -> None:
        self.revision_id, self.token = revision_id, token
        self.step = ""

    def write(self, **values: Any) -> None:
        held = Revision.objects.filter(pk=self.revision_id, claim=self.token, state=RevisionState.RUNNING)
        if not held.update(heartbeat_at=now(), **values):
            raise ClaimLost

    def progress(self, share: int, step: str) -> None:
        self.step = step
        self.write(progress=share, step=step)

    @contextmanager
    def held(self) -> Iterator[Revision]:
        """The locked revision, in a transaction that only the holder of the claim can commit."""
        with transaction.atomic():
            revision = (
                Revision.objects.select_for_update(of=("self",))
                .select_related("report")
                .filter(pk=self.revision_id, claim=self.token, state=RevisionState.RUNNING)
                .first()
            )
            if revision is None:
                raise ClaimLost
            yield revision
