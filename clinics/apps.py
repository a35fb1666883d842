from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from krs_portal.kit import navigation


class ClinicsConfig(AppConfig):
    name = "clinics"
    verbose_name = _("Klinik")

    def ready(self) -> None:
        navigation.register(
            navigation.NavItem(_("Capaian"), "clinics:public", "chart-bar", 40, navigation.signed_out),
            navigation.NavItem(_("Dasbor"), "clinics:dashboard", "chart-bar", 40, navigation.signed_in),
        )
