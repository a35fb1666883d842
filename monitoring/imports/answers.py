"""The import kind `referral-answers`: what a bank or programme answered about the households of a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from krs_portal.imports import values
from krs_portal.imports.kinds import Column, ImportKind, Lines, Values
from krs_portal.imports.models import Batch
from krs_portal.kit.clock import day_of, today
from krs_portal.offices.models import Office
from monitoring.enums import ReferralAnswer
from monitoring.imports.occupants import why_not_import, why_not_see
from monitoring.models import Referral
from monitoring.services import referrals

ANSWERS: dict[str, Sequence[str]] = {
    ReferralAnswer.ACCEPTED: ["Diterima", "Disetujui", "Lolos", "Ya"],
    ReferralAnswer.DECLINED: ["Tidak diterima", "Ditolak", "Tidak lolos", "Tidak"],
}
t = gettext_lazy
COLUMNS = [
    Column("number", t("Nomor usulan"), values.whole(low=1, high=2**62), required=True, aliases=["No usulan"],
           help=t("Seperti pada berkas usulan yang dikirim.")),
    Column("answer", t("Jawaban"), values.choice(ANSWERS), required=True, aliases=["Hasil", "Keputusan"],
           choices=["Diterima", "Tidak diterima"]),
    Column("answered_on", t("Dijawab"), values.day(), required=True, aliases=["Tanggal jawaban", "Tanggal"]),
    Column("note", t("Keterangan"), values.text(longest=300), aliases=["Catatan", "Alasan"]),
]  # fmt: skip


def key(row: Values) -> str:
    return str(row["number"])


def check(lines: Lines, office: Office, user: Any) -> None:
    numbers = [line.values["number"] for line in lines]
    rows = Referral.objects.visible_to(user).filter(pk__in=numbers, list__office=office).select_related("list")
    found = {row.pk: row for row in rows}
    for line in lines:
        referral, answered_on = found.get(line.values["number"]), line.values["answered_on"]
        if referral is None or referral.list.sent_at is None:
            line.wants("number", _("Tidak ada usulan bernomor ini dalam daftar yang sudah dikirim dinas ini."))
        elif referral.answer != ReferralAnswer.WAITING:
            line.is_twin(_("Sudah dijawab: %(answer)s.") % {"answer": referral.get_answer_display()})
        elif answered_on > today().isoformat():
            line.wants("answered_on", _("Tanggal jawaban belum tiba."))
        elif answered_on < day_of(referral.list.sent_at).isoformat():
            line.wants("answered_on", _("Tanggal jawaban mendahului pengiriman daftar."))


def commit(lines: Lines, batch: Batch, user: Any, at: datetime) -> Sequence[Any]:
    rows = Referral.objects.in_bulk([line.values["number"] for line in lines])
    for line in lines:
        referrals.answer_referral(
            referral=rows[line.values["number"]],
            answer=ReferralAnswer(line.values["answer"]),
            answered_on=date.fromisoformat(line.values["answered_on"]),
            note=line.values.get("note") or "",
            by=user,
            at=at,
        )
    return [line.values["number"] for line in lines]


def undo(batch: Batch, user: Any, at: datetime) -> None:
    keys = [int(each) for each in batch.rows.exclude(result_key="").values_list("result_key", flat=True)]
    for referral in Referral.objects.filter(pk__in=keys).order_by("pk"):
        referrals.answer_referral(
            referral=referral, answer=ReferralAnswer.WAITING, answered_on=None, note="", by=user, at=at
        )


KIND = ImportKind(
    code="referral-answers",
    title=gettext_lazy("Jawaban atas daftar usulan"),
    columns=COLUMNS,
    key=key,
    check=check,
    commit=commit,
    undo=undo,
    why_not_see=why_not_see,
    why_not_import=why_not_import,
    rows_url=lambda batch: reverse("monitoring:referral_lists"),
    intro=gettext_lazy("Satu baris satu rumah tangga, dikenali dari nomor usulannya. Yang sudah dijawab dilewati."),
)
