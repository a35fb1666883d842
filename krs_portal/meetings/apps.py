from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.navigation import NavItem, register_nav_items
from krs_portal.kit.personal import HOLDINGS
from krs_portal.meetings.kinds import MEETING_KINDS, MeetingKind
from krs_portal.outbox.kinds import MESSAGE_KINDS


class MeetingsConfig(AppConfig):
    name = "krs_portal.meetings"
    verbose_name = _("Rapat")

    def ready(self) -> None:
        from krs_portal.meetings import attachments, messages, personal, policies  # models are ready only now

        HOLDINGS.register(*personal.HOLDINGS)
        MEETING_KINDS.register(MeetingKind("meeting", _("Rapat")))
        MESSAGE_KINDS.register(*messages.KINDS)
        attachments.register_meeting_owners()
        register_nav_items(NavItem(_("Rapat"), "meetings:list", "users", 55, policies.sees_meetings))
