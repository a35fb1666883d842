"""Put in what a portal begins with, room by room. Run again at every start: it adds what is new and changes nothing."""

from typing import Any

import pghistory
from django.core.management.base import BaseCommand

from krs_portal.kit.clock import today
from krs_portal.kit.loading import load_references
from krs_portal.kit.reference import references


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        with pghistory.context(actor="load_reference"):
            made = load_references(references, today())
        told = ", ".join(f"{number} {kind}" for kind, number in made.items())
        self.stdout.write(f"Reference data: {told or 'nothing was missing'}")
