"""A row is saved after its own rules were asked, so that a broken one is said in words at its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def set_fields(row: models.Model, values: Mapping[str, Any]) -> None:
    """Give the row these values; it is not saved."""
    for name, value in values.items():
        setattr(row, name, value)


def save_checked_row(row: Row, *, checks_fields: bool = True) -> Row:
    """Save what the model's fields, `clean` and constraints accept; else ValidationError with the constraint's words.

    Without `checks_fields` only `clean` and the constraints are asked: for a row that may hold old values which a form
    would refuse today, and of which only one thing changes. Besides, each foreign key saves a query.
    """
    if checks_fields:
        row.full_clean()
    else:
        row.clean()
        row.validate_unique()
        row.validate_constraints()
    row.save()
    return row
