"""Constraints that speak: the database refuses, and says why in words."""

from typing import Any

from django.db import IntegrityError, models
from django.db.models import F, Func, Q


def get_constraint_name(error: IntegrityError) -> str:
    """Which constraint, of a table or raised by a trigger, refused the row; empty where the database names none."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def all_or_none(*fields: str, name: str, message: Any) -> models.CheckConstraint:
    """Either every one of the fields is set, or none."""
    none, every = Q(), Q()
    for field in fields:
        none &= Q(**{f"{field}__isnull": True})
        every &= Q(**{f"{field}__isnull": False})
    return models.CheckConstraint(condition=none | every, name=name, violation_error_message=message)


def in_order(first: str, last: str, *, name: str, message: Any, strict: bool = False) -> models.CheckConstraint:
    """`last`, where set, does not come before `first`; `strict` also refuses that they are equal."""
    condition = Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gt{'' if strict else 'e'}": F(first)})
    return models.CheckConstraint(condition=condition, name=name, violation_error_message=message)


def at_least(field: str, low: int, *, name: str, message: Any) -> models.CheckConstraint:
    """The field, where set, is at least `low`."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": low}),
        name=name,
        violation_error_message=message,
    )


class DayInLastZone(Func):
    """The day of a moment in WIT, the easternmost zone, where each day begins first."""

    template = "(%(expressions)s AT TIME ZONE 'Asia/Jayapura')::date"
    output_field = models.DateField()


def not_after(day: str, moment: str, *, name: str, message: Any) -> models.CheckConstraint:
    """What happened on `day` did so before it was recorded at `moment`, in any of the country's zones."""
    return models.CheckConstraint(
        condition=Q(**{f"{day}__lte": DayInLastZone(F(moment))}), name=name, violation_error_message=message
    )
