"""Knowing whom the clinic receives: found beyond doubt or written down anew, corrected, merged and parted again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from consultations.people import policies
from consultations.people.models.merging import Mergeable
from consultations.people.models.person import Person
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_if
from krs_portal.kit.saving import save_checked_row, set_fields
from krs_portal.kit.words import squeeze_spaces
from krs_portal.offices.models import Office, Region

Row = TypeVar("Row", bound=Mergeable)


@dataclass(frozen=True)
class Told:
    """What somebody told of themselves when they came."""

    name: str
    phone: str = ""
    nik: str = ""
    region: Region | None = None
    consented_at: datetime | None = None
    consent_version: str | None = None


def find_same_person(office: Office, told: Told) -> Person | None:
    """Who this is beyond doubt: the same NIK, or the same telephone and name without another NIK.

    The row that is kept, if theirs was merged. What is only alike is shown to the officer, who decides.
    """
    people = Person.objects.filter(office=office).select_related("merged_into")
    if told.nik and (known := people.with_nik(told.nik).first()):
        return known.kept
    for person in people.called(told.phone, told.name).order_by("merged_into_id", "pk"):
        if not (told.nik and person.kept.nik_lookup):
            return person.kept
    return None


@transaction.atomic
def receive_person(
    *, office: Office, told: Told, at: datetime, person: Person | None = None, is_new: bool = False
) -> Person:
    """Whoever came, as a row: the `person` whom the officer chose, who it is beyond doubt, or somebody new.

    What was told and was not known is added; what was known stays. `is_new` is the officer's word that it is nobody
    known; the same NIK contradicts that.
    """
    if told.nik:
        lock_row(office, no_key=True)  # two who are received at once with one NIK become one person
    if person is None and (told.nik or not is_new):
        person = find_same_person(office, told)
        if person and is_new and not (told.nik and person.nik_lookup):
            person = None
    if person is None:
        person = Person(office=office, name=squeeze_spaces(told.name), created_at=at)
    return complete_person(person, told)


def complete_person(person: Person, told: Told) -> Person:
    """Fill in what was not known. A NIK that is another person's is left where it is."""
    before = {field.attname: getattr(person, field.attname) for field in person._meta.concrete_fields}
    if told.nik and not person.nik_lookup and not is_nik_taken(person, told.nik):
        person.set_nik(told.nik)
    person.phone = person.phone or told.phone
    person.region = person.region or told.region
    if told.consented_at:
        person.consented_at, person.consent_version = told.consented_at, told.consent_version
    if person.pk is None or any(getattr(person, name) != value for name, value in before.items()):
        save_checked_row(person, checks_fields=False)
    return person


def is_nik_taken(person: Person, number: str) -> bool:
    return Person.objects.filter(office=person.office).with_nik(number).exclude(pk=person.pk).exists()


@transaction.atomic
def edit_person(*, person: Person, values: Mapping[str, Any], by: Any, at: datetime) -> Person:
    """Correct what is known of somebody; `nik` is taken as it is typed."""
    person = lock_row(person, "office__parent__parent", "region")
    refuse_if(policies.why_not_edit_person(by, person))
    values = dict(values)
    if "nik" in values:
        person.set_nik(values.pop("nik"))
    set_fields(person, values)
    return save_checked_row(person)


@transaction.atomic
def merge_people(*, kept: Person, other: Person, by: Any, at: datetime) -> Person:
    """Say that two rows are one person. Nothing moves: what hangs on either is shown with the one that is kept."""
    refuse_if(policies.why_not_serve(by, kept.office))
    reject_if(policies.why_not_merge_people(by, kept, other))
    kept, other = lock_pair(kept, other)
    reject_if(policies.why_not_merge(kept, other))
    return point_to(other, kept, by=by, at=at)


@transaction.atomic
def separate_person(*, person: Person, by: Any, at: datetime) -> Person:
    """Take a merge back: the person is shown by themselves again, with all that was theirs."""
    refuse_if(policies.why_not_serve(by, person.office))
    person = lock_row(person)
    reject_if(policies.why_not_separate(person))
    return point_to(person, None, by=by, at=at)


def lock_pair(kept: Row, other: Row) -> tuple[Row, Row]:
    """Lock both in the order of their keys, so that two who merge them the other way round wait for each other."""
    rows = type(kept)._default_manager.filter(pk__in=[kept.pk, other.pk])
    found = {row.pk: row for row in rows.order_by("pk").select_for_update()}
    return found[kept.pk], found[other.pk]


def point_to(row: Row, kept: Row | None, *, by: Any, at: datetime) -> Row:
    """Let the row stand under another, or by itself again; the audit trail keeps both steps."""
    row.merged_into, row.merged_at, row.merged_by = (kept, at, by) if kept else (None, None, None)
    row.save(update_fields=["merged_into", "merged_at", "merged_by"])
    return row
