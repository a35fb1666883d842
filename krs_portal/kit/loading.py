"""Puts the rooms' reference data into the database: each item once, whoever loads how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction

from krs_portal.kit.models import ReferenceItem
from krs_portal.kit.reference import Loading, Reference


@contextmanager
def open_loading() -> Iterator[Loading]:
    """A loading that is alone in the database, and remembered with what it made or not at all."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kit.loading'))")
        loading = Loading(set(ReferenceItem.objects.values_list("key", flat=True)))
        yield loading
        ReferenceItem.objects.filter(key__in=loading.gone).delete()
        ReferenceItem.objects.bulk_create(
            [ReferenceItem(key=key) for key in sorted(loading.new)], ignore_conflicts=True
        )


def load_references(references: Iterable[Reference], day: date) -> Counter[str]:
    """Load them in order, as at the day; how many items of each kind were made."""
    with open_loading() as loading:
        for reference in references:
            reference.load(loading, day)
    return loading.made
