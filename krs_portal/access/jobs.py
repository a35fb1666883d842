"""Scheduled work; the times stand in settings."""

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from krs_portal.access.attempts import ACCOUNT, DEVICE, NETWORK, PAIR
from krs_portal.access.devices import KEPT
from krs_portal.access.models import Attempt, KnownDevice
from krs_portal.kit.clock import now


@shared_task(ignore_result=True, expires=3600)
def forget_old_traces() -> None:
    """Addresses and browsers of sessions that ended, devices of a year ago, and failures that count no more."""
    live = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(live)).delete()
    KnownDevice.objects.filter(last_seen_at__lt=now() - KEPT).delete()
    longest = max(limit.forgotten_after for limit in (DEVICE, PAIR, ACCOUNT, NETWORK))
    Attempt.objects.filter(last_at__lt=now() - longest).delete()
