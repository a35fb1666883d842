from typing import Any

from django.core.management.base import BaseCommand

from krs_portal.accounts.audit import acting
from monitoring import reference


class Command(BaseCommand):
    help = "Loads home-ownership programmes, their criteria and the income limits with their sources; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        with acting("load_programmes"):
            reference.load()
