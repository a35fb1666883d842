from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _

from krs_portal.kit import navigation
from krs_portal.kit.reference import references


class OfficesConfig(AppConfig):
    name = "krs_portal.offices"
    verbose_name = _("Unit kerja")

    def ready(self) -> None:
        # Models are ready only now.
        from krs_portal.offices.context import drop_institution
        from krs_portal.offices.models import Institution
        from krs_portal.offices.reference import INSTITUTION, REFERENCE

        references.register(REFERENCE, INSTITUTION)
        navigation.register_nav_items(
            navigation.NavItem(_("Unit kerja"), "offices:list", "building", 95, navigation.is_signed_in)
        )
        for changed in (post_save, post_delete):
            changed.connect(drop_institution, Institution, dispatch_uid="institution")
