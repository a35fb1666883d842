"""The import kind `referral-answers`: what a bank or programme answered about the households of a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.imports import days, values
from krs_portal.imports.kinds import ImportColumn, ImportKind, Lines, Values
from krs_portal.imports.models import Batch
from krs_portal.imports.undoing import list_result_keys
from krs_portal.kit.clock import day_of, today
from krs_portal.offices.models import Office
from monitoring.occupants.policies import why_not_import_occupants, why_not_see_occupant_rows
from monitoring.occupants.readiness.enums import ReferralAnswer
from monitoring.occupants.readiness.models import Referral
from monitoring.occupants.readiness.services import referrals

ANSWERS: dict[str, Sequence[str]] = {
    ReferralAnswer.ACCEPTED: ["Diterima", "Disetujui", "Lolos", "Ya"],
    ReferralAnswer.DECLINED: ["Tidak diterima", "Ditolak", "Tidak lolos", "Tidak"],
}
t = gettext_lazy
COLUMNS = [
    ImportColumn(
        "number",
        t("Nomor usulan"),
        values.build_count_parser(low=1, high=2**62),
        required=True,
        aliases=["No usulan"],
        help=t("Seperti pada berkas usulan yang dikirim."),
    ),
    ImportColumn(
        "answer",
        t("Jawaban"),
        values.build_choice_parser(ANSWERS),
        required=True,
        aliases=["Hasil", "Keputusan"],
        choices=["Diterima", "Tidak diterima"],
    ),
    ImportColumn(
        "answered_on", t("Dijawab"), days.build_day_parser(), required=True, aliases=["Tanggal jawaban", "Tanggal"]
    ),
    ImportColumn("note", t("Keterangan"), values.build_text_parser(longest=300), aliases=["Catatan", "Alasan"]),
]


def build_answer_key(row: Values) -> str:
    return str(row["number"])


def check_answer_rows(lines: Lines, office: Office, user: Any) -> None:
    numbers = [line.values["number"] for line in lines]
    rows = Referral.objects.visible_to(user).filter(pk__in=numbers, list__office=office).select_related("list")
    found = {row.pk: row for row in rows}
    for line in lines:
        referral, answered_on = found.get(line.values["number"]), line.values["answered_on"]
        if referral is None or referral.list.sent_at is None:
            line.wants("number", _("Tidak ada usulan bernomor ini dalam daftar yang sudah dikirim dinas ini."))
        elif referral.answer != ReferralAnswer.WAITING:
            line.is_twin(_("Sudah dijawab: %(answer)s.") % {"answer": referral.get_answer_display()})
        elif answered_on > today(office.time_zone).isoformat():
            line.wants("answered_on", _("Tanggal ini belum tiba."))
        elif answered_on < day_of(referral.list.sent_at, office.time_zone).isoformat():
            line.wants("answered_on", _("Tanggal jawaban mendahului pengiriman daftar."))


def commit_answer_rows(lines: Lines, batch: Batch, user: Any, at: datetime) -> Sequence[Any]:
    rows = Referral.objects.in_bulk([line.values["number"] for line in lines])
    for line in lines:
        answered_on = values.read_iso_day(line.values["answered_on"])
        referrals.answer_referral(
            referral=rows[line.values["number"]],
            answer=ReferralAnswer(line.values["answer"]),
            answered_on=answered_on,
            note=line.values.get("note") or "",
            by=user,
            at=at,
        )
    return [line.values["number"] for line in lines]


def undo_answer_import(batch: Batch, user: Any, at: datetime) -> None:
    for referral in Referral.objects.filter(pk__in=list_result_keys(batch)).order_by("pk"):
        referrals.answer_referral(
            referral=referral, answer=ReferralAnswer.WAITING, answered_on=None, note="", by=user, at=at
        )


KIND = ImportKind(
    code="referral-answers",
    title=gettext_lazy("Jawaban atas daftar usulan"),
    columns=COLUMNS,
    key=build_answer_key,
    check=check_answer_rows,
    commit=commit_answer_rows,
    undo=undo_answer_import,
    why_not_see=why_not_see_occupant_rows,
    why_not_import=why_not_import_occupants,
    rows_url=lambda batch: reverse("monitoring:referral_lists"),
    intro=gettext_lazy("Satu baris satu rumah tangga, dikenali dari nomor usulannya. Yang sudah dijawab dilewati."),
)
