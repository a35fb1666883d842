"""Write every private column anew with today's KRS_FIELD_KEY and KRS_LOOKUP_KEY.

Run it after one of them was changed, with the older field keys in KRS_FIELD_KEY_FALLBACKS. It may be stopped and run
again at any time: what is done already is passed over. Pages are served meanwhile.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from krs_portal.kit.sealed_columns import list_sealed_columns, reencrypt_column
from krs_portal.kit.sealing import Unreadable


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for column in list_sealed_columns():
            try:
                written = reencrypt_column(column)
            except Unreadable as error:
                raise CommandError(
                    f"{column} cannot be read: {error}. Add its key to KRS_FIELD_KEY_FALLBACKS."
                ) from None
            if written:
                self.stdout.write(f"{column}: {written} rows")
            done += written
        self.stdout.write(f"{done} values were written anew; the keys in KRS_FIELD_KEY_FALLBACKS are needed no more.")
