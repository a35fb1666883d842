"""`Authorization: Token …`, whose tokens stand in the database as digests only."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from krs_portal.accounts.models import ApiToken, User


class DigestTokenAuthentication(TokenAuthentication):
    def authenticate_credentials(self, key: str) -> tuple[User, Any]:
        token = ApiToken.objects.find(key)
        if token is None or not token.user.is_active:
            raise AuthenticationFailed(_("Token ini tidak berlaku."))
        return token.user, token
