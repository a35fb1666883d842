from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.personal import HOLDINGS


class FilesConfig(AppConfig):
    name = "krs_portal.files"
    verbose_name = _("Berkas")

    def ready(self) -> None:
        from krs_portal.files import personal  # models are ready only now

        HOLDINGS.register(*personal.HOLDINGS)
