"""`Authorization: Token …`, whose tokens stand in the database as digests only, end, and are good for some things."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from krs_portal.accounts.enums import Scope
from krs_portal.accounts.models import ApiToken, User
from krs_portal.kit.clock import now

NOTED_EVERY = timedelta(minutes=1)  # a program asks many times a second, and its use is no secret to keep exactly


class DigestTokenAuthentication(TokenAuthentication):
    def authenticate(self, request: Request) -> tuple[User, Any] | None:
        found = super().authenticate(request)
        if found:
            refuse_other_scope(found[1], find_scope(request))
        return found

    def authenticate_credentials(self, key: str) -> tuple[User, Any]:
        at, token = now(), ApiToken.objects.find(key)
        if token is None or not token.user.is_active:
            raise AuthenticationFailed(_("Token ini tidak berlaku."), "token_unknown")
        if token.has_ended(at):
            raise AuthenticationFailed(_("Masa berlaku token ini sudah berakhir; buat yang baru."), "token_ended")
        if token.last_used_at is None or token.last_used_at < at - NOTED_EVERY:
            stale = Q(last_used_at=None) | Q(last_used_at__lt=at - NOTED_EVERY)
            ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=at)
        return token.user, token


def find_scope(request: Request) -> Scope | None:
    """What the operation asks of a token: to read, or the `scope` of its view; None where it is open to all."""
    view: Any = request.parser_context["view"] if request.parser_context else None
    if request.method in SAFE_METHODS:
        return Scope.READ
    if not hasattr(view, str(request.method).lower()):
        return None  # answered with 405
    scope: Scope | None = view.scope
    return scope


def refuse_other_scope(token: ApiToken, scope: Scope | None) -> None:
    if scope and not token.allows(scope):
        sentence = _("Token ini tidak mencakup permintaan itu; diperlukan cakupan “%(scope)s”.") % {
            "scope": scope.value
        }
        raise PermissionDenied(sentence, "out_of_scope")
