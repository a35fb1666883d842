"""A list that was sent, as the file its recipient gets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.kit import formats
from krs_portal.reports.workbooks import DAY, NUMBER, Column, Sheet, comma_separated, xlsx
from monitoring.enums import Relation
from monitoring.models import Referral, ReferralList

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def made(kind: str, list_: ReferralList, rows: Sequence[Referral]) -> tuple[bytes, str]:
    sheet = sheet_of(list_, rows)
    content = comma_separated(sheet) if kind == "csv" else xlsx([sheet], title=sheet.title, code=f"usulan-{list_.pk}")
    return content, KINDS[kind]


def sheet_of(list_: ReferralList, rows: Sequence[Referral]) -> Sheet:
    columns = [
        Column(_("Nomor usulan"), NUMBER, 10), Column(_("Nama"), width=28), Column(_("NIK"), width=18),
        Column(_("Nomor KK"), width=18), Column(_("Telepon"), width=16), Column(_("Kab/kota"), width=18),
        Column(_("Hunian"), width=28), Column(_("Unit"), width=10), Column(_("Tinggal sejak"), DAY),
        Column(_("Status perkawinan")), Column(_("Anggota"), NUMBER, 9), Column(_("Penghasilan"), NUMBER),
        Column(_("Penghasilan pasangan"), NUMBER), Column(_("Tabungan"), NUMBER),
        Column(_("Kemampuan mengangsur"), NUMBER), Column(_("Persetujuan diberikan"), DAY),
        Column(_("Jawaban"), width=16), Column(_("Dijawab"), DAY), Column(_("Keterangan"), width=30),
    ]  # fmt: skip
    return Sheet(
        name=_("Usulan"),
        title=_("Usulan %(programme)s kepada %(recipient)s") % {
            "programme": list_.programme, "recipient": list_.recipient,
        },
        columns=columns,
        rows=[line(row) if row.consent.withdrawn_at is None else withdrawn(row, len(columns)) for row in rows],
        notes=[
            _("Dikirim %(at)s oleh %(office)s.") % {"at": formats.moment(list_.sent_at), "office": list_.office},
            _("Data pribadi: hanya untuk menilai permohonan program ini, atas persetujuan yang bersangkutan."),
        ],
    )  # fmt: skip


def line(row: Referral) -> list[Any]:
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


def withdrawn(row: Referral, width: int) -> list[Any]:
    """Consent was taken back after the list had left: the row stays as a number, and says so."""
    return [row.pk, *[None] * (width - 2), _("Persetujuan ditarik; hapus data rumah tangga ini.")]
