from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from krs_portal.offices import regions


class Command(BaseCommand):
    help = "Loads provinces, kabupaten, kota, kecamatan and desa (Kemendagri's codes); again, it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--without-villages", action="store_true", help="Leaves the 83,000 desa and kelurahan out.")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.REGION_DATA_DIR)
        try:
            counts = {str(kind): number for kind, number in regions.load_regions(folder).items()}
            if not options["without_villages"]:
                counts["DESA"] = regions.load_villages(folder)
        except regions.UnreadableRegionFile as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Regions: " + ", ".join(f"{number} {kind.lower()}" for kind, number in counts.items()))
