from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "krs_portal.kit"
    label = "kit"
