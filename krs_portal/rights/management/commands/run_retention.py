from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import now
from krs_portal.rights import services


class Command(BaseCommand):
    help = (
        "Erases the people whose data are kept long enough; what was counted stays. The scheduler does it every night."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how much would be erased")

    def handle(self, *args: Any, **options: Any) -> None:
        with record_actor("run_retention"):
            found = services.preview_retention(at=now()) if options["dry_run"] else services.run_retention(at=now())
            for ended in found:
                self.stdout.write(f"{ended.kind.code}: {ended.number}")
