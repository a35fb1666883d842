"""Lists of households put forward to a programme or bank."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from krs_portal.offices.models import Office
from monitoring.enums import (
    ConsentPurpose,
    ObjectionState,
    Verdict,
)
from monitoring.models import (
    Household,
    Referral,
    ReferralList,
)
from monitoring.policies.agencies import known_agencies
from monitoring.policies.people import why_not_edit_people


def why_not_refer(user: Any, office: Office) -> str | None:
    """Drawing up a list for a programme or bank."""
    if office.pk in known_agencies(user):
        return None
    return _("Daftar usulan disusun oleh dinas yang bersangkutan, atau petugas dan kepala dinas provinsinya.")


def why_not_change_list(user: Any, list_: ReferralList) -> str | None:
    if refusal := why_not_refer(user, list_.office):
        return refusal
    return None if list_.sent_at is None else _("Daftar ini sudah dikirim, jadi isinya tetap.")


def why_not_send_list(user: Any, list_: ReferralList) -> str | None:
    if refusal := why_not_change_list(user, list_):
        return refusal
    return None if list_.referrals.exists() else _("Daftar ini masih kosong.")


def why_not_export_list(user: Any, list_: ReferralList) -> str | None:
    """The file holds specific data: it is made for what was sent, by those who may open it."""
    if refusal := why_not_refer(user, list_.office):
        return refusal
    return None if list_.sent_at is not None else _("Kirim daftarnya lebih dahulu; yang belum dikirim tidak diunduh.")


def why_not_enter_list(user: Any, list_: ReferralList, household: Household) -> str | None:
    """Consent lets the data leave; ready, or not ready according to an assessment the household rightly objected to."""
    if refusal := why_not_change_list(user, list_) or why_not_edit_people(user, household.estate):
        return refusal
    if household.estate.office_id != list_.office_id and household.estate.office.parent_id != list_.office_id:
        return _("Rumah tangga ini di luar wilayah dinas yang menyusun daftar.")
    if not household.consents.filter(purpose=ConsentPurpose.PROGRAMME, withdrawn_at__isnull=True).exists():
        return _("Rumah tangga ini belum menyetujui datanya disampaikan ke program kepemilikan rumah.")
    is_ready = household.assessments.filter(programme=list_.programme_id, verdict=Verdict.READY).exists()
    if is_ready or household.objections.filter(programme=list_.programme_id, state=ObjectionState.UPHELD).exists():
        return None
    return _("Menurut penilaian, rumah tangga ini belum siap untuk program ini.")


def why_not_answer_referral(user: Any, referral: Referral) -> str | None:
    if refusal := why_not_refer(user, referral.list.office):
        return refusal
    return None if referral.list.sent_at is not None else _("Daftar ini belum dikirim, jadi belum ada jawabannya.")
