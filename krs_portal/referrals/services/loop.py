"""The loop of a referral: sent, received, accepted or declined, delivered; withdrawn; settled where it was refused."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_future_day, reject_if
from krs_portal.kit.saving import save_checked_row
from krs_portal.referrals import clocks, messages, policies
from krs_portal.referrals.enums import REFUSED, ClockMark, NextAct, ReferralState
from krs_portal.referrals.kinds import REFERRAL_KINDS
from krs_portal.referrals.models import Referral, ReferralStep


def lock_referral(referral: Referral, **options: Any) -> Referral:
    return lock_row(referral, "programme__partner", "office__parent", **options)


@transaction.atomic
def send_referral(*, referral: Referral, by: Any, at: datetime) -> Referral:
    """Send the letter with the link; the clocks of the partner begin today."""
    referral = lock_referral(referral)
    refuse_if(policies.why_not_refer(by, referral.office))
    reject_if(policies.why_not_send(by, referral))
    partner, today = referral.programme.partner, day_of(at, referral.office.time_zone)
    reject_if(policies.why_not_offer(referral.programme, referral.office, today))
    if referral.due_on is None:
        referral.due_on = clocks.compute_due_day(partner, today)
    reject_if(policies.why_not_due(partner, referral.due_on, today), "due_on")
    referral.sent_at, referral.sent_by = at, by
    move_referral(referral, ReferralState.SENT, by=by, at=at)
    messages.write_partner_letters(messages.SENT, referral, at=at)
    return referral


@transaction.atomic
def answer_referral(
    *,
    referral: Referral,
    answer: str,
    by: Any,
    at: datetime,
    reason: str = "",
    delivered_on: date | None = None,
) -> Referral:
    """What the partner says: itself by the link (`by` is None), or by telephone to the office that writes it down."""
    referral, to = lock_referral(referral), ReferralState(answer)
    if by is None:
        reject_if(policies.why_closed_to_partner(referral, at=at))
    else:
        refuse_if(policies.why_not_refer(by, referral.office))
    reject_if(policies.why_not_awaited(referral) or policies.why_not_move(referral, to))
    if to == ReferralState.DECLINED:
        reject_if(None if reason.strip() else _("Tuliskan alasan penolakannya."), "reason")
        referral.reason, referral.next_act = reason.strip(), NextAct.PENDING
    if to == ReferralState.DELIVERED:
        reject_if(None if delivered_on else _("Isi tanggal terlaksananya."), "delivered_on")
        check_delivery_day(referral, delivered_on, at)
        referral.delivered_on = delivered_on
    move_referral(referral, to, by=by, at=at, remark=reason.strip())
    messages.cancel_partner_letters(referral, at=at)
    return referral


def check_delivery_day(referral: Referral, day: date | None, at: datetime) -> None:
    zone = referral.office.time_zone
    if day and referral.sent_at:
        reject_future_day("delivered_on", day, day_of(at, zone))
        is_early = day < day_of(referral.sent_at, zone)
        reject_if(_("Rujukan ini baru dikirim sesudah tanggal itu.") if is_early else None, "delivered_on")


@transaction.atomic
def withdraw_referral(*, referral: Referral, reason: str, by: Any, at: datetime) -> Referral:
    """The person or the office takes it back; a partner that has the letter is asked to delete what it received."""
    referral = lock_referral(referral)
    refuse_if(policies.why_not_refer(by, referral.office))
    reject_if(policies.why_not_withdraw(by, referral))
    reject_if(None if reason.strip() else _("Tuliskan alasannya."), "reason")
    referral.reason = reason.strip()
    move_referral(referral, ReferralState.WITHDRAWN, by=by, at=at, remark=referral.reason)
    messages.cancel_partner_letters(referral, at=at)
    if referral.sent_at:
        messages.write_partner_letters(messages.WITHDRAWN, referral, at=at)
    return referral


@transaction.atomic
def explain_referral(*, referral: Referral, note: str, by: Any, at: datetime) -> Referral:
    """The person was told why, and what they can do now."""
    referral = lock_referral(referral)
    refuse_if(policies.why_not_refer(by, referral.office))
    reject_if(policies.why_not_settle(by, referral))
    reject_if(None if note.strip() else _("Tuliskan apa yang dijelaskan."), "note")
    settle_refusal(referral, NextAct.EXPLAINED, note.strip(), by=by, at=at)
    return referral


def settle_refusal(referral: Referral, act: NextAct, remark: str, *, by: Any, at: datetime) -> None:
    referral.next_act = act
    save_checked_row(referral, checks_fields=False)
    record_step(referral, by=by, at=at, remark=remark)


def move_referral(referral: Referral, to: ReferralState, *, by: Any, at: datetime, remark: str = "") -> None:
    """Save the state with its step; who has answered is not late any more."""
    referral.state = to
    if to not in (ReferralState.SENT, ReferralState.RECEIVED):
        referral.mark = ClockMark.NONE
    if to not in REFUSED:
        referral.next_act = NextAct.NONE
    save_checked_row(referral, checks_fields=False)
    record_step(referral, by=by, at=at, remark=remark)
    kind = REFERRAL_KINDS.find(referral.about_kind)
    if kind and kind.on_moved:
        kind.on_moved(referral, by, at)


def record_step(referral: Referral, *, by: Any, at: datetime, remark: str = "") -> None:
    ReferralStep.objects.create(referral=referral, state=referral.state, noted_at=at, by=by, remark=remark[:500])
