"""Primary keys taken in advance, for rows that are written by COPY."""

from django.db import connection, models


def reserve_keys(model: type[models.Model], number: int) -> range:
    """Take `number` keys (at least one) from the sequence of the model's table in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(s, nextval(s) + %s) FROM (SELECT pg_get_serial_sequence(%s, 'id')) AS q(s)",
            [max(number - 1, 0), model._meta.db_table],
        )
        (last,) = cursor.fetchone()
    return range(last - number + 1, last + 1)
