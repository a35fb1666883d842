from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinics import sources


class ConsultationsConfig(AppConfig):
    name = "consultations"
    verbose_name = _("Konsultasi")

    def ready(self) -> None:
        sources.register(
            sources.SourceKind("consultation", _("Konsultasi"), "consultations:consultation")
        )
