"""What is done with referrals: drawn up, sent, answered, withdrawn, settled; and with the directory of partners."""

from krs_portal.referrals.services.directory import save_partner, save_programme
from krs_portal.referrals.services.erasing import erase_referrals
from krs_portal.referrals.services.loop import answer_referral, explain_referral, send_referral, withdraw_referral
from krs_portal.referrals.services.nightly import run_clocks
from krs_portal.referrals.services.starting import start_referral

__all__ = [
    "answer_referral",
    "erase_referrals",
    "explain_referral",
    "run_clocks",
    "save_partner",
    "save_programme",
    "send_referral",
    "start_referral",
    "withdraw_referral",
]
