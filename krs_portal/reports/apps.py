from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.navigation import NavItem, register_nav_items


class ReportsConfig(AppConfig):
    name = "krs_portal.reports"
    verbose_name = _("Laporan")

    def ready(self) -> None:
        from krs_portal.reports import policies  # models are ready only now

        register_nav_items(NavItem(_("Laporan"), "reports:list", "file-text", 60, policies.sees_reports))
