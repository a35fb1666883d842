"""`manage.py migrate`: as Django does it, but never over a database that another version of the portal made."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from krs_portal.kit.structure import why_not_migrate


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        if refusal := why_not_migrate(connections[options["database"]]):
            raise CommandError(refusal)
        super().handle(*args, **options)
