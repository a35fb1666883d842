"""Scheduled work: every night, delete the bytes of files whose retention has ended and bytes that belong to no row."""

from celery import shared_task

from krs_portal.accounts.audit import record_actor
from krs_portal.files import services
from krs_portal.kit.clock import now


@shared_task(ignore_result=True)
def delete_expired_files() -> None:
    with record_actor("let_files_go"):
        services.delete_expired_contents(at=now())
        services.delete_stray_contents(at=now())
