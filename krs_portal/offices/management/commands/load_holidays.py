"""Seed the working calendar with national holidays and cuti bersama; what was edited by hand stays."""

from argparse import ArgumentParser
from typing import Any

import holidays
from django.core.management.base import BaseCommand

from krs_portal.accounts.audit import acting
from krs_portal.kit.clock import today
from krs_portal.offices.enums import HolidayKind
from krs_portal.offices.models import Holiday

KINDS = {"public": HolidayKind.NATIONAL, "government": HolidayKind.JOINT_LEAVE}


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        this = today().year
        parser.add_argument("--years", type=int, nargs="+", default=[this, this + 1])

    def handle(self, *args: Any, years: list[int], **options: Any) -> None:
        with acting("load_holidays"):
            made = Holiday.objects.bulk_create(
                [
                    Holiday(day_on=day, name=name, kind=kind)
                    for category, kind in KINDS.items()
                    for day, name in sorted(holidays.ID(years=years, categories=(category,), language="id").items())
                ],
                ignore_conflicts=True,
            )
        self.stdout.write(f"{len(made)} holidays of {', '.join(map(str, years))}")
