from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from krs_portal.kit import navigation
from krs_portal.kit.navigation import NavItem
from krs_portal.kit.personal import HOLDINGS
from krs_portal.outbox.enums import Channel
from krs_portal.outbox.kinds import MESSAGE_KINDS, MessageKind


class OutboxConfig(AppConfig):
    name = "krs_portal.outbox"
    verbose_name = _("Pesan keluar")

    def ready(self) -> None:
        # Models are ready only now.
        from krs_portal.outbox import personal, policies

        HOLDINGS.register(*personal.HOLDINGS)
        navigation.register_nav_items(NavItem(_("Pesan"), "outbox:messages", "mail", 80, policies.reads_messages))
        MESSAGE_KINDS.register(MessageKind("trial", _("Pesan percobaan"), frozenset(Channel)))
