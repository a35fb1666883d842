"""The clocks, every night: who has not answered is reminded and marked, then at risk, then closed with a letter."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.kit.saving import save_checked_row
from krs_portal.referrals import clocks, messages
from krs_portal.referrals.enums import AWAITING, ClockMark, NextAct, ReferralState
from krs_portal.referrals.models import Referral
from krs_portal.referrals.services.loop import lock_referral, move_referral, record_step


def run_clocks(*, at: datetime) -> int:
    """Return for how many referrals something was done. Run twice, killed and run again: nothing is done twice."""
    waiting = Referral.objects.awaiting().with_partner().order_by("pk")
    return sum(
        run_clock(referral, at=at)
        for referral in waiting.iterator()
        if clocks.has_run_out(referral, at) or clocks.compute_mark(referral, at) != referral.mark
    )


@transaction.atomic
def run_clock(referral: Referral, *, at: datetime) -> bool:
    """One referral, if its partner has not answered meanwhile."""
    referral = lock_referral(referral)
    mark = clocks.compute_mark(referral, at)
    if referral.state not in AWAITING:
        return False
    if clocks.has_run_out(referral, at):
        close_unanswered(referral, at=at)
        return True
    if mark == referral.mark:
        return False
    referral.mark = mark
    save_checked_row(referral, checks_fields=False)
    remarks = {
        ClockMark.UNANSWERED: _("Batas jawaban lewat; mitra diingatkan dengan surat."),
        ClockMark.AT_RISK: _("Terancam: mitra masih belum menjawab."),
    }
    record_step(referral, by=None, at=at, remark=remarks.get(mark, ""))
    messages.write_partner_letters(messages.REMINDER, referral, at=at)
    return True


def close_unanswered(referral: Referral, *, at: datetime) -> None:
    days = referral.programme.partner.close_after
    referral.reason = _("Tidak dijawab dalam %(days)d hari.") % {"days": days}
    referral.next_act = NextAct.PENDING
    move_referral(referral, ReferralState.CLOSED, by=None, at=at, remark=referral.reason)
    messages.cancel_partner_letters(referral, at=at)
    messages.write_partner_letters(messages.CLOSED, referral, at=at)
