from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from krs_portal.offices import regions


class Command(BaseCommand):
    help = "Loads provinces, kabupaten, kota and kecamatan under Kemendagri's codes; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = regions.load(Path(settings.REGION_DATA_DIR))
        except regions.Unreadable as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Regions: " + ", ".join(f"{number} {kind.value.lower()}" for kind, number in counts.items()))
