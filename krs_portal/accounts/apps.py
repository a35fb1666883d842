from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from krs_portal.kit import navigation
from krs_portal.kit.personal import HOLDINGS


class AccountsConfig(AppConfig):
    name = "krs_portal.accounts"
    verbose_name = _("Akun")

    def ready(self) -> None:
        from krs_portal.accounts import personal  # models are ready only now

        HOLDINGS.register(*personal.HOLDINGS)
        navigation.register_nav_items(
            navigation.NavItem(_("Masuk"), "account_login", "login-2", 90, navigation.is_signed_out),
        )
