"""From the frozen snapshot to files. Official paper is Indonesian, whoever asks for it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from krs_portal.kit import formats, pdf
from krs_portal.kit.clock import TimeZone
from krs_portal.reports.changes import Change
from krs_portal.reports.enums import FileFormat
from krs_portal.reports.models import File, Reconciliation, Revision
from krs_portal.reports.snapshots import thaw
from krs_portal.reports.workbooks import NUMBER, Column, Sheet, comma_separated, xlsx

Progress = Callable[[int, str], None]


def verify_url(revision: Revision) -> str:
    return settings.BASE_URL + reverse("reports:verify", args=[revision.code])


def qr(text: str) -> SafeString:
    drawn = segno.make(text, error="m").svg_inline(border=0, scale=3, title=text, omitsize=True)
    return mark_safe(drawn)  # segno escapes the title


def document_of(revision: Revision) -> Any:
    return thaw(revision.report.report_kind.document, (revision.snapshot or {})["document"])


def changes_of(revision: Revision) -> list[Change]:
    return [Change(**change) for change in (revision.snapshot or {})["changes"]]


def html(revision: Revision) -> str:
    """The paper of a revision as one HTML page."""
    kind, document = revision.report.report_kind, document_of(revision)
    with translation.override("id"), timezone.override(TimeZone.WIB.info):
        return render_to_string(
            kind.template,
            {
                "title": revision.report.title,
                "document": document,
                "revision": revision,
                "as_at": revision.as_at,
                "edition": edition(revision),
                "code": revision.code,
                "is_draft": revision.is_draft,
                "reconciliations": revision.reconciliations.order_by("position", "pk"),
                "changes": changes_of(revision),
                "qr": qr(verify_url(revision)),
                "verify_url": verify_url(revision),
                **kind.context(document),
            },
        )


def edition(revision: Revision) -> str:
    """Which state of the report this paper is."""
    if revision.publish_requested_at is None:
        words = {"number": revision.number, "moment": formats.moment(revision.known_at)}
        return _("Revisi %(number)d, draf dari data yang diketahui %(moment)s") % words
    words = {"number": revision.number, "day": formats.day(revision.publish_requested_at)}
    if revision.supersedes is None:
        return _("Revisi %(number)d, terbit %(day)s") % words
    words["before"] = revision.supersedes.number
    return _("Revisi %(number)d, terbit %(day)s, menggantikan revisi %(before)d") % words


def sheets_of(revision: Revision) -> list[Sheet]:
    """The document's own tables, then what every report has: reconciliation and what this paper is."""
    compared = revision.reconciliations.order_by("position", "pk")
    return [
        *revision.report.report_kind.sheets(document_of(revision)),
        reconciliation_sheet(compared),
        about_sheet(revision),
    ]


def reconciliation_sheet(compared: Sequence[Reconciliation] | Any) -> Sheet:
    return Sheet(
        name=_("Rekonsiliasi"),
        title=_("Rekonsiliasi angka"),
        columns=[
            Column(_("Yang dibandingkan"), width=44),
            Column(_("Angka laporan"), NUMBER),
            Column(_("Angka pembanding"), NUMBER),
            Column(_("Selisih"), NUMBER),
            Column(_("Sumber pembanding"), width=60),
            Column(_("Alasan"), width=60),
        ],
        rows=[(row.label, row.ours, row.theirs, row.difference, row.source, row.reason) for row in compared],
    )


def about_sheet(revision: Revision) -> Sheet:
    facts = [
        (_("Judul"), revision.report.title),
        (_("Revisi"), str(revision.number)),
        (_("Status"), _("DRAF, belum terbit") if revision.is_draft else _("Terbit")),
        (_("Data per"), formats.day(revision.as_at)),
        (_("Seperti diketahui pada"), formats.moment(revision.known_at, TimeZone.WIB)),
        (_("Kode"), revision.code),
        (_("Verifikasi"), verify_url(revision)),
    ]
    return Sheet(
        name=_("Keterangan"),
        title=_("Tentang berkas ini"),
        columns=[Column(_("Perihal"), width=28), Column(_("Isi"), width=80)],
        rows=facts,
    )


def files(revision: Revision, progress: Progress) -> list[File]:
    """The three files of a revision, not yet stored."""
    with translation.override("id"), timezone.override(TimeZone.WIB.info):
        progress(45, _("Menulis lembar kerja"))
        sheets = sheets_of(revision)
        workbook = xlsx(sheets, title=revision.report.title, code=revision.code)
        table = comma_separated(sheets[0])
        progress(60, _("Menata halaman PDF"))
        attached = pdf.Attachment(f"{stem(revision)}.csv", table, "text/csv", sheets[0].title)
        paper = pdf.write(html(revision), attachments=[attached])
        progress(95, _("Menyimpan berkas"))
    made = [(FileFormat.PDF, paper), (FileFormat.XLSX, workbook), (FileFormat.CSV, table)]
    return [file(revision, fmt, content) for fmt, content in made]


def stem(revision: Revision) -> str:
    mark = "-draf" if revision.is_draft else ""
    return f"{slugify(revision.report.title)[:80]}-revisi-{revision.number}{mark}"


def file(revision: Revision, fmt: FileFormat, content: bytes) -> File:
    return File(
        revision=revision,
        format=fmt,
        name=f"{stem(revision)}.{fmt.lower()}",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
    )
