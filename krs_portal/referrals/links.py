"""The link in a letter to a partner: it shows one referral and takes its answers, without an account."""

from __future__ import annotations

from django.core import signing

from krs_portal.kit.links import build_absolute_url
from krs_portal.referrals.models import Referral

SALT = "referrals.links"


def sign_referral(referral: Referral) -> str:
    return signing.dumps(referral.pk, salt=SALT)


def build_partner_url(referral: Referral) -> str:
    return build_absolute_url("referrals:answer_by_link", sign_referral(referral))


def find_referral_by_token(token: str) -> Referral | None:
    """The referral of the token, if it was sent ever; whether the link still holds, the policy says."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    sent = Referral.objects.filter(pk=pk, sent_at__isnull=False)
    return sent.select_related("programme__partner", "office__parent").first()
