"""What follows when allauth says that somebody signed in, or changed how they do."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse

from krs_portal.access import services
from krs_portal.access.attempts import PROVED_BY_MAIL
from krs_portal.access.devices import remember_device
from krs_portal.access.enums import SignInChange
from krs_portal.access.models import SealedSecret
from krs_portal.kit.clock import now


def follow_sign_in(request: HttpRequest, response: HttpResponse, user: Any, **said: Any) -> None:
    """Know the browser from now on, and tell the account's owner of a new one."""
    at = now()
    if device := remember_device(request, response, user, at=at):
        services.announce_device(device=device, address=request.META.get("REMOTE_ADDR", ""), at=at)


def follow_new_password(request: HttpRequest, user: Any, **said: Any) -> None:
    services.announce_change(user=user, change=SignInChange.PASSWORD, at=now())


def follow_password_reset(request: HttpRequest, user: Any, **said: Any) -> None:
    """Who opened the link has the mail of the account: strangers who guess at it do not hold them up."""
    request.session[PROVED_BY_MAIL] = user.email
    services.announce_change(user=user, change=SignInChange.PASSWORD, at=now())


def follow_new_factor(user: Any, authenticator: Authenticator, **said: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        services.announce_change(user=user, change=SignInChange.FACTOR_ADDED, at=now())


def follow_removed_factor(user: Any, authenticator: Authenticator, **said: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        services.announce_change(user=user, change=SignInChange.FACTOR_REMOVED, at=now())


def drop_secrets(instance: Authenticator, **said: Any) -> None:
    """With the factor goes its secret."""
    references = [instance.data.get(name) for name in ("secret", "seed")]
    SealedSecret.objects.filter(pk__in=[each for each in references if each]).delete()
