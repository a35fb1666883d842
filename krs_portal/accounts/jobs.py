"""Scheduled work; the times stand in settings."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore


@shared_task(ignore_result=True, expires=3600)
def delete_expired_sessions() -> None:
    """With a session goes what was typed into forms that were never finished."""
    SessionStore.clear_expired()
