"""A browser of somebody who has signed in, second factor included, as the portal's own tests have one."""

from __future__ import annotations

from django.test import Client

from krs_portal.access.gate import SHOWN
from krs_portal.accounts.models import User


def enter(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SHOWN] = True
    session.save()
    return client
