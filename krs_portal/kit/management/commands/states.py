"""Write docs/states.md from the dicts that drive the states."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from krs_portal.kit.states import build_states_page


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.BASE_DIR / "docs" / "states.md"
        page.write_text(build_states_page())
        self.stdout.write(f"{page.relative_to(settings.BASE_DIR)} written")
