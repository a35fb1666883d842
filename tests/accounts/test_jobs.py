"""What was typed into a form that nobody finished goes with its session."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from krs_portal.accounts.jobs import delete_expired_sessions

pytestmark = pytest.mark.django_db


def test_ended_sessions_go_and_others_stay(client):
    client.session.save()
    kept = client.session.session_key
    for hours in (1, 100):
        Session.objects.create(
            session_key=f"ended{hours}", session_data="typed", expire_date=timezone.now() - timedelta(hours=hours)
        )

    delete_expired_sessions()

    assert [session.session_key for session in Session.objects.all()] == [kept]


def test_it_is_done_every_hour():
    (told,) = [each for each in settings.CELERY_BEAT_SCHEDULE.values() if each["task"] == delete_expired_sessions.name]

    assert told["schedule"] == 3600
