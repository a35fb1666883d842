"""The papers of a meeting on paper and in the workbook: those of the report, and what comes with it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from consultations.evaluation import show
from consultations.evaluation.office.show import build_month_sheet, show_sheet
from consultations.evaluation.pack.document import MeetingPack
from krs_portal.reports.kinds import Params
from krs_portal.reports.workbooks import DAY, ReportSheet, SheetColumn


def build_pack_context(pack: MeetingPack) -> dict[str, Any]:
    contents = [
        *show.list_contents(),
        *((f"unit-{sheet.line.code}", sheet.line.name) for sheet in pack.sheets),
        *((f"rapat-{place}", record.title) for place, record in enumerate(pack.meetings, start=1)),
    ]
    shown = {"sheets": [show_sheet(sheet) for sheet in pack.sheets], "contents": contents}
    return show.build_evaluation_context(pack) | shown


def format_pack_title(params: Params) -> str:
    return _("Berkas rapat evaluasi Klinik Rumah Swadaya tahun %s") % params["year"]


def build_pack_sheets(pack: MeetingPack) -> list[ReportSheet]:
    return [
        *show.build_evaluation_sheets(pack),
        build_month_sheet(list(pack.sheets), pack.as_at),
        *([build_decision_sheet(pack)] if any(record.decisions for record in pack.meetings) else []),
    ]


def build_decision_sheet(pack: MeetingPack) -> ReportSheet:
    return ReportSheet(
        name=_("Keputusan rapat"),
        title=_("Keputusan rapat evaluasi"),
        columns=[
            SheetColumn(_("Rapat"), width=44),
            SheetColumn(_("Keputusan"), width=60),
            SheetColumn(_("Penanggung jawab"), width=40),
            SheetColumn(_("Batas waktu"), DAY, 20),
            SheetColumn(_("Keadaan"), width=20),
        ],
        rows=[
            (record.title, line.text, line.owner, line.due_on, line.state)
            for record in pack.meetings
            for line in record.decisions
        ],
    )
