from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.personal import HOLDINGS
from krs_portal.kit.signals import form_saved


class UnsavedConfig(AppConfig):
    name = "krs_portal.unsaved"
    verbose_name = _("Tulisan yang belum disimpan")

    def ready(self) -> None:
        from krs_portal.unsaved import personal
        from krs_portal.unsaved.views import end_written_text

        HOLDINGS.register(*personal.HOLDINGS)
        form_saved.connect(end_written_text)
