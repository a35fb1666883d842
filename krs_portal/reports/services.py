"""Requesting reports, giving reasons, publishing, and resuming what a dead worker left."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_if
from krs_portal.kit.saving import save_checked_row, set_fields
from krs_portal.kit.valkey import ask_worker
from krs_portal.reports import claims, kinds, policies, tasks
from krs_portal.reports.changes import list_changes_by_now
from krs_portal.reports.enums import RevisionState
from krs_portal.reports.kinds import DifferenceLine
from krs_portal.reports.models import Reconciliation, ReconciliationLine, Report, Revision

ATTEMPTS = 3
PARTICULARS = ("official_number", "place", "signatory_position", "signatory_name", "signatory_nip", "copies_to")


@transaction.atomic
def request_report(*, kind: str, params: kinds.Params, by: Any, at: datetime) -> Revision:
    """Queue a report from today's data. If it is being built already, return that revision."""
    report_kind = kinds.REPORT_KINDS.get(kind)
    refuse_if(report_kind.why_not_request(by))
    report, _fresh = Report.objects.get_or_create(
        kind=kind,
        scope_key=json.dumps(params, sort_keys=True),
        defaults={"params": params, "title": report_kind.name(params), "created_at": at, "created_by": by},
    )
    # The report is locked before its draft: of two requests at once, the second finds the draft of the first.
    report = lock_row(report)
    draft = report.revisions.filter(published_at__isnull=True).first()
    revision = draft and lock_revision(draft)
    if revision is None:
        last = report.revisions.aggregate(last=Max("number"))["last"] or 0
        revision = Revision(report=report, number=last + 1, as_at=report_kind.day(params), **copy_particulars(report))
    elif revision.is_unfinished or revision.publish_requested_at is not None:
        return revision
    else:
        revision.files.all().delete()  # they show the snapshot that is replaced now
    revision.snapshot, revision.known_at, revision.drift_reason = None, at, ""
    revision.requested_at, revision.requested_by = at, by
    return queue_revision(revision, at)


def copy_particulars(report: Report) -> dict[str, str]:
    """Who signed the last revision signs the next one, unless somebody says otherwise; a number is given once."""
    last = report.revisions.order_by("-number").values(*PARTICULARS).first() or {}
    return {name: word for name, word in last.items() if name != "official_number"}


@transaction.atomic
def write_particulars(*, revision: Revision, by: Any, at: datetime, **written: str) -> Revision:
    """Write number, place, signatory and copies; the paper prints them once it is published."""
    revision = lock_revision(revision)
    refuse_if(policies.why_not_write_particulars(by, revision))
    set_fields(revision, {name: written[name].strip() for name in PARTICULARS})
    revision.save(update_fields=PARTICULARS)
    return revision


@transaction.atomic
def cancel_revision(*, revision: Revision, by: Any, at: datetime) -> Revision:
    """Stop the building: its worker loses the claim and writes nothing more.

    A draft that was about to be published stays the draft that it was, with its files.
    """
    revision = lock_revision(revision)
    refuse_if(policies.why_not_cancel(by, revision))
    is_whole = revision.snapshot is not None and revision.files.exists()
    revision.state = RevisionState.READY if is_whole else RevisionState.CANCELLED
    revision.claim, revision.heartbeat_at = None, at
    revision.publish_requested_at, revision.publish_requested_by, revision.drift_reason = None, None, ""
    if revision.snapshot is not None:
        revision.snapshot = {name: value for name, value in revision.snapshot.items() if name != "drift"}
    revision.save()
    return revision


@transaction.atomic
def retry_revision(*, revision: Revision, by: Any, at: datetime) -> Revision:
    """Try again what failed, from the same snapshot if there is one."""
    revision = lock_revision(revision)
    refuse_if(policies.why_not_retry(by, revision))
    return queue_revision(revision, at)


@transaction.atomic
def give_reason(
    *, reconciliation: Reconciliation, lines: Sequence[DifferenceLine], by: Any, at: datetime
) -> Reconciliation:
    """Record why two figures differ: lines that add up to the difference, in place of those before."""
    revision = lock_revision(reconciliation.revision)
    refuse_if(policies.why_not_explain(by, revision))
    reject_if(policies.why_not_explain_with(reconciliation.difference, lines))
    if lines == [DifferenceLine(old.category, old.amount, old.reference) for old in list_lines(reconciliation)]:
        return reconciliation
    reconciliation.lines.all().delete()
    for place, line in enumerate(lines):
        save_checked_row(ReconciliationLine(reconciliation=reconciliation, position=place, **asdict(line)))
    reconciliation.reasoned_at, reconciliation.reasoned_by = at, by
    reconciliation.save(update_fields=["reasoned_at", "reasoned_by"])
    return reconciliation


def list_lines(reconciliation: Reconciliation) -> Iterable[ReconciliationLine]:
    return reconciliation.lines.order_by("position")


@transaction.atomic
def publish_revision(*, revision: Revision, by: Any, at: datetime, drift_reason: str = "", note: str = "") -> Revision:
    """Queue the last rendering of the same snapshot: with reasons, without the draft mark; then it is frozen.

    Every figure is compared with what the data say now. Where one has changed, publishing needs an explanation, which
    the paper prints beside the figures that changed. What replaces a published revision says why.
    """
    revision = lock_revision(revision)
    refuse_if(policies.why_not_publish(by, revision))
    changes = list_changes_by_now(revision, at)
    reject_if(policies.why_not_publish_changed(changes, drift_reason), "drift_reason")
    reject_if(policies.why_not_replace(revision, note), "note")
    reject_if(policies.why_not_pass_gate(revision))
    revision.note = note.strip() if revision.supersedes_id else ""
    revision.drift_reason = drift_reason.strip() if changes else ""
    revision.snapshot = {**(revision.snapshot or {}), "drift": [asdict(change) for change in changes]}
    revision.publish_requested_at, revision.publish_requested_by = at, by
    return queue_revision(revision, at)


@transaction.atomic
def requeue_stalled_revisions(*, at: datetime) -> list[Revision]:
    """Queue again what is unfinished and silent; after three attempts mark it as failed."""
    stalled = Revision.objects.silent_since(at - claims.get_longest_silence()).order_by("heartbeat_at", "pk")
    resumed = []
    for revision in stalled.select_related("report").select_for_update(of=("self",), skip_locked=True):
        if revision.attempts >= ATTEMPTS:
            revision.state, revision.claim = RevisionState.FAILED, None
            revision.error = _(
                "Penyusunan terputus %(times)d kali tanpa sampai selesai. Data tidak berubah; coba lagi."
            ) % {"times": revision.attempts}
            revision.save()
        else:
            queue_revision(revision, at, attempts=revision.attempts + 1)
        resumed.append(revision)
    return resumed


def lock_revision(revision: Revision) -> Revision:
    return lock_row(revision, "report")


def queue_revision(revision: Revision, at: datetime, attempts: int = 1) -> Revision:
    revision.state, revision.progress, revision.step = RevisionState.QUEUED, 0, ""
    revision.claim, revision.error = None, ""
    revision.attempts, revision.heartbeat_at = attempts, at
    revision.save()
    # A broker that is away loses nothing: `requeue_stalled_revisions` sends it again.
    ask_worker(tasks.render_revision, revision.pk)
    return revision
