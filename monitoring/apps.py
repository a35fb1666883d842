from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.navigation import NavItem, register


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = _("Monitoring Rusun dan Rusus")

    def ready(self) -> None:
        from monitoring import policies  # models are ready only now

        register(
            NavItem(_("Monitoring"), "monitoring:picture", "building-community", 50, policies.reads_monitoring),
        )
