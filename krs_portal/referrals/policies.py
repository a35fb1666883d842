"""Who may refer, answer and keep the directory, as sentences. `None` means yes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.kit.badges import label_in_sentence
from krs_portal.offices.enums import CLINIC_KINDS, OfficeKind, Role
from krs_portal.offices.models import Office
from krs_portal.offices.policies import list_kinds_and_roles, why_not_act
from krs_portal.offices.querysets import OfficeQuerySet, list_offices_with_role
from krs_portal.referrals.enums import (
    ANSWERS,
    DIRECTORY_ROLES,
    KEEPER_ROLES,
    LINK_LASTS,
    REFERRAL_MOVES,
    NextAct,
    ReferralState,
)
from krs_portal.referrals.models import Partner, Programme, Referral


def reads_referrals(user: Any) -> bool:
    """Has referrals in sight: everybody of a clinic or of the ministry."""
    kinds = (*CLINIC_KINDS, OfficeKind.DIRECTORATE)
    return any(role == Role.ADMIN or kind in kinds for kind, role in list_kinds_and_roles(user))


def why_not_read_referrals(user: Any) -> str | None:
    if reads_referrals(user):
        return None
    return _("Daftar rujukan hanya untuk klinik dan kementerian.")


def list_referring_offices(user: Any) -> OfficeQuerySet:
    """The offices whose people the user refers, and whose names they read whole."""
    return Office.objects.at_or_below(list_offices_with_role(user, *KEEPER_ROLES))


def why_not_refer(user: Any, office: Office) -> str | None:
    return why_not_act(user, office, *KEEPER_ROLES)


def why_not_offer(programme: Programme, office: Office, day: date) -> str | None:
    """A programme that is closed, or for other regions, takes nobody from this office."""
    if Programme.objects.active().offered_to(office, day).filter(pk=programme.pk).exists():
        return None
    return _("Program ini tidak dibuka untuk unit Anda. Pilih program lain.")


def why_not_due(partner: Partner, due_on: date, sent_on: date) -> str | None:
    """The partner needs time to answer, and after its last clock the referral is closed."""
    if due_on <= sent_on:
        return _("Beri mitra waktu: batas jawaban sesudah hari pengiriman.")
    if due_on > sent_on + timedelta(days=partner.close_after):
        return _("Rujukan kepada mitra ini ditutup sesudah %(days)d hari; pilih batas jawaban yang lebih dekat.") % {
            "days": partner.close_after
        }
    return None


def why_not_move(referral: Referral, to: ReferralState) -> str | None:
    if to in REFERRAL_MOVES[ReferralState(referral.state)]:
        return None
    return _("Rujukan ini sudah %(state)s.") % {"state": label_referral_state(referral)}


def why_not_send(user: Any, referral: Referral) -> str | None:
    if refusal := why_not_refer(user, referral.office) or why_not_move(referral, ReferralState.SENT):
        return refusal
    return why_not_reach(referral.programme.partner)


def why_not_reach(partner: Partner) -> str | None:
    if partner.is_reachable:
        return None
    return _("Mitra ini belum punya surel atau nomor WhatsApp di direktori, jadi suratnya tidak dapat dikirim.")


def why_not_withdraw(user: Any, referral: Referral) -> str | None:
    return why_not_refer(user, referral.office) or why_not_move(referral, ReferralState.WITHDRAWN)


def why_not_record_answer(user: Any, referral: Referral) -> str | None:
    """The office writes down what the partner said by telephone."""
    return why_not_refer(user, referral.office) or why_not_awaited(referral)


def why_not_awaited(referral: Referral) -> str | None:
    if list_possible_answers(referral):
        return None
    if referral.state == ReferralState.DRAFT:
        return _("Rujukan ini belum dikirim, jadi belum ada jawabannya.")
    return _("Rujukan ini sudah %(state)s; tidak ada jawaban yang ditunggu.") % {
        "state": label_referral_state(referral)
    }


def list_possible_answers(referral: Referral) -> list[ReferralState]:
    """What the partner can still say."""
    if referral.state == ReferralState.DRAFT:
        return []
    return [answer for answer in ANSWERS if answer in REFERRAL_MOVES[ReferralState(referral.state)]]


def why_closed_to_partner(referral: Referral, *, at: datetime) -> str | None:
    """The link ends with the referral, and a year after it was sent."""
    match referral.state:
        case ReferralState.WITHDRAWN:
            return _("Rujukan ini ditarik. Hapuslah data pemohon yang Anda terima; tautan ini tidak berlaku lagi.")
        case ReferralState.CLOSED:
            return _("Rujukan ini ditutup karena tidak dijawab sampai batasnya; tautan ini tidak berlaku lagi.")
        case ReferralState.DECLINED | ReferralState.DELIVERED:
            return _("Rujukan ini sudah %(state)s. Terima kasih; tautan ini tidak berlaku lagi.") % {
                "state": label_referral_state(referral)
            }
    if referral.sent_at is None or at > referral.sent_at + LINK_LASTS:
        return _("Tautan ini sudah lewat masa berlakunya. Hubungi kantor yang merujuk.")
    return None


def why_not_settle(user: Any, referral: Referral) -> str | None:
    """Saying what is done for somebody who was refused."""
    if refusal := why_not_refer(user, referral.office):
        return refusal
    if referral.next_act == NextAct.PENDING:
        return None
    return _("Tidak ada penolakan yang masih perlu ditindaklanjuti pada rujukan ini.")


def keeps_national_directory(user: Any) -> bool:
    """The ministry's own people keep the partners of the nation."""
    return user.is_superuser or any(
        kind == OfficeKind.DIRECTORATE and role in DIRECTORY_ROLES for kind, role in list_kinds_and_roles(user)
    )


def list_directory_offices(user: Any) -> OfficeQuerySet:
    """The offices whose own partners the user keeps."""
    return Office.objects.at_or_below(list_offices_with_role(user, *DIRECTORY_ROLES)).clinics()


def keeps_some_directory(user: Any) -> bool:
    return keeps_national_directory(user) or list_directory_offices(user).exists()


def why_not_start_partner(user: Any) -> str | None:
    return None if keeps_some_directory(user) else _("Mitra dicatat oleh kepala unit, administrator, atau kementerian.")


def why_not_keep_partner(user: Any, office: Office | None) -> str | None:
    """An office's partners are kept by its head and by those above; those of the nation by the ministry."""
    if office is None:
        return None if keeps_national_directory(user) else _("Mitra nasional hanya diubah oleh kementerian.")
    return why_not_act(user, office, *DIRECTORY_ROLES)


def label_referral_state(referral: Referral) -> str:
    return label_in_sentence(ReferralState(referral.state))
