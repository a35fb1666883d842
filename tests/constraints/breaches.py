"""How a constraint is broken: a valid row is made, then comes the one statement that the database must refuse."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.db import models

Statement = Callable[[], object]
Breach = Callable[[], Statement]  # makes what must stand before, and returns the statement
Make = Callable[[], Any]

LONG_AGO, FAR_OFF = date(1900, 1, 1), date(2999, 12, 31)
MOMENT = datetime(2022, 6, 1, 3, tzinfo=UTC)
BEFORE = datetime(1900, 1, 1, tzinfo=UTC)
AFTER = datetime(2999, 12, 31, tzinfo=UTC)


def changed(make: Make, **fields: Any) -> Breach:
    """Make a valid row and give these of its fields other values; a function gets the row and says the value."""

    def prepare() -> Statement:
        row = make()
        values = resolve_values(row, fields)
        return lambda: type(row)._base_manager.filter(pk=row.pk).update(**values)

    return prepare


def repeated(make: Make, **fields: Any) -> Breach:
    """Make a valid row and a second one like it, but for these fields and for keys that are drawn by lot."""

    def prepare() -> Statement:
        row = make()
        drawn = {
            field.name: field.get_default()
            for field in row._meta.concrete_fields
            if field.unique and callable(field.default)
        }
        values = {"pk": None} | drawn | resolve_values(row, fields)
        return lambda: insert_copy(row, values)

    return prepare


def insert_copy(row: models.Model, values: dict[str, Any]) -> None:
    copy = type(row)._base_manager.get(pk=row.pk)
    for name, value in values.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)


def resolve_values(row: models.Model, fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value(row) if callable(value) else value for name, value in fields.items()}
