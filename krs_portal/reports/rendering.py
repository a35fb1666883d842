"""Renders the frozen snapshot into files. Official documents are in Indonesian, whoever asks for them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from krs_portal.accounts.nip import format_nip
from krs_portal.kit import formats, pdf
from krs_portal.kit.clock import TimeZone
from krs_portal.kit.links import build_absolute_url
from krs_portal.kit.qr import draw_qr
from krs_portal.reports.changes import FigureChange
from krs_portal.reports.enums import FileFormat
from krs_portal.reports.models import File, Reconciliation, ReconciliationLine, Revision
from krs_portal.reports.snapshots import thaw_value
from krs_portal.reports.workbooks import EXACT, NUMBER, ReportSheet, SheetColumn, build_csv, build_xlsx

Progress = Callable[[int, str], None]


def build_verify_url(revision: Revision) -> str:
    return build_absolute_url("reports:verify", revision.code)


def thaw_document(revision: Revision) -> Any:
    return thaw_value(revision.report.report_kind.document, (revision.snapshot or {})["document"])


def thaw_changes(revision: Revision, of: str = "changes") -> list[FigureChange]:
    """What the snapshot keeps: `changes` since the revision before, `drift` between freezing and publishing."""
    return [FigureChange(**change) for change in (revision.snapshot or {}).get(of, [])]


def list_reconciliations(revision: Revision) -> QuerySet[Reconciliation]:
    lines = Prefetch("lines", ReconciliationLine.objects.order_by("position"))
    return revision.reconciliations.order_by("position", "pk").prefetch_related(lines)


def render_revision_html(revision: Revision) -> str:
    """The paper of a revision as one HTML page."""
    kind, document = revision.report.report_kind, thaw_document(revision)
    with translation.override("id"), timezone.override(TimeZone.WIB.info):
        return render_to_string(
            kind.template,
            {
                "title": revision.report.title,
                "document": document,
                "revision": revision,
                "as_at": revision.as_at,
                "edition": describe_edition(revision),
                "number": revision.official_number,
                "particulars": describe_particulars(revision),
                "code": revision.code,
                "is_draft": revision.is_draft,
                "reconciliations": list_reconciliations(revision),
                "changes": thaw_changes(revision),
                "drift": thaw_changes(revision, "drift"),
                "qr": draw_qr(build_verify_url(revision)),
                "verify_url": build_verify_url(revision),
                **kind.context(document),
            },
        )


def describe_edition(revision: Revision) -> str:
    """Which state of the report this document shows."""
    if revision.publish_requested_at is None:
        words = {"number": revision.number, "moment": formats.format_moment(revision.known_at)}
        return _("Revisi %(number)d, draf dari data yang diketahui %(moment)s") % words
    words = {"number": revision.number, "day": formats.format_day(revision.publish_requested_at)}
    if revision.supersedes is None:
        return _("Revisi %(number)d, terbit %(day)s") % words
    words["before"] = revision.supersedes.number
    return _("Revisi %(number)d, terbit %(day)s, menggantikan revisi %(before)d") % words


def describe_particulars(revision: Revision) -> dict[str, Any]:
    """Who signs where, on the day of issue; a draft has no such day."""
    issued = revision.publish_requested_at
    return {
        "place": revision.place,
        "day": formats.format_day(issued) if issued and revision.place else "",
        "position": revision.signatory_position,
        "name": revision.signatory_name,
        "nip": format_nip(revision.signatory_nip),
        "copies": revision.copies,
    }


def build_sheets(revision: Revision) -> list[ReportSheet]:
    """The document's own tables, then those of every report: reconciliation, and about this file."""
    compared = list_reconciliations(revision)
    return [
        *revision.report.report_kind.sheets(thaw_document(revision)),
        build_reconciliation_sheet(compared),
        *build_passport_sheets(revision),
        build_about_sheet(revision),
    ]


