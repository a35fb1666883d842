"""Scheduled work: every morning the clocks of referrals that wait for their answer."""

from celery import shared_task

from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import now
from krs_portal.referrals import services


@shared_task(ignore_result=True)
def run_referral_clocks() -> None:
    with record_actor("run_referral_clocks"):
        services.run_clocks(at=now())
