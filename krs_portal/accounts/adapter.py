"""How allauth behaves here: nobody signs up alone, and everybody lands where their own work is."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from krs_portal.kit import navigation
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
