"""Put national holidays and cuti bersama into the working calendar, also those of other years than `load_reference`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import today
from krs_portal.kit.loading import open_loading
from krs_portal.offices.reference import KIND, load_holidays


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        this = today().year
        parser.add_argument("--years", type=int, nargs="+", default=[this, this + 1])

    def handle(self, *args: Any, years: list[int], **options: Any) -> None:
        with record_actor("load_holidays"), open_loading() as loading:
            load_holidays(loading, years, today())
        self.stdout.write(f"{loading.made[KIND]} holidays of {', '.join(map(str, years))}")
