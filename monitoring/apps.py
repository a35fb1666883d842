from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from krs_portal.access.grounds import GROUNDS, Ground
from krs_portal.imports.kinds import IMPORT_KINDS
from krs_portal.kit.navigation import NavItem, register_nav_items
from krs_portal.kit.reference import references
from krs_portal.meetings.kinds import MEETING_KINDS, MeetingKind
from krs_portal.outbox.kinds import MESSAGE_KINDS
from krs_portal.reports.kinds import REPORT_KINDS


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = _("Monitoring Rusun dan Rusus")

    def ready(self) -> None:
        # imported here because models can be imported only once all apps are loaded
        from krs_portal.access.trail import TRAIL_KINDS
        from krs_portal.kit.personal import HOLDINGS
        from krs_portal.rights.retention import RETENTION_KINDS
        from krs_portal.rights.subjects import SUBJECT_KINDS
        from monitoring.desk import links as desk_links
        from monitoring.desk import policies as desk_policies
        from monitoring.desk.services import planning
        from monitoring.desk.services import sessions as desk_sessions
        from monitoring.occupants import letters, openings, personal
        from monitoring.occupants.imports import kind as occupants
        from monitoring.occupants.readiness import imports as answers
        from monitoring.occupants.readiness import reference as programmes
        from monitoring.picture.report.kind import KIND
        from monitoring.problems import attachments as problem_files
        from monitoring.problems import reference as problem_clocks
        from monitoring.problems.imports import kind as estates
        from monitoring.register import attachments as estate_files
        from monitoring.register import policies
        from monitoring.rounds import attachments as profile_files
        from monitoring.rounds import messages
        from monitoring.rounds import reference as profile_form
        from monitoring.rounds.imports import profiles
        from monitoring.rounds.services import rounds
        from monitoring.subjects import kind as subjects

        register_nav_items(
            NavItem(_("Monitoring"), "monitoring:picture", "building-community", 50, policies.reads_monitoring),
        )
        HOLDINGS.register(*personal.HOLDINGS)
        SUBJECT_KINDS.register(subjects.KIND)
        RETENTION_KINDS.register(subjects.ENDING)
        TRAIL_KINDS.register(openings.KIND)
        GROUNDS.register(
            Ground(
                "specific-data",
                _(
                    "Anda dapat membuka data pribadi spesifik penghuni, jadi akun Anda wajib memakai verifikasi dua"
                    " langkah."
                ),
                policies.fills_anywhere,
            )
        )
        estate_files.register_estate_files()
        problem_files.register_problem_files()
        profile_files.register_profile_files()
        references.register(programmes.REFERENCE, profile_form.REFERENCE, problem_clocks.REFERENCE)
        MESSAGE_KINDS.register(*messages.KINDS, letters.ALARM)
        REPORT_KINDS.register(KIND)
        IMPORT_KINDS.register(estates.KIND, occupants.KIND, profiles.KIND, answers.KIND)
        MEETING_KINDS.register(
            MeetingKind(
                rounds.COORDINATION,
                _("Rapat koordinasi monitoring"),
                url=lambda meeting: reverse("monitoring:round", args=[meeting.about_key]),
            ),
            MeetingKind(
                planning.DESK,
                _("Sesi desk monitoring"),
                on_agreed=desk_sessions.complete_agreed_session,
                why_not_propose=desk_policies.why_not_propose_desk_minutes,
                url=desk_links.find_session_url,
                move_url=desk_links.find_session_move_url,
            ),
        )
