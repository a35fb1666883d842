"""A list that was sent, as the file for its recipient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.kit import formats
from krs_portal.kit.downloads import XLSX
from krs_portal.reports.workbooks import DAY, NUMBER, ReportSheet, SheetColumn, build_csv, build_xlsx
from monitoring.occupants.enums import Relation
from monitoring.occupants.readiness.models import Referral, ReferralList

KINDS = {
    "xlsx": XLSX,
    "csv": "text/csv; charset=utf-8",
}


def build_referral_file(kind: str, list_: ReferralList, rows: Sequence[Referral]) -> tuple[bytes, str]:
    sheet = build_referral_sheet(list_, rows)
    content = build_csv(sheet) if kind == "csv" else build_xlsx([sheet], title=sheet.title, code=f"usulan-{list_.pk}")
    return content, KINDS[kind]


def build_referral_sheet(list_: ReferralList, rows: Sequence[Referral]) -> ReportSheet:
    columns = [
        SheetColumn(_("Nomor usulan"), NUMBER, 10),
        SheetColumn(_("Nama"), width=28),
        SheetColumn(_("NIK"), width=18),
        SheetColumn(_("Nomor KK"), width=18),
        SheetColumn(_("Telepon"), width=16),
        SheetColumn(_("Kab/kota"), width=18),
        SheetColumn(_("Hunian"), width=28),
        SheetColumn(_("Unit"), width=10),
        SheetColumn(_("Tinggal sejak"), DAY),
        SheetColumn(_("Status perkawinan")),
        SheetColumn(_("Anggota"), NUMBER, 9),
        SheetColumn(_("Penghasilan"), NUMBER),
        SheetColumn(_("Penghasilan pasangan"), NUMBER),
        SheetColumn(_("Tabungan"), NUMBER),
        SheetColumn(_("Kemampuan mengangsur"), NUMBER),
        SheetColumn(_("Persetujuan diberikan"), DAY),
        SheetColumn(_("Jawaban"), width=16),
        SheetColumn(_("Dijawab"), DAY),
        SheetColumn(_("Keterangan"), width=30),
    ]
    return ReportSheet(
        name=_("Usulan"),
        title=_("Usulan %(programme)s kepada %(recipient)s")
        % {
            "programme": list_.programme,
            "recipient": list_.recipient,
        },
        columns=columns,
        rows=[
            build_referral_row(row) if row.consent.withdrawn_at is None else build_withdrawn_row(row, len(columns))
            for row in rows
        ],
        notes=[
            _("Dikirim %(at)s oleh %(office)s.") % {"at": formats.format_moment(list_.sent_at), "office": list_.office},
            _("Data pribadi: hanya untuk menilai permohonan program ini, atas persetujuan yang bersangkutan."),
        ],
    )


def build_referral_row(row: Referral) -> list[Any]:
    home = row.household
    stays = sorted(home.tenancies.all(), key=lambda stay: stay.started_on)
    head = next((member for member in home.members.all() if member.relation == Relation.HEAD), None)
    return [
        row.pk, home.name, (head.nik_ciphertext if head else None) or "", home.kk_ciphertext or "", home.phone,
        str(home.estate.region), home.estate.name, str(stays[-1].unit) if stays else "",
        stays[0].started_on if stays else None, str(home.get_marital_status_display()), home.member_count, home.income,
        home.spouse_income, home.savings, home.instalment, row.consent.given_on, str(row.get_answer_display()),
        row.answered_on, row.note,
    ]  # fmt: skip


def build_withdrawn_row(row: Referral, width: int) -> list[Any]:
    """Row of a household that withdrew its consent after the list was sent.

    Only its number remains, with the request to delete the data.
    """
    return [row.pk, *[None] * (width - 2), _("Persetujuan ditarik; hapus data rumah tangga ini.")]
