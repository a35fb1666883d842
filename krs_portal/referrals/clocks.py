"""The clocks of a referral: from the day on which it was sent, in the office's zone, with the partner's own lengths."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from krs_portal.kit.clock import day_of
from krs_portal.referrals.enums import ClockMark
from krs_portal.referrals.models import Partner, Referral


def compute_due_day(partner: Partner, sent_on: date) -> date:
    return sent_on + timedelta(days=partner.remind_after)


def count_days_waited(referral: Referral, at: datetime) -> int:
    """Whole days since it was sent; none for a draft."""
    if referral.sent_at is None:
        return 0
    zone = referral.office.time_zone
    return (day_of(at, zone) - day_of(referral.sent_at, zone)).days


def compute_mark(referral: Referral, at: datetime) -> ClockMark:
    """What the clocks say now of a referral that waits for its answer."""
    if count_days_waited(referral, at) > referral.programme.partner.at_risk_after:
        return ClockMark.AT_RISK
    is_late = referral.due_on is not None and day_of(at, referral.office.time_zone) > referral.due_on
    return ClockMark.UNANSWERED if is_late else ClockMark.NONE


def has_run_out(referral: Referral, at: datetime) -> bool:
    return count_days_waited(referral, at) > referral.programme.partner.close_after
