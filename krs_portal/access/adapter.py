"""How allauth behaves here: nobody signs up alone, guessing is limited, and everybody lands where their work is."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from krs_portal.access.attempts import explain_wait, give_back_attempt, list_counters, take_attempt
from krs_portal.access.models import SealedSecret
from krs_portal.access.policies import why_not_remove_factor
from krs_portal.kit import navigation
from krs_portal.kit.clock import now
from krs_portal.kit.qr import draw_qr
from krs_portal.kit.refusals import reject_if
from krs_portal.kit.typed import shows_page


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The first link of the user's navigation: the counter for an officer, the dashboard for the ministry."""
        places = navigation.list_header_links(request)
        return str(places[0].url if places else super().get_login_redirect_url(request))

    def is_safe_url(self, url: str | None) -> bool:
        """Where somebody may be sent after signing in: to a page of ours, not to an address that only takes forms."""
        return bool(super().is_safe_url(url)) and shows_page(url or "")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Compare a password, as often as the limits allow; signing in and confirming a session both ask here."""
        at, counters = now(), list_counters(request, "password", credentials.get("email", ""))
        reject_if(explain_wait(take_attempt(counters, at=at), at=at))
        user = super().authenticate(request, **credentials)
        if user:
            give_back_attempt(counters)
        return user


class FactorAdapter(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        return "Klinik Rumah Swadaya"

    def build_totp_svg(self, url: str) -> str:
        return draw_qr(url)

    def encrypt(self, text: str) -> str:
        return str(SealedSecret.objects.create(text=text).pk)

    def decrypt(self, encrypted_text: str) -> str:
        return str(SealedSecret.objects.get(pk=encrypted_text).text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return why_not_remove_factor(authenticator) is None

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Kunci %(number)d") % {"number": number}
