from dataclasses import replace

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _

from clinics.sources import SOURCE_KINDS, SourceKind
from krs_portal.imports.kinds import IMPORT_KINDS
from krs_portal.kit import navigation
from krs_portal.kit.navigation import NavItem
from krs_portal.kit.reference import references
from krs_portal.meetings.kinds import MEETING_KINDS
from krs_portal.outbox.kinds import MESSAGE_KINDS
from krs_portal.reports.kinds import REPORT_KINDS


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = _("Konsultasi")

    def ready(self) -> None:
        # Models are ready only now.
        from clinics.rates import INDEX_SOURCES
        from consultations.booking import catalogue, messages, sequels
        from consultations.booking import personal as booking_data
        from consultations.booking.reference import REFERENCES
        from consultations.counter import answers, attachments, errands, lobby, referring, slips
        from consultations.counter import messages as counter_messages
        from consultations.counter import personal as counter_data
        from consultations.counter.assistance import posting as assistance_posting
        from consultations.counter.assistance.attachments import register_assistance_files
        from consultations.counter.facts import reference as fact_reference
        from consultations.counter.imports import kind as logbooks
        from consultations.counter.policies import reads_consultations
        from consultations.counter.posting import SOURCE
        from consultations.counter.promises import messages as promise_messages
        from consultations.counter.promises import posting as promise_posting
        from consultations.counter.promises import reference as promise_reference
        from consultations.counter.services import count_moved_referral
        from consultations.evaluation.kind import KIND
        from consultations.evaluation.meetings import kind as evaluation_meetings
        from consultations.evaluation.office.kind import KIND as OFFICE
        from consultations.evaluation.pack.kind import KIND as PACK
        from consultations.evaluation.policies import reads_evaluation
        from consultations.people import personal as people_data
        from consultations.people import policies
        from consultations.people.errands import ERRAND_SOURCES
        from consultations.satisfaction import indicator
        from consultations.satisfaction import personal as survey_data
        from consultations.satisfaction.messages import KINDS as SURVEY_KINDS
        from consultations.satisfaction.policies import reads_satisfaction
        from consultations.satisfaction.report.kind import KIND as SATISFACTION
        from consultations.subjects import ending
        from consultations.subjects import kind as subjects
        from krs_portal.kit import personal
        from krs_portal.referrals.kinds import REFERRAL_KINDS
        from krs_portal.rights.retention import RETENTION_KINDS
        from krs_portal.rights.subjects import SUBJECT_KINDS

        for wing in (people_data, booking_data, counter_data, survey_data):
            personal.HOLDINGS.register(*wing.HOLDINGS)
        navigation.register_nav_items(
            NavItem(_("Beranda"), "consultations:home", "home", 10, navigation.is_signed_out),
            NavItem(_("Buat Janji"), "consultations:book", "calendar-plus", 20, navigation.is_signed_out),
            NavItem(_("Cek Janji"), "consultations:look_up", "ticket", 30, navigation.is_signed_out),
            NavItem(_("Meja"), "consultations:desk", "clipboard-list", 10, policies.works_in_clinic),
            NavItem(_("Konsultasi"), "consultations:list", "message-2", 20, reads_consultations),
            NavItem(_("Evaluasi"), "consultations:evaluation", "clipboard-check", 50, reads_evaluation),
            NavItem(_("Kepuasan"), "consultations:satisfaction", "mood-smile", 55, reads_satisfaction),
        )
        for model in catalogue.KEPT:
            post_save.connect(catalogue.drop_catalogue, model, dispatch_uid=f"catalogue {model.__name__}")
            post_delete.connect(catalogue.drop_catalogue, model, dispatch_uid=f"catalogue {model.__name__}")
        references.register(*REFERENCES, *promise_reference.REFERENCES, *fact_reference.REFERENCES)
        attachments.register_consultation_files()
        register_assistance_files()
        IMPORT_KINDS.register(logbooks.KIND)
        REPORT_KINDS.register(KIND, PACK, OFFICE, SATISFACTION)
        MEETING_KINDS.register(evaluation_meetings.KIND)
        MESSAGE_KINDS.register(*messages.KINDS, *counter_messages.KINDS, *promise_messages.KINDS, *SURVEY_KINDS)
        sequels.SEQUEL_SOURCES.register(lobby.SOURCE, slips.SOURCE, referring.SEQUELS)
        REFERRAL_KINDS.register(replace(referring.KIND, on_moved=count_moved_referral))
        SUBJECT_KINDS.register(*subjects.KINDS)
        RETENTION_KINDS.register(*ending.KINDS)
        SOURCE_KINDS.register(
            SourceKind(SOURCE, _("Konsultasi"), "consultations:consultation"),
            SourceKind(promise_posting.SOURCE, _("Tindak lanjut klinik"), "consultations:promise"),
            SourceKind(assistance_posting.SOURCE, _("Bantuan rumah"), "consultations:assistance"),
            SourceKind(answers.SOURCE, _("Rujukan"), "referrals:referral"),
        )
        INDEX_SOURCES.register(indicator.SOURCE)
        ERRAND_SOURCES.register(*errands.SOURCES, referring.ERRANDS)
