from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.navigation import NavItem, register


class ReportsConfig(AppConfig):
    name = "krs_portal.reports"
    verbose_name = _("Laporan")

    def ready(self) -> None:
        from krs_portal.reports import policies  # models are ready only now

        register(NavItem(_("Laporan"), "reports:list", "file-text", 60, policies.sees_reports))
