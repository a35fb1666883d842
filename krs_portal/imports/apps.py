from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.navigation import NavItem, register_nav_items
from krs_portal.kit.personal import HOLDINGS


class ImportsConfig(AppConfig):
    name = "krs_portal.imports"
    verbose_name = _("Impor")

    def ready(self) -> None:
        from krs_portal.imports import personal, policies  # models are ready only now

        HOLDINGS.register(*personal.HOLDINGS)
        register_nav_items(NavItem(_("Impor"), "imports:list", "file-spreadsheet", 70, policies.sees_imports))
