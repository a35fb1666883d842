"""Keyset pages: the next page begins after the last row seen, so page 10,000 costs what page 1 costs."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Field, Q, QuerySet

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    rows: list[Row]
    next: str | None  # the cursor of the next page
    is_first: bool

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def keyset(queryset: QuerySet, *, order: Sequence[str], cursor: str | None = None, size: int = 50) -> Page:
    """One page of the queryset in this order; `pk` closes the order. Fields of the order may not be null.

    A cursor that cannot be read, from an old link or a curious hand, shows the first page.
    """
    order = (*order, "pk") if not {"pk", "-pk"} & set(order) else tuple(order)
    after = _read(queryset, order, cursor) if cursor else None
    rows = queryset.order_by(*order)
    if after is not None:
        rows = rows.filter(_beyond(order, after))
    found = list(rows[: size + 1])
    more = len(found) > size
    return Page(found[:size], _write(found[size - 1], order) if more else None, after is None)


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """(a, b) > (x, y) as a > x or (a = x and b > y), with the bound on `a` said once more for the index."""
    steps = [
        Q(**dict(zip(map(_path, order[:place]), values[:place], strict=True)))
        & Q(**{f"{_path(name)}__{_past(name)}": values[place]})
        for place, name in enumerate(order)
    ]
    return Q(**{f"{_path(order[0])}__{_past(order[0])}e": values[0]}) & reduce(Q.__or__, steps)


def _path(name: str) -> str:
    return name.removeprefix("-")


def _past(name: str) -> str:
    return "lt" if name.startswith("-") else "gt"


def _write(row: Any, order: Sequence[str]) -> str:
    values = [reduce(getattr, _path(name).split("__"), row) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values, default=str).encode()).decode().rstrip("=")


def _read(queryset: QuerySet, order: Sequence[str], cursor: str) -> list[Any] | None:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        read = [_field(queryset, name).to_python(value) for name, value in zip(order, values, strict=True)]
    except (ValueError, TypeError, binascii.Error, ValidationError, RecursionError):
        return None
    return None if any(value is None or "\0" in str(value) for value in read) else read


def _field(queryset: QuerySet, name: str) -> Field:
    *way, last = _path(name).split("__")
    model = reduce(lambda model, part: model._meta.get_field(part).related_model, way, queryset.model)
    return model._meta.pk if last == "pk" else model._meta.get_field(last)
