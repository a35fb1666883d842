from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.navigation import NavItem, register_nav_items
from krs_portal.kit.personal import HOLDINGS
from krs_portal.kit.reference import references
from krs_portal.outbox.kinds import MESSAGE_KINDS


class ReferralsConfig(AppConfig):
    name = "krs_portal.referrals"
    verbose_name = _("Rujukan")

    def ready(self) -> None:
        from krs_portal.referrals import messages, personal, policies  # models are ready only now
        from krs_portal.referrals.reference import REFERENCES

        HOLDINGS.register(*personal.HOLDINGS)
        MESSAGE_KINDS.register(*messages.KINDS)
        references.register(*REFERENCES)
        register_nav_items(NavItem(_("Rujukan"), "referrals:list", "arrow-right", 45, policies.reads_referrals))
