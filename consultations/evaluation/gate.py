"""What an evaluation report asks before it is published: open imports, a ledger that its tallies repeat, targets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics.models import Indicator, TargetRevision
from clinics.questions import FigureQuestion
from clinics.standings import find_target_in_force
from clinics.sums import find_tally_drift
from consultations.evaluation.build import get_report_period
from consultations.evaluation.document import MAIN
from krs_portal.imports.enums import WORKING, BatchState, RowState
from krs_portal.imports.models import Batch
from krs_portal.kit.formats import format_number
from krs_portal.offices.models import Office
from krs_portal.reports.kinds import Blocker, GatePoint
from krs_portal.reports.models import Revision

LOGBOOK, TARGETS = "consultations", "targets"  # kinds of imports whose lines a report counts
OPEN = (RowState.READY, RowState.NEEDS_CORRECTION)
RECONCILED = (MAIN, "rumah-dibantu")


def list_evaluation_points(revision: Revision) -> list[GatePoint]:
    return [
        GatePoint(_("Impor yang belum selesai"), list(list_open_imports(revision))),
        GatePoint(_("Buku capaian terhadap rekapnya"), list(list_tally_drift(revision))),
        GatePoint(_("Target yang berubah sejak draf dibekukan"), list(list_changed_targets(revision))),
    ]


def list_open_imports(revision: Revision) -> Iterator[Blocker]:
    """Workbooks that are being read, and those with lines of the report's days or year that wait to come in."""
    period = get_report_period(revision.report.params)
    days = (period.starts_on.isoformat(), revision.as_at.isoformat())
    of_days = Q(kind=LOGBOOK, day__range=days) | Q(kind=TARGETS, year=str(period.starts_on.year))
    batches = Batch.objects.filter(kind__in=(LOGBOOK, TARGETS)).exclude(
        state__in=(BatchState.UNDONE, BatchState.FAILED)
    )
    waiting = batches.annotate(
        day=KeyTextTransform("happened_on", "rows__cleaned"), year=KeyTextTransform("year", "rows__cleaned")
    ).filter(of_days, rows__state__in=OPEN)
    for batch in waiting.values("pk", "file_name", "office__code").annotate(lines=Count("rows")).order_by("pk"):
        words = {"file": batch["file_name"], "office": batch["office__code"], "lines": format_number(batch["lines"])}
        sentence = ngettext(
            "%(file)s dari %(office)s: %(lines)s baris menunggu.",
            "%(file)s dari %(office)s: %(lines)s baris menunggu.",
            batch["lines"],
        )
        yield Blocker(sentence % words, build_batch_url(batch["pk"]))
    for each in batches.filter(state__in=WORKING).select_related("office").order_by("pk"):
        words = {"file": each.file_name, "office": each.office.code}
        yield Blocker(_("%(file)s dari %(office)s sedang dikerjakan.") % words, build_batch_url(each.pk))


def build_batch_url(key: int) -> str:
    return reverse("imports:batch", args=[key])


def list_tally_drift(revision: Revision) -> Iterator[Blocker]:
    """Each office whose rows do not add up to what the boards read; it never happens, and is asked all the same."""
    period = get_report_period(revision.report.params)
    named = dict(Office.objects.clinics().values_list("pk", "code"))
    for indicator in Indicator.objects.filter(code__in=RECONCILED).order_by("pk"):
        question = FigureQuestion(indicator, period, revision.as_at)
        for office, (rows, tallied) in find_tally_drift(Office.objects.clinics(), question).items():
            words = {
                "indicator": indicator.name, "office": named[office], "rows": format_number(rows),
                "tallied": format_number(tallied),
            }  # fmt: skip
            sentence = _("%(indicator)s, %(office)s: barisnya berjumlah %(rows)s, rekapnya %(tallied)s.")
            asked = question.but(office=Office(pk=office, code=named[office]))
            yield Blocker(sentence % words, f"{reverse('clinics:rows')}?{asked.query()}")


def list_changed_targets(revision: Revision) -> Iterator[Blocker]:
    """Decisions recorded since the draft was frozen. Where the amount is another, the figures show it as well."""
    period = get_report_period(revision.report.params)
    asked = {"target__period": period, "target__indicator__code": MAIN, "decided_on__lte": revision.as_at}
    history: dict[Any, list[TargetRevision]] = {}
    related = ("target__office", "target__indicator")
    for each in TargetRevision.objects.filter(**asked).select_related(*related).order_by("target", "number"):
        history.setdefault(each.target, []).append(each)
    url = f"{reverse('clinics:targets')}?indicator={MAIN}&period={period.pk}"
    for target, revisions in history.items():
        frozen = [each for each in revisions if each.recorded_at <= revision.known_at]
        if len(frozen) == len(revisions):
            continue
        before, after = (find_target_in_force(part, revision.as_at) for part in (frozen, revisions))
        words = {"office": target.office.code, "decree": revisions[-1].decree}
        yield Blocker(
            _("%(office)s: %(decree)s dicatat sesudah draf dibekukan; susun ulang.") % words,
            f"{url}#unit-{target.office.code}",
            is_drift=before.quantity != after.quantity,
        )
