from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from krs_portal.kit.quiet_log import quiet_database_log, quiet_errors


class KitConfig(AppConfig):
    name = "krs_portal.kit"
    label = "kit"

    def ready(self) -> None:
        post_migrate.connect(quiet_database_log, sender=self)
        connection_created.connect(quiet_errors)
