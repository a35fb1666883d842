from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _

from clinics import sources
from krs_portal.kit import navigation
from krs_portal.kit.navigation import NavItem
from krs_portal.outbox import kinds as message_kinds
from krs_portal.reports import kinds


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = _("Konsultasi")

    def ready(self) -> None:
        from consultations import catalogue, messages, policies  # models are ready only now
        from consultations.evaluation.kind import KIND

        navigation.register(
            NavItem(_("Beranda"), "consultations:home", "home", 10, navigation.signed_out),
            NavItem(_("Buat Janji"), "consultations:book", "calendar-plus", 20, navigation.signed_out),
            NavItem(_("Cek Janji"), "consultations:look_up", "ticket", 30, navigation.signed_out),
            NavItem(_("Meja"), "consultations:desk", "clipboard-list", 10, policies.works_in_clinic),
            NavItem(_("Konsultasi"), "consultations:list", "message-2", 20, policies.reads_consultations),
            NavItem(_("Evaluasi"), "consultations:evaluation", "clipboard-check", 50, policies.reads_evaluation),
        )
        for model in catalogue.KEPT:
            post_save.connect(catalogue.forget, model, dispatch_uid=f"catalogue {model.__name__}")
            post_delete.connect(catalogue.forget, model, dispatch_uid=f"catalogue {model.__name__}")
        kinds.register(KIND)
        message_kinds.register(*messages.KINDS)
        sources.register(sources.SourceKind("consultation", _("Konsultasi"), "consultations:consultation"))