def build_passport_sheets(revision: Revision) -> list[ReportSheet]:
    """Every figure beside its address, where the figures of this kind of report have pages of their own."""
    passport_url, rows = revision.report.report_kind.passport_url, []
    for figure in revision.figures.order_by("position", "pk").defer("row_ids"):
        figure.revision = revision
        if path := passport_url(figure):
            rows.append((figure.label, figure.value, figure.unit, settings.BASE_URL + path))
    columns = [
        SheetColumn(_("Angka"), width=44),
        SheetColumn(_("Nilai"), EXACT),
        SheetColumn(_("Satuan"), width=16),
        SheetColumn(_("Alamat paspornya"), width=70),
    ]
    return [ReportSheet(_("Paspor angka"), _("Alamat tiap angka"), columns, rows)] if rows else []


def build_reconciliation_sheet(compared: Sequence[Reconciliation] | Any) -> ReportSheet:
    return ReportSheet(
        name=_("Rekonsiliasi"),
        title=_("Rekonsiliasi angka"),
        columns=[
            SheetColumn(_("Yang dibandingkan"), width=44),
            SheetColumn(_("Angka laporan"), NUMBER),
            SheetColumn(_("Angka pembanding"), NUMBER),
            SheetColumn(_("Selisih"), NUMBER),
            SheetColumn(_("Sumber pembanding"), width=60),
            SheetColumn(_("Alasan"), width=60),
        ],
        rows=[(row.label, row.ours, row.theirs, row.difference, row.source, row.reason) for row in compared],
    )


def build_about_sheet(revision: Revision) -> ReportSheet:
    facts = [
        (_("Judul"), revision.report.title),
        (_("Revisi"), str(revision.number)),
        (_("Status"), _("DRAF, belum terbit") if revision.is_draft else _("Terbit")),
        (_("Data per"), formats.format_day(revision.as_at)),
        (_("Seperti diketahui pada"), formats.format_moment(revision.known_at, TimeZone.WIB)),
        (_("Kode"), revision.code),
        (_("Verifikasi"), build_verify_url(revision)),
    ]
    if revision.note:
        facts.append((_("Catatan revisi"), revision.note))
    return ReportSheet(
        name=_("Keterangan"),
        title=_("Tentang berkas ini"),
        columns=[SheetColumn(_("Perihal"), width=28), SheetColumn(_("Isi"), width=80)],
        rows=facts,
    )


def build_files(revision: Revision, progress: Progress) -> list[File]:
    """The three files of a revision, not yet stored."""
    with translation.override("id"), timezone.override(TimeZone.WIB.info):
        progress(45, _("Menulis lembar kerja"))
        sheets = build_sheets(revision)
        workbook = build_xlsx(sheets, title=revision.report.title, code=revision.code)
        table = build_csv(sheets[0])
        progress(60, _("Menata halaman PDF"))
        stem, title = build_file_stem(revision), revision.report.title
        attached = [
            pdf.PdfAttachment(f"{stem}.csv", table, "text/csv", sheets[0].title),
            pdf.PdfAttachment(f"{stem}.xlsx", workbook, FileFormat.XLSX.media_type, title),
        ]
        paper = pdf.write_pdf(render_revision_html(revision), attachments=attached)
        progress(95, _("Menyimpan berkas"))
    made = [(FileFormat.PDF, paper), (FileFormat.XLSX, workbook), (FileFormat.CSV, table)]
    return [build_file(revision, fmt, content) for fmt, content in made]


def build_file_stem(revision: Revision) -> str:
    mark = "-draf" if revision.is_draft else ""
    return f"{slugify(revision.report.title)[:80]}-revisi-{revision.number}{mark}"


def build_file(revision: Revision, fmt: FileFormat, content: bytes) -> File:
    return File(
        revision=revision,
        format=fmt,
        name=f"{build_file_stem(revision)}.{fmt.lower()}",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
    )
