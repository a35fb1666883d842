"""Locking a row before it is changed."""

from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

Row = TypeVar("Row", bound=models.Model)


def lock_row(row: Row, *related: str, no_key: bool = False, skip_locked: bool = False) -> Row:
    """Read the row as it is now, with its `related` rows, and lock it until the transaction ends.

    The related rows are not locked. `no_key` lets others go on inserting rows that refer to this one (FOR NO KEY
    UPDATE). With `skip_locked` we do not wait for another holder: the row then does not exist (DoesNotExist).
    """
    rows = type(row)._default_manager.select_for_update(of=("self",), no_key=no_key, skip_locked=skip_locked)
    rows = rows.select_related(*related) if related else rows
    try:
        return rows.get(pk=row.pk)
    except ObjectDoesNotExist:
        if skip_locked or not related:
            raise
    # Who waited for a holder that gave the row another partner finds nothing: PostgreSQL joins the row as it is now
    # with the partners of before. The lock is ours by now, so that a second look sees both as they are.
    return rows.get(pk=row.pk)


def lock_alone(row: Row) -> Row:
    """Lock the row alone, as it is compared before it is changed; others go on referring to it."""
    return lock_row(row, no_key=True)
