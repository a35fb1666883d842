from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.navigation import NavItem, register
from krs_portal.meetings import kinds
from krs_portal.meetings.kinds import MeetingKind
from krs_portal.outbox import kinds as message_kinds


class MeetingsConfig(AppConfig):
    name = "krs_portal.meetings"
    verbose_name = _("Rapat")

    def ready(self) -> None:
        from krs_portal.meetings import attachments, messages, policies  # models are ready only now

        kinds.register(MeetingKind("meeting", _("Rapat")))
        message_kinds.register(*messages.KINDS)
        attachments.register()
        register(NavItem(_("Rapat"), "meetings:list", "users", 55, policies.sees_meetings))
