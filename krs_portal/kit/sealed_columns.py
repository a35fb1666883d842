"""Every column that depends on a key, found by its field: whether it can be read here, and writing it anew.

Columns of the audit trail hold copies of the same ciphertext, so they are among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from psycopg import sql

from krs_portal.kit.sealing import (
    PREFIX,
    EncryptedField,
    LookupField,
    SealableBinaryField,
    get_lookup_prefix,
    hash_for_lookup,
    list_readable_prefixes,
    seal_bytes,
    unseal_bytes,
)

AT_ONCE = 500

_fitting: set[tuple[str, ...]] = set()  # keys that were found to fit, in this process


@dataclass(frozen=True)
class SealedColumn:
    """A column of ciphertext, and where it has one the column of its look-up."""

    model: type[models.Model]
    field: models.Field[Any, Any]
    lookup: models.Field[Any, Any] | None = None

    def __str__(self) -> str:
        return f"{self.model._meta.db_table}.{self.field.column}"

    @property
    def is_binary(self) -> bool:
        return isinstance(self.field, SealableBinaryField)

    @property
    def names(self) -> dict[str, sql.Composable]:
        """What the statements below are composed of."""
        column, key = sql.Identifier(str(self.field.column)), sql.Identifier(str(self.model._meta.pk.column))
        start = sql.SQL("convert_from(substr({}, 1, {}), 'LATIN1')" if self.is_binary else "left({}, {})")
        where = sql.Identifier(self.field.where) if isinstance(self.field, SealableBinaryField) else sql.SQL("true")
        return {
            "table": sql.Identifier(self.model._meta.db_table),
            "column": column,
            "key": key,
            "start": start.format(column, sql.Literal(PREFIX)),
            "where": where,
            "lookup": sql.Identifier(str(self.lookup.column)) if self.lookup else sql.SQL("''"),
        }


def list_sealed_columns() -> list[SealedColumn]:
    """All of them, in the order of rooms and models."""
    return [
        SealedColumn(model, field, _find_lookup(model, field))
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, EncryptedField | SealableBinaryField)
    ]


def _find_lookup(model: type[models.Model], field: models.Field[Any, Any]) -> models.Field[Any, Any] | None:
    found = (each for each in model._meta.local_fields if isinstance(each, LookupField) and each.of == field.name)
    return next(found, None)


def compose_query(query: str, column: SealedColumn) -> str:
    return sql.SQL(query).format(**column.names).as_string()


def query_column(query: str, column: SealedColumn, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(compose_query(query, column), values)
        return list(cursor.fetchall())


def describe_foreign_keys() -> str:
    """Which stored column the keys of this portal do not fit, in one sentence; empty when they fit all.

    It reads the columns once, 0.3 s for a million rows; what fitted goes on fitting as long as the process lives.
    """
    keys = (settings.FIELD_KEY, *settings.FIELD_KEY_FALLBACKS, settings.LOOKUP_KEY)
    if keys in _fitting:
        return ""
    sentence = next(filter(None, map(describe_foreign_key, list_sealed_columns())), "")
    if not sentence:
        _fitting.add(keys)
    return sentence


def describe_foreign_key(column: SealedColumn) -> str:
    """Which key does not fit this column, in one sentence; empty when both do."""
    query = "SELECT {start} FROM {table} WHERE {where} AND {column} IS NOT NULL AND {start} <> ALL(%s) LIMIT 1"
    if found := query_column(query, column, list_readable_prefixes()):
        return (
            f"KRS_FIELD_KEY does not fit what is stored in {column} ({_name_key(found[0][0])}); set the key that it "
            "was written with, or list that in KRS_FIELD_KEY_FALLBACKS."
        )
    query = "SELECT 1 FROM {table} WHERE {lookup} <> '' AND NOT starts_with({lookup}, %s) LIMIT 1"
    if column.lookup and query_column(query, column, get_lookup_prefix()):
        table = column.model._meta.db_table
        return (
            f"KRS_LOOKUP_KEY does not fit what is stored in {table}.{column.lookup.column}; set the key that it was "
            "made with, or run manage.py reencrypt_fields to make it anew."
        )
    return ""


def _name_key(start: str) -> str:
    return f"key {start[:-1]}" if start.endswith(".") else "ciphertext that names no key"


def reencrypt_column(column: SealedColumn) -> int:
    """Write with today's keys what older ones wrote; how many rows there were. What is done already is passed over."""
    return sum(_reencrypt_batch(column, rows) for rows in _iterate_older_rows(column))


def _iterate_older_rows(column: SealedColumn) -> Iterator[list[tuple[Any, ...]]]:
    """Rows with ciphertext or look-up of another key, a batch at a time, by key."""
    after: Any = None
    prefix = list_readable_prefixes()[0]
    while True:
        rows = query_column(
            "SELECT {key}, {column}, {lookup} FROM {table} WHERE {where} AND {column} IS NOT NULL"
            " AND ({start} <> %s OR ({lookup} <> '' AND NOT starts_with({lookup}, %s)))"
            " AND (%s::text IS NULL OR {key} > %s) ORDER BY {key} LIMIT %s",
            column, prefix, get_lookup_prefix(), after, after, AT_ONCE,
        )  # fmt: skip
        if not rows:
            return
        yield rows
        after = rows[-1][0]


def _reencrypt_batch(column: SealedColumn, rows: list[tuple[Any, ...]]) -> int:
    """One transaction. A row that somebody wrote meanwhile has today's key already, and stays as that person wrote it.

    Triggers are left out: no value changes, so there is nothing to guard and nothing to record.
    """
    changed = 0
    with transaction.atomic(), pgtrigger.ignore(), connection.cursor() as cursor:
        for key, old, lookup in rows:
            plain = unseal_bytes(bytes(old) if column.is_binary else old.encode())
            sealed: Any = seal_bytes(plain) if column.is_binary else seal_bytes(plain).decode()
            query, values = "UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s", [sealed, key, old]
            if column.lookup and lookup:
                query = query.replace(" WHERE", ", {lookup} = %s WHERE")
                values.insert(1, hash_for_lookup(plain.decode()))
            cursor.execute(compose_query(query, column), values)
            changed += cursor.rowcount
    return changed
