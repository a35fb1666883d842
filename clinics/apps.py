from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from krs_portal.imports.kinds import IMPORT_KINDS
from krs_portal.kit import navigation
from krs_portal.kit.reference import references


class ClinicsConfig(AppConfig):
    name = "clinics"
    verbose_name = _("Klinik")

    def ready(self) -> None:
        # Models are ready only now.
        from clinics.imports import KIND
        from clinics.months.messages import KINDS
        from clinics.reference import REFERENCES
        from krs_portal.outbox.kinds import MESSAGE_KINDS

        MESSAGE_KINDS.register(*KINDS)
        references.register(*REFERENCES)
        IMPORT_KINDS.register(KIND)
        navigation.register_nav_items(
            navigation.NavItem(_("Capaian"), "clinics:public", "chart-bar", 40, navigation.is_signed_out),
            navigation.NavItem(_("Dasbor"), "clinics:dashboard", "chart-bar", 40, navigation.is_signed_in),
        )
