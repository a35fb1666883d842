"""Taking back what an import made."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError, QuerySet

from krs_portal.imports.models import Batch


def list_result_keys(batch: Batch) -> list[str]:
    """The keys of the rows that the batch made, as `commit` answered them."""
    return list(batch.rows.exclude(result_key="").values_list("result_key", flat=True))


def delete_made_rows(rows: QuerySet[Any], sentence: str) -> None:
    """Delete what a batch made. If other rows refer to it by now, refuse with the sentence, which names their %(kind)s.

    The batch is undone in one transaction, so nothing else is lost either.
    """
    try:
        rows.delete()
    except ProtectedError as error:
        first = next(iter(error.protected_objects))
        raise ValidationError(sentence % {"kind": first._meta.verbose_name}) from error
