"""Which columns hold data of people, declared once: for the register that everybody may read, and for erasing.

A row whose person is erased stays as a stub. `Holding.stubs` says what stands in each personal column then; every other
column keeps what was counted. The audit trail's copies of the row are emptied alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pghistory.core import event_models

from krs_portal.kit.formats import format_day, format_moment
from krs_portal.kit.registry import Registry
from krs_portal.kit.sealing import LookupField

ERASED = "(dihapus)"  # stands in the database, in one language
BLANKED = object()  # the column says that something stood there: an empty text stays empty


class Basis(models.TextChoices):
    """Why it may be kept (UU 27/2022 Ps 20)."""

    PUBLIC_SERVICE = "PUBLIC_SERVICE", _("pelayanan publik")
    CONSENT = "CONSENT", _("persetujuan")
    LEGAL_DUTY = "LEGAL_DUTY", _("kewajiban hukum")


@dataclass(frozen=True)
class Holding:
    """What one table holds of people: whose, what for, why, how long, and who reads it."""

    model: type[models.Model]
    whose: Any
    purpose: Any
    seen_by: Any
    kept: Any
    stubs: Mapping[str, Any] = field(default_factory=dict)
    basis: Basis = Basis.PUBLIC_SERVICE
    # Personal columns that say nothing once the others are empty, or that go with their row.
    columns: Collection[str] = field(default=())
    guards: Collection[str] = field(default=())  # triggers that forbid the change to everybody else

    @property
    def code(self) -> str:
        return self.model._meta.label

    @property
    def labels(self) -> list[str]:
        """The columns in words, in the order of the table."""
        named = (each for each in self.model._meta.local_fields if each.name in {*self.stubs, *self.columns})
        return [str(each.verbose_name) for each in named if each.editable]


HOLDINGS: Registry[Holding] = Registry(lambda holding: holding.code)


def get_holding(model: type[models.Model]) -> Holding:
    return HOLDINGS.get(model._meta.label)


def erase_rows(model: type[models.Model], keys: Collection[Any]) -> int:
    """Empty the personal columns of the rows and of every copy in the audit trail; return how many rows there were.

    The change itself stands in the trail, with who made it and without what stood there.
    """
    holding = get_holding(model)
    with pgtrigger.ignore(*[f"{holding.code}:{guard}" for guard in holding.guards]):
        erased = write_stubs(model._base_manager.filter(pk__in=keys), holding.stubs)
    for event in list_event_models(model):
        write_stubs(event._base_manager.filter(pgh_obj_id__in=keys), holding.stubs)
    return erased


def list_event_models(model: type[models.Model]) -> list[Any]:
    return list(event_models(tracks_model=model))


def write_stubs(rows: models.QuerySet[Any], stubs: Mapping[str, Any]) -> int:
    known = {each.name for each in rows.model._meta.local_fields}
    return rows.update(**{name: build_stub(name, stub) for name, stub in stubs.items() if name in known})


def build_stub(name: str, stub: Any) -> Any:
    if stub is BLANKED:
        return Case(When(**{name: ""}, then=F(name)), default=Value(ERASED), output_field=models.TextField())
    return stub


def describe_row(row: models.Model) -> list[tuple[str, str]]:
    """All that a row says of somebody, in words, for their own file; staff and keys left out."""
    return [(str(each.verbose_name), format_value(value)) for each, value in list_values(row)]


def list_values(row: models.Model) -> Iterator[tuple[Any, Any]]:
    for each in row._meta.local_fields:
        related = each.related_model
        is_staff = related is not None and related._meta.label == settings.AUTH_USER_MODEL
        if each.primary_key or not each.editable or is_staff or isinstance(each, LookupField):
            continue
        value = getattr(row, f"get_{each.name}_display")() if each.choices else getattr(row, each.name)
        if value not in (None, "", [], {}):
            yield each, value


def format_value(value: Any) -> str:
    match value:
        case bool():
            return gettext("ya") if value else gettext("tidak")
        case datetime():
            return format_moment(value)
        case date():
            return format_day(value)
        case list():
            return "; ".join(format_value(part) for part in value)
        case dict():
            return ", ".join(f"{name}: {format_value(part)}" for name, part in value.items())
    return str(value)
