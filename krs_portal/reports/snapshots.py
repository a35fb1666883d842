"""A document as plain JSON and back. Its dataclasses' own annotations are the schema."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints


def freeze_value(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: freeze_value(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [freeze_value(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    return value


def thaw_value(kind: Any, value: Any) -> Any:
    """`value` as `kind`: a dataclass, tuple[X, ...], X | None, or a plain type."""
    if value is None:
        return None
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return thaw_value(next(argument for argument in arguments if argument is not type(None)), value)
    if origin in (tuple, list):
        return tuple(thaw_value(arguments[0], item) for item in value)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        known = {field.name for field in fields(kind)}  # an older snapshot may say more, or less, than is read today
        return kind(**{name: thaw_value(hints[name], item) for name, item in value.items() if name in known})
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    return Decimal(value) if kind is Decimal else value
