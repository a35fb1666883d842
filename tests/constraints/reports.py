from django.db.models import F

from krs_portal.reports.enums import FileFormat, RevisionState
from krs_portal.reports.models import Figure, File, Reconciliation, ReconciliationLine, Report, Revision
from tests.constraints.breaches import MOMENT, Breach, changed, repeated
from tests.factories import offices


def report() -> Report:
    return Report.objects.create(
        kind="uji", params={}, scope_key="uji", title="Laporan uji", created_by=offices.evaluator()
    )


def draft() -> Revision:
    of = report()
    return Revision.objects.create(
        report=of, number=1, as_at=MOMENT.date(), known_at=MOMENT, requested_at=MOMENT, requested_by=of.created_by
    )


def publish(revision: Revision) -> Revision:
    Revision.objects.filter(pk=revision.pk).update(
        state=RevisionState.READY, snapshot={}, published_at=MOMENT, published_by=F("requested_by")
    )
    revision.refresh_from_db()
    return revision


def figure() -> Figure:
    of = draft()
    return Figure.objects.create(
        revision=of, key="realisasi", position=1, label="Realisasi", unit="layanan", rule="Uji.", as_at=of.as_at
    )


def published_figure() -> Figure:
    made = figure()
    publish(made.revision)
    return made


def reconciliation() -> Reconciliation:
    return Reconciliation.objects.create(
        revision=draft(), key="realisasi", position=1, label="Realisasi", ours=1, theirs=2, source="Uji"
    )


def line() -> ReconciliationLine:
    return ReconciliationLine.objects.create(reconciliation=reconciliation(), position=0, category="LATE", amount=-1)


def file() -> File:
    return File.objects.create(
        revision=draft(), format=FileFormat.PDF, name="uji.pdf", sha256="0" * 64, size=1, content=b"%"
    )


ROWS: dict[str, Breach] = {
    "reports_figure_once": repeated(figure),
    "reports_file_once": repeated(file),
    "reports_line_amount": repeated(line, position=1, amount=0),
    "reports_line_once": repeated(line),
    "reports_line_referenced": repeated(line, position=1, category="OTHER"),
    "reports_number_from_1": changed(draft, number=0),
    "reports_one_draft": repeated(draft, number=2),
    "reports_progress_to_100": changed(draft, progress=101),
    "reports_publish_asked_signed": changed(draft, publish_requested_at=MOMENT),
    "reports_publish_signed": changed(draft, state=RevisionState.READY, snapshot={}, published_at=MOMENT),
    "reports_published_is_explained": changed(
        lambda: reconciliation().revision,
        state=RevisionState.READY,
        snapshot={},
        published_at=MOMENT,
        published_by=F("requested_by"),
    ),
    "reports_published_is_frozen": changed(published_figure, value=7),
    "reports_published_is_ready": changed(draft, published_at=MOMENT, published_by=F("requested_by")),
    "reports_reason_signed": changed(reconciliation, reasoned_at=MOMENT),
    "reports_reconciliation_once": repeated(reconciliation),
    "reports_report_once": repeated(report),
    "reports_revision_once": repeated(lambda: publish(draft())),
}
