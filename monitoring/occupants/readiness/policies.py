"""Who draws up referral lists, sends them, and records the answers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from krs_portal.offices.models import Office
from monitoring.occupants.enums import ConsentPurpose, ObjectionState
from monitoring.occupants.models import Household
from monitoring.occupants.policies import why_not_edit_people
from monitoring.occupants.readiness.enums import Verdict
from monitoring.occupants.readiness.models import Referral, ReferralList
from monitoring.register.policies import fills_anywhere, list_known_agencies


def why_not_refer(user: Any, office: Office) -> str | None:
    """Who may draw up a list for a programme or bank."""
    if office.pk in list_known_agencies(user):
        return None
    return _("Daftar usulan disusun oleh dinas yang bersangkutan, atau petugas dan kepala dinas provinsinya.")


def why_not_start_lists(user: Any) -> str | None:
    """Whether there is any agency for which the user may draw up a list."""
    return None if fills_anywhere(user) else _("Daftar usulan disusun oleh dinas perumahan.")


def why_not_change_list(user: Any, list_: ReferralList) -> str | None:
    if refusal := why_not_refer(user, list_.office):
        return refusal
    return None if list_.sent_at is None else _("Daftar ini sudah dikirim, jadi isinya tetap.")


def why_not_send_list(user: Any, list_: ReferralList) -> str | None:
    if refusal := why_not_change_list(user, list_):
        return refusal
    return None if list_.referrals.exists() else _("Daftar ini masih kosong.")


def why_not_export_list(user: Any, list_: ReferralList) -> str | None:
    """The file holds specific data, so it exists only for lists that were sent."""
    if refusal := why_not_refer(user, list_.office):
        return refusal
    return None if list_.sent_at is not None else _("Kirim daftarnya lebih dahulu; yang belum dikirim tidak diunduh.")


def why_not_enter_list(user: Any, list_: ReferralList, household: Household) -> str | None:
    """A household needs its consent, and must be ready or have objected successfully to its assessment."""
    if refusal := why_not_change_list(user, list_) or why_not_edit_people(user, household.estate):
        return refusal
    if list_.office_id not in household.estate.office.list_ids_at_or_above():
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
