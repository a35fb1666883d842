from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from krs_portal.kit import navigation
from krs_portal.kit.reference import references


class ClinicsConfig(AppConfig):
    name = "clinics"
    verbose_name = _("Klinik")

    def ready(self) -> None:
        from clinics.reference import REFERENCES  # models are ready only now

        references.register(*REFERENCES)
        navigation.register_nav_items(
            navigation.NavItem(_("Capaian"), "clinics:public", "chart-bar", 40, navigation.is_signed_out),
            navigation.NavItem(_("Dasbor"), "clinics:dashboard", "chart-bar", 40, navigation.is_signed_in),
        )
