"""The audit trail as people read it: who did what to which row, when and from which page.

Every tracked model has a table of events, and rooms register what is a trail by itself (views of specific data). Of
texts it is only said that they changed: whoever reads the trail reads it across all offices, and texts hold people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from pghistory.models import Event

from krs_portal.accounts.models import User
from krs_portal.kit import formats
from krs_portal.kit.clock import get_last_moment, get_midnight
from krs_portal.kit.pagination import KeysetPage, fetch_keyset_page
from krs_portal.kit.registry import Registry
from krs_portal.kit.sealing import EncryptedField, LookupField, SealableBinaryField

PAGE = 50
NUMBERS = (models.IntegerField, models.DecimalField, models.FloatField)
HIDDEN = (EncryptedField, LookupField, SealableBinaryField, models.BinaryField)


@dataclass(frozen=True)
class TrailQuestion:
    key: int | None = None
    actor: str = ""
    day: date | None = None


@dataclass(frozen=True)
class TrailChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class TrailLine:
    at: datetime
    who: str
    what: str
    key: Any
    changes: list[TrailChange]
    note: str = ""
    page: str = ""
    address: str = ""


@dataclass(frozen=True)
class TrailPage:
    page: KeysetPage[Any]
    lines: list[TrailLine]


@dataclass(frozen=True)
class TrailKind:
    """One choice of what to read: its rows, newest first, as lines."""

    code: str
    label: Any
    group: Any
    read: Callable[[TrailQuestion, str | None], TrailPage]


TRAIL_KINDS: Registry[TrailKind] = Registry(lambda kind: kind.code)  # those that rooms register


def list_trail_kinds() -> dict[str, TrailKind]:
    """By code: what rooms registered, then every tracked model under the words of its room."""
    kinds = {kind.code: kind for kind in TRAIL_KINDS}
    for model in apps.get_models():
        if issubclass(model, Event) and (tracked := getattr(model, "pgh_tracked_model", None)):
            code = tracked._meta.label_lower
            group = apps.get_app_config(tracked._meta.app_label).verbose_name
            kinds[code] = TrailKind(code, tracked._meta.verbose_name, group, build_event_reader(model))
    return kinds


def build_event_reader(model: type[models.Model]) -> Callable[[TrailQuestion, str | None], TrailPage]:
    return lambda question, cursor: read_events(model, question, cursor)


def read_events(model: Any, question: TrailQuestion, cursor: str | None) -> TrailPage:
    """A page of events, each beside the one before it of the same row."""
    fields = [field for field in model._meta.fields if not field.name.startswith("pgh_")]
    unread = [field.name for field in fields if isinstance(field, HIDDEN)]
    plain = model.objects.defer(*unread)
    rows = narrow_rows(plain.select_related("pgh_context"), question, key="pgh_obj_id", at="pgh_created_at")
    if question.actor:
        rows = rows.filter(pgh_context__metadata__user__in=find_actors(question.actor))
    earlier = model.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pk__lt=OuterRef("pk")).order_by("-pk")
    rows = rows.annotate(trail_previous=Subquery(earlier.values("pk")[:1]))
    page = fetch_keyset_page(rows, order=("-pk",), cursor=cursor, size=PAGE)
    before = plain.in_bulk({row.trail_previous for row in page if row.trail_previous})
    said = {row.pk: row.pgh_context.metadata if row.pgh_context else {} for row in page}
    names = name_users(context.get("user") for context in said.values())
    shown = [field for field in fields if field.name not in unread and field.name != "id"]
    return TrailPage(
        page, [build_event_line(row, before.get(row.trail_previous), said[row.pk], names, shown) for row in page]
    )


def narrow_rows(rows: QuerySet[Any], question: TrailQuestion, *, key: str, at: str) -> QuerySet[Any]:
    if question.key is not None:
        rows = rows.filter(**{key: question.key})
    if question.day is not None:
        rows = rows.filter(**{f"{at}__range": (get_midnight(question.day), get_last_moment(question.day))})
    return rows


def find_actors(email: str) -> list[int]:
    return list(User.objects.filter(email__iexact=email).values_list("pk", flat=True))


def name_users(ids: Iterable[Any]) -> dict[Any, str]:
    return {
        user.pk: f"{user.name} ({user.email})" for user in User.objects.filter(pk__in={each for each in ids if each})
    }


def build_event_line(
    row: Any, before: Any, context: dict[str, Any], names: dict[Any, str], fields: list[models.Field[Any, Any]]
) -> TrailLine:
    labels = {"insert": _("dibuat"), "update": _("diubah"), "delete": _("dihapus")}
    return TrailLine(
        at=row.pgh_created_at,
        who=names.get(context.get("user")) or str(context.get("actor") or "–"),
        what=labels.get(row.pgh_label, row.pgh_label),
        key=row.pgh_obj_id,
        changes=list_changes(before, row, fields) if row.pgh_label == "update" and before else [],
        page=describe_page(str(context.get("url") or "")),
        address=str(context.get("address") or ""),
    )


def describe_page(path: str) -> str:
    """Which page it was, without the keys in its address, which may open something."""
    try:
        return f"/{resolve(path).route}" if path else ""
    except Resolver404:
        return ""


def list_changes(before: Any, after: Any, fields: list[models.Field[Any, Any]]) -> list[TrailChange]:
    return [
        TrailChange(str(field.verbose_name), describe_value(field, before), describe_value(field, after))
        for field in fields
        if getattr(before, field.attname) != getattr(after, field.attname)
    ]


def describe_value(field: models.Field[Any, Any], row: Any) -> str:
    """The value where it is a choice, a number, a day or a row; a text is not shown."""
    value = getattr(row, field.attname)
    if value is None or value == "":
        return "–"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.ForeignKey):
        return f"#{value}"
    if isinstance(field, models.BooleanField):
        return formats.format_yes_no(value)
    if isinstance(field, models.DateTimeField):
        return formats.format_moment(value)
    if isinstance(field, models.DateField):
        return formats.format_day(value)
    return formats.format_number(value) if isinstance(field, NUMBERS) else "…"
