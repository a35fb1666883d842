from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from krs_portal.outbox import kinds
from krs_portal.outbox.enums import Channel


class OutboxConfig(AppConfig):
    name = "krs_portal.outbox"
    verbose_name = _("Pesan keluar")

    def ready(self) -> None:
        kinds.register(kinds.MessageKind("trial", _("Pesan percobaan"), frozenset(Channel)))
