"""Keyset pages: the next page begins after the last row seen, so page 10,000 costs what page 1 costs."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Field, Q, QuerySet

Row = TypeVar("Row")


@dataclass(frozen=True)
class KeysetPage(Generic[Row]):
    rows: list[Row]
    next: str | None  # the cursor of the next page
    is_first: bool

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def fetch_keyset_page(
    queryset: QuerySet, *, order: Sequence[str], cursor: str | None = None, size: int = 50
) -> KeysetPage:
    """One page of the queryset in this order; `pk` closes the order. Fields of the order may not be null.

    A cursor that cannot be read, from an old link or a curious hand, shows the first page.
    """
    order = (*order, "pk") if not {"pk", "-pk"} & set(order) else tuple(order)
    after = _read_cursor(queryset, order, cursor) if cursor else None
    rows = queryset.order_by(*order)
    if after is not None:
        rows = rows.filter(_build_beyond_filter(order, after))
    found = list(rows[: size + 1])
    more = len(found) > size
    return KeysetPage(found[:size], write_cursor(found[size - 1], order) if more else None, after is None)


def _build_beyond_filter(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Filter for rows after the cursor.

    (a, b) > (x, y) is a > x or (a = x and b > y); the extra bound a >= x lets PostgreSQL use the index.
    """
    steps = [
        Q(**dict(zip(map(_strip_direction, order[:place]), values[:place], strict=True)))
        & Q(**{f"{_strip_direction(name)}__{_choose_comparison(name)}": values[place]})
        for place, name in enumerate(order)
    ]
    return Q(**{f"{_strip_direction(order[0])}__{_choose_comparison(order[0])}e": values[0]}) & reduce(Q.__or__, steps)


def _strip_direction(name: str) -> str:
    return name.removeprefix("-")


def _choose_comparison(name: str) -> str:
    return "lt" if name.startswith("-") else "gt"


def write_cursor(row: Any, order: Sequence[str]) -> str:
    """What leads to the page that begins after this row; the order is closed by `pk`."""
    values = [reduce(getattr, _strip_direction(name).split("__"), row) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values, default=str).encode()).decode().rstrip("=")


def _read_cursor(queryset: QuerySet, order: Sequence[str], cursor: str) -> list[Any] | None:
    """The values behind which the next page begins; None where the cursor was not written by us for this order."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        read = [_get_field(queryset, name).to_python(value) for name, value in zip(order, values, strict=True)]
        return read if all(map(_is_comparable, read)) else None
    except (ValueError, TypeError, binascii.Error, ValidationError, RecursionError, OverflowError):
        return None


def _is_comparable(value: Any) -> bool:
    """Whether PostgreSQL can compare a column with it. Raises UnicodeEncodeError for half a surrogate pair."""
    text = str(value).encode()
    is_local = isinstance(value, datetime) and value.tzinfo is None  # ours have a zone
    return value is not None and b"\0" not in text and not is_local


def _get_field(queryset: QuerySet, name: str) -> Field:
    *way, last = _strip_direction(name).split("__")
    model = reduce(lambda model, part: model._meta.get_field(part).related_model, way, queryset.model)
    return model._meta.pk if last == "pk" else model._meta.get_field(last)
