"""Asking for reports, giving reasons, publishing, and picking up what a dead worker left."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from krs_portal.reports import claims, kinds, policies, tasks
from krs_portal.reports.enums import RevisionState
from krs_portal.reports.models import Reconciliation, Report, Revision

ATTEMPTS = 3


def refuse(sentence: str | None) -> None:
    if sentence:
        raise PermissionDenied(sentence)


@transaction.atomic
def request_report(*, kind: str, params: kinds.Params, by: Any, at: datetime) -> Revision:
    """Build a report from the data as known now. Asking while it is being built answers what is being built.

    A draft is made anew under its number; after a published revision comes the next number.
    """
    report_kind = kinds.get(kind)
    refuse(report_kind.why_not_request(by))
    report, _fresh = Report.objects.get_or_create(
        kind=kind,
        scope_key=json.dumps(params, sort_keys=True),
        defaults={"params": params, "title": report_kind.name(params), "created_at": at, "created_by": by},
    )
    report = Report.objects.select_for_update().get(pk=report.pk)
    revision = held(report.revisions.filter(published_at__isnull=True).first())
    if revision is None:
        last = report.revisions.aggregate(last=Max("number"))["last"] or 0
        revision = Revision(report=report, number=last + 1, as_at=report_kind.day(params))
    elif revision.is_unfinished or revision.publish_requested_at is not None:
        return revision
    else:
        revision.files.all().delete()  # of a picture that is no more
    revision.snapshot, revision.known_at = None, at
    revision.requested_at, revision.requested_by = at, by
    return queue(revision, at)


@transaction.atomic
def retry_revision(*, revision: Revision, by: Any, at: datetime) -> Revision:
    """Try again what failed, from the same picture of the data if it was taken already."""
    revision = held(revision)
    refuse(policies.why_not_retry(by, revision))
    return queue(revision, at)


@transaction.atomic
def give_reason(*, reconciliation: Reconciliation, reason: str, by: Any, at: datetime) -> Reconciliation:
    """Say why two figures differ."""
    revision = held(reconciliation.revision)
    refuse(policies.why_not_explain(by, revision))
    if not reason.strip():
        raise ValidationError({"reason": _("Tuliskan alasannya.")})
    if reconciliation.reason != reason.strip():
        reconciliation.reason, reconciliation.reasoned_at, reconciliation.reasoned_by = reason.strip(), at, by
        reconciliation.save(update_fields=["reason", "reasoned_at", "reasoned_by"])
    return reconciliation


@transaction.atomic
def publish_revision(*, revision: Revision, by: Any, at: datetime) -> Revision:
    """Render the same picture once more, with its reasons and without the draft mark; then it is frozen."""
    revision = held(revision)
    refuse(policies.why_not_publish(by, revision))
    revision.publish_requested_at, revision.publish_requested_by = at, by
    return queue(revision, at)


@transaction.atomic
def resume_stalled(*, at: datetime) -> list[Revision]:
    """Send again what is unfinished and silent; after three attempts say that it failed."""
    stalled = Revision.objects.silent_since(at - claims.silence()).order_by("heartbeat_at", "pk")
    resumed = []
    for revision in stalled.select_related("report").select_for_update(of=("self",), skip_locked=True):
        if revision.attempts >= ATTEMPTS:
            revision.state, revision.claim = RevisionState.FAILED, None
            revision.error = _(
                "Penyusunan terputus %(times)d kali tanpa sampai selesai. Data tidak berubah; coba lagi."
            ) % {"times": revision.attempts}
            revision.save()
        else:
            queue(revision, at, attempts=revision.attempts + 1)
        resumed.append(revision)
    return resumed


def held(revision: Revision | None) -> Any:
    """The row, locked until the transaction ends."""
    if revision is None:
        return None
    return Revision.objects.select_for_update(of=("self",)).select_related("report").get(pk=revision.pk)


def queue(revision: Revision, at: datetime, attempts: int = 1) -> Revision:
    revision.state, revision.progress, revision.step = RevisionState.QUEUED, 0, ""
    revision.claim, revision.error = None, ""
    revision.attempts, revision.heartbeat_at = attempts, at
    revision.save()
    # A broker that is away loses nothing: `resume_stalled` sends it again.
    transaction.on_commit(partial(tasks.render_revision.delay, revision.pk), robust=True)
    return revision
