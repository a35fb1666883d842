from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from monitoring.register.triggers import EVERYTHING, FIGURES

SHOWN = 20


class Command(BaseCommand):
    help = "Proves that each estate's figures equal its blocks, units, tenancies and problems; else exits with 1."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list_tally_differences()
        for row in found[:SHOWN]:
            self.stdout.write(" ".join(f"{name}={value}" for name, value in row.items()))
        if found:
            raise CommandError(f"{len(found)} estates have other figures than their rows.")
        self.stdout.write("The figures of all estates equal their rows.")


def list_tally_differences() -> list[dict[str, Any]]:
    """Estates whose tally is not what counting gives, or is missing."""
    kept, counted = (", ".join(f"{table}.{name}" for name in FIGURES) for table in ("t", "c"))
    shown = ", ".join(f"t.{name} AS {name}, c.{name} AS counted_{name}" for name in FIGURES)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT estate_id, {shown}
            FROM monitoring_estatetally t FULL JOIN ({EVERYTHING}) c USING (estate_id)
            WHERE ({kept}) IS DISTINCT FROM ({counted})
            ORDER BY estate_id
            """  # noqa: S608 - our own table and column names
        )
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
