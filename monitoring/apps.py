from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from krs_portal.imports import kinds as import_kinds
from krs_portal.kit.navigation import NavItem, register
from krs_portal.meetings import kinds as meeting_kinds
from krs_portal.meetings.kinds import MeetingKind
from krs_portal.outbox import kinds as message_kinds
from krs_portal.reports import kinds as report_kinds


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = _("Monitoring Rusun dan Rusus")

    def ready(self) -> None:
        from monitoring import attachments, messages, policies  # models are ready only now
        from monitoring.imports import answers, estates, occupants, profiles
        from monitoring.report.kind import KIND
        from monitoring.services import desk_sessions

        register(
            NavItem(_("Monitoring"), "monitoring:picture", "building-community", 50, policies.reads_monitoring),
        )
        attachments.register()
        message_kinds.register(*messages.KINDS)
        report_kinds.register(KIND)
        import_kinds.register(estates.KIND)
        import_kinds.register(occupants.KIND)
        import_kinds.register(profiles.KIND)
        import_kinds.register(answers.KIND)
        meeting_kinds.register(
            MeetingKind(
                "monitoring-coordination",
                _("Rapat koordinasi monitoring"),
                url=lambda meeting: reverse("monitoring:round", args=[meeting.about_key]),
            ),
            MeetingKind(
                "monitoring-desk",
                _("Sesi desk monitoring"),
                on_agreed=desk_sessions.on_agreed,
                why_not_propose=desk_sessions.why_not_propose,
                url=desk_sessions.page_of,
                move_url=desk_sessions.move_page_of,
            ),
        )
