"""How allauth behaves here: nobody signs up alone, and everybody lands where their own work is."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from krs_portal.kit import navigation


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The first word of the person's own navigation: the desk for an officer, the board for the ministry."""
        places = navigation.places(request)
        return str(places[0].url if places else super().get_login_redirect_url(request))
