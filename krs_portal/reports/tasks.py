"""Deferred work: a revision is built, frozen, rendered and stored. The task can be killed and run again."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from celery import shared_task
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import now
from krs_portal.reports import claims, rendering
from krs_portal.reports.changes import compare_with_published, list_changes_since
from krs_portal.reports.enums import RevisionState
from krs_portal.reports.kinds import BuiltReport, FigureSpec
from krs_portal.reports.models import Figure, File, Reconciliation, Revision
from krs_portal.reports.snapshots import freeze_value

logger = logging.getLogger(__name__)


@shared_task(soft_time_limit=600, time_limit=630)
def render_revision(revision_id: int) -> None:
    claim = claims.take_claim(revision_id)
    if claim is None:
        return
    with record_actor("render_revision", revision=revision_id), translation.override("id"):
        try:
            take_snapshot(claim)
            store_rendered_files(claim)
        except claims.ClaimLost:
            logger.info("revision %s is held by somebody else", revision_id)
        except Exception:
            logger.exception("revision %s failed", revision_id)
            mark_revision_failed(claim)


def take_snapshot(claim: claims.RevisionClaim) -> None:
    """Build the document and freeze it as the snapshot, once; a retry renders the same snapshot."""
    revision = Revision.objects.select_related("report").get(pk=claim.revision_id)
    if revision.snapshot is not None:
        return
    claim.progress(10, _("Membaca data"))
    with use_one_database_snapshot():
        built = revision.report.report_kind.build(revision.report.params, revision.known_at)
    claim.progress(30, _("Membekukan angka"))
    with claim.held() as revision:
        store_snapshot(revision, built)


@contextmanager
def use_one_database_snapshot() -> Iterator[None]:
    """Run the queries inside in one REPEATABLE READ transaction, so that all figures see the same state."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def store_snapshot(revision: Revision, built: BuiltReport) -> None:
    """Store figures, reconciliations and snapshot. Reasons for the same difference in an earlier draft are kept."""
    before = Revision.objects.published().filter(report=revision.report).order_by("-number").first()
    reasons = {(row.key, row.ours, row.theirs): row for row in revision.reconciliations.prefetch_related("lines")}
    changes = list_changes_since(before, built.figures) if before else []
    revision.figures.all().delete()
    revision.reconciliations.all().delete()
    Figure.objects.bulk_create(
        Figure(revision=revision, position=place, as_at=revision.as_at, **build_figure_columns(spec))
        for place, spec in enumerate(built.figures)
    )
    compared = [*built.reconciliations, *(compare_with_published(before, built.figures) if before else [])]
    for place, spec in enumerate(compared):
        row = Reconciliation(revision=revision, position=place, **asdict(spec))
        known = reasons.get((row.key, row.ours, row.theirs))
        if known:
            row.reasoned_at, row.reasoned_by = known.reasoned_at, known.reasoned_by
        row.save()
        for line in known.lines.all() if known else []:
            line.pk, line.reconciliation = None, row
            line.save(force_insert=True)
    revision.supersedes = before
    revision.snapshot = {"document": freeze_value(built.document), "changes": [asdict(change) for change in changes]}
    revision.save(update_fields=["supersedes", "snapshot"])


def build_figure_columns(spec: FigureSpec) -> dict[str, object]:
    return {name: getattr(spec, name) for name in FigureSpec.__dataclass_fields__} | {
        "row_ids": list(spec.row_ids),
        "parts": list(spec.parts),
    }


def store_rendered_files(claim: claims.RevisionClaim) -> None:
    revision = Revision.objects.select_related("report").get(pk=claim.revision_id)
    made = rendering.build_files(revision, claim.progress)
    with claim.held() as revision:
        revision.files.all().delete()
        File.objects.bulk_create(made)
        revision.state, revision.progress, revision.step, revision.claim = RevisionState.READY, 100, "", None
        revision.rendered_at = revision.heartbeat_at = now()
        # The paper says the day on which publishing was decided; so does the page.
        revision.published_at, revision.published_by = revision.publish_requested_at, revision.publish_requested_by
        revision.save()
        if revision.published_at:
            revision.report.report_kind.on_published(revision)


def mark_revision_failed(claim: claims.RevisionClaim) -> None:
    sentence = _("Penyusunan berhenti pada langkah “%(step)s”. Data tidak berubah; coba lagi.") % {"step": claim.step}
    try:
        claim.write(state=RevisionState.FAILED, error=sentence, claim=None)
    except claims.ClaimLost:
        pass
