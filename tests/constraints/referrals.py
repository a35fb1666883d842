from django.db.models import F

from krs_portal.referrals.enums import NextAct, ReferralState
from krs_portal.referrals.models import Partner, Programme, Referral
from tests.constraints.breaches import LONG_AGO, MOMENT, Breach, changed, repeated
from tests.factories import offices, referrals


def partner() -> Partner:
    return referrals.partner()


def programme() -> Programme:
    return referrals.programme()


def draft() -> Referral:
    return referrals.referral(offices.balai(), sends=False)


def sent() -> Referral:
    return referrals.referral(offices.balai())


ROWS: dict[str, Breach] = {
    "referrals_clocks_in_order": changed(partner, remind_after=21),
    "referrals_delivered_dated": changed(sent, delivered_on=LONG_AGO),
    "referrals_ended_with_reason": changed(draft, state=ReferralState.WITHDRAWN),
    "referrals_named": changed(draft, name=""),
    "referrals_partner_once": repeated(partner),
    "referrals_programme_once": repeated(programme),
    "referrals_refused_not_abandoned": changed(sent, next_act=NextAct.PENDING),
    "referrals_running_once": repeated(draft),
    "referrals_sent_has_moment": changed(draft, sent_at=MOMENT, sent_by=F("created_by")),
    "referrals_sent_signed": changed(sent, sent_by=None),
}
