"""Deferred work: a revision is built, frozen, rendered and stored. Killed at any point, it can be run again."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from celery import shared_task
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from krs_portal.accounts.audit import acting
from krs_portal.kit.clock import now
from krs_portal.reports import claims, rendering
from krs_portal.reports.changes import changes_since, compared_with
from krs_portal.reports.enums import RevisionState
from krs_portal.reports.kinds import Built, FigureSpec
from krs_portal.reports.models import Figure, File, Reconciliation, Revision
from krs_portal.reports.snapshots import freeze

logger = logging.getLogger(__name__)


@shared_task(soft_time_limit=600, time_limit=630)
def render_revision(revision_id: int) -> None:
    claim = claims.take(revision_id)
    if claim is None:
        return
    with acting("render_revision", revision=revision_id), translation.override("id"):
        try:
            build(claim)
            render(claim)
        except claims.Lost:
            logger.info("revision %s is held by somebody else", revision_id)
        except Exception:
            logger.exception("revision %s failed", revision_id)
            fail(claim)


def build(claim: claims.Claim) -> None:
    """Take the picture of the data, once: a revision that has its snapshot keeps it, however often it is rendered."""
    revision = Revision.objects.select_related("report").get(pk=claim.revision_id)
    if revision.snapshot is not None:
        return
    claim.progress(10, _("Membaca data"))
    with one_moment():
        built = revision.report.report_kind.build(revision.report.params, revision.known_at)
    claim.progress(30, _("Membekukan angka"))
    with claim.held() as revision:
        keep(revision, built)


@contextmanager
def one_moment() -> Iterator[None]:
    """Every query inside sees the same moment of the database."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def keep(revision: Revision, built: Built) -> None:
    """Freeze what was built. Reasons given to the same difference in an earlier draft are carried over."""
    before = Revision.objects.published().filter(report=revision.report).order_by("-number").first()
    reasons = {(row.key, row.ours, row.theirs): row for row in revision.reconciliations.all()}
    changes = changes_since(before, built.figures) if before else []
    revision.figures.all().delete()
    revision.reconciliations.all().delete()
    Figure.objects.bulk_create(
        Figure(revision=revision, position=place, as_at=revision.as_at, **as_columns(spec))
        for place, spec in enumerate(built.figures)
    )
    compared = [*built.reconciliations, *(compared_with(before, built.figures) if before else [])]
    for place, spec in enumerate(compared):
        row = Reconciliation(revision=revision, position=place, **asdict(spec))
        if known := reasons.get((row.key, row.ours, row.theirs)):
            row.reason, row.reasoned_at, row.reasoned_by = known.reason, known.reasoned_at, known.reasoned_by
        row.save()
    revision.supersedes = before
    revision.snapshot = {"document": freeze(built.document), "changes": [asdict(change) for change in changes]}
    revision.save(update_fields=["supersedes", "snapshot"])


def as_columns(spec: FigureSpec) -> dict[str, object]:
    return {name: getattr(spec, name) for name in FigureSpec.__dataclass_fields__} | {
        "row_ids": list(spec.row_ids),
        "parts": list(spec.parts),
    }


def render(claim: claims.Claim) -> None:
    revision = Revision.objects.select_related("report").get(pk=claim.revision_id)
    made = rendering.files(revision, claim.progress)
    with claim.held() as revision:
        revision.files.all().delete()
        File.objects.bulk_create(made)
        revision.state, revision.progress, revision.step, revision.claim = RevisionState.READY, 100, "", None
        revision.rendered_at = revision.heartbeat_at = now()
        # The paper says the day on which publishing was decided; so does the page.
        revision.published_at, revision.published_by = revision.publish_requested_at, revision.publish_requested_by
        revision.save()


def fail(claim: claims.Claim) -> None:
    sentence = _("Penyusunan berhenti pada langkah “%(step)s”. Data tidak berubah; coba lagi.") % {"step": claim.step}
    try:
        claim.write(state=RevisionState.FAILED, error=sentence, claim=None)
    except claims.Lost:
        pass
