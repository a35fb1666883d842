from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from clinics.triggers import RECORDED_ON

SHOWN = 20
KEY = "indicator_id, office_id"
# Tally → the columns that name its rows, and how the ledger is summed to the same.
TALLIES = {
    "clinics_tally": ("happened_on, recorded_on", f"n.happened_on, {RECORDED_ON} AS recorded_on"),
    "clinics_monthtally": ("month", "date_trunc('month', n.happened_on)::date AS month"),
}


class Command(BaseCommand):
    help = "Proves that both tallies equal the ledger, row by row; names the first differences and exits with 1."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for table in TALLIES:
            for row in list_ledger_tally_differences(table):
                found += 1
                if found <= SHOWN:
                    self.stdout.write(f"{table} " + " ".join(f"{name}={value}" for name, value in row.items()))
        if found:
            raise CommandError(f"{found} tally rows differ from the ledger.")
        self.stdout.write("Both tallies equal the ledger.")


def list_ledger_tally_differences(table: str) -> list[dict[str, Any]]:
    """The rows of a tally that are not the ledger's sum, are missing, or stand for nothing."""
    days, summed = TALLIES[table]
    key = f"{KEY}, {days}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {key}, t.quantity AS tally, t.entries AS tally_entries,
                   l.quantity AS ledger, l.entries AS ledger_entries
            FROM {table} t
            FULL JOIN (
                SELECT {key}, sum(quantity) AS quantity, count(*) AS entries
                FROM (SELECT {KEY}, quantity, {summed} FROM clinics_ledgerentry n) e
                GROUP BY {key}
            ) l USING ({key})
            WHERE (t.quantity, t.entries) IS DISTINCT FROM (l.quantity, l.entries)
            ORDER BY {key}
            """  # noqa: S608 - our own table and column names
        )
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
