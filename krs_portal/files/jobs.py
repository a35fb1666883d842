"""Scheduled work: once a night what may go goes."""

from celery import shared_task

from krs_portal.accounts.audit import acting
from krs_portal.files import services
from krs_portal.kit.clock import now


@shared_task(ignore_result=True)
def let_files_go() -> None:
    with acting("let_files_go"):
        services.let_go(at=now())
        services.sweep_strays(at=now())
