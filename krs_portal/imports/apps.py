from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.navigation import NavItem, register_nav_items


class ImportsConfig(AppConfig):
    name = "krs_portal.imports"
    verbose_name = _("Impor")

    def ready(self) -> None:
        from krs_portal.imports import policies  # models are ready only now

        register_nav_items(NavItem(_("Impor"), "imports:list", "file-spreadsheet", 70, policies.sees_imports))
