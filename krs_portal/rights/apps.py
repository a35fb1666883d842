from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.navigation import NavItem, register_nav_items
from krs_portal.kit.personal import HOLDINGS
from krs_portal.outbox.kinds import MESSAGE_KINDS


class RightsConfig(AppConfig):
    name = "krs_portal.rights"
    verbose_name = _("Hak atas data pribadi")

    def ready(self) -> None:
        from krs_portal.rights import ending, letters, personal, policies  # models are ready only now
        from krs_portal.rights.retention import RETENTION_KINDS

        HOLDINGS.register(*personal.HOLDINGS)
        MESSAGE_KINDS.register(*letters.KINDS)
        RETENTION_KINDS.register(*ending.KINDS)
        register_nav_items(
            NavItem(_("Permintaan data"), "rights:requests", "shield-check", 85, policies.answers_requests),
            NavItem(_("Insiden data"), "rights:breaches", "alert-triangle", 96, policies.keeps_breaches),
        )
