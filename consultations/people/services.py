"""Knowing whom the clinic receives: found beyond doubt or written down anew, corrected, merged and parted again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Q

from consultations.people import policies
from consultations.people.addresses import normalise_address
from consultations.people.models.house import House
from consultations.people.models.merging import Mergeable
from consultations.people.models.person import Person
from consultations.people.names import build_name_key
from consultations.people.querysets import read_region_name
from krs_portal.accounts.nik import hash_nik
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


@transaction.atomic
def receive_people(*, office: Office, told: Sequence[Told], at: datetime) -> list[Person]:
    """Thousands at once, each as `receive_person` would: a few queries, however many they are."""
    lock_row(office, no_key=True)  # two imports that bring one NIK at once make one person
    known, fresh, found = PeopleIndex(office, told), [], []
    for each in told:
        person = known.find(each)
        if person is None:
            person = Person(office=office, name=squeeze_spaces(each.name), created_at=at)
            fresh.append(person)
        if person.pk is None:
            complete_new_person(person, each)
        else:
            complete_person(person, each)
        known.add(person)
        found.append(person)
    Person.objects.bulk_create(fresh, batch_size=1_000)
    return found


class PeopleIndex:
    """Whom an office knows among those who are told of, by what is beyond doubt."""

    def __init__(self, office: Office, told: Sequence[Told]) -> None:
        self.by_nik: dict[str, Person] = {}
        self.by_phone: dict[tuple[str, str], Person] = {}
        numbers = {hash_nik(each.nik) for each in told if each.nik}
        phones = {each.phone for each in told if each.phone}
        people = Person.objects.filter(office=office).select_related("merged_into")
        for person in people.filter(Q(nik_lookup__in=numbers) | Q(phone__in=phones)).order_by("merged_into_id", "pk"):
            if person.nik_lookup:
                self.by_nik.setdefault(person.nik_lookup, person.kept)
            if person.phone:
                self.by_phone.setdefault((person.phone, build_name_key(person.name)), person.kept)

    def find(self, told: Told) -> Person | None:
        if told.nik and (known := self.by_nik.get(hash_nik(told.nik))):
            return known
        person = self.by_phone.get((told.phone, build_name_key(told.name))) if told.phone else None
        return None if person and told.nik and person.nik_lookup else person

    def add(self, person: Person) -> None:
        if person.nik_lookup:
            self.by_nik.setdefault(person.nik_lookup, person)
        if person.phone:
            self.by_phone.setdefault((person.phone, build_name_key(person.name)), person)


def complete_new_person(person: Person, told: Told) -> None:
    """As `complete_person`, for somebody who is written with others in a moment."""
    if told.nik and not person.nik_lookup:
        person.set_nik(told.nik)
    person.phone = person.phone or told.phone
    person.region = person.region or told.region


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


def get_or_create_house(
    *, address: str, region: Region | None, owner_name: str, at: datetime, mark: str = ""
) -> House | None:
    """The house at an address, made when it is new.

    The same normal form of the address in the same region means the same house, however it is spelled; a `mark` tells
    it from another one there.
    """
    address = squeeze_spaces(address)
    if not address:
        return None
    standing = House.objects.standing_at(address, region).select_related("merged_into")
    if mark := squeeze_spaces(mark):
        standing = standing.filter(mark=mark)
    if known := standing.order_by("mark", "pk").first():
        return known.kept
    return House.objects.create(address=address, region=region, mark=mark, owner_name=owner_name, created_at=at)


def get_or_create_houses(
    wanted: Sequence[tuple[str, Region | None, str]], at: datetime
) -> tuple[list[House | None], set[int]]:
    """Of each (address, region, owner's name) the house, as `get_or_create_house` would: a few queries for thousands.

    Answers the keys of those that were made, too.
    """
    spelled = [(squeeze_spaces(address), region, owner) for address, region, owner in wanted]
    keys = [(normalise_address(address, read_region_name(region)), region) for address, region, _owner in spelled]
    known: dict[tuple[str, Any], House] = {}
    rows = House.objects.filter(address_key__in={key for key, _region in keys if key}).select_related("merged_into")
    for house in rows.order_by("mark", "pk"):
        known.setdefault((house.address_key, house.region_id), house.kept)
    found: list[House | None] = []
    fresh: list[House] = []
    for (address, region, owner), (key, _region) in zip(spelled, keys, strict=True):
        place = key, region and region.pk
        if not key:  # nothing to compare by: asked one by one, as it is written
            found.append(get_or_create_house(address=address, region=region, owner_name=owner, at=at))
            continue
        if place not in known:
            known[place] = House(address=address, region=region, owner_name=owner, created_at=at)
            fresh.append(known[place])
        found.append(known[place])
    House.objects.bulk_create(fresh, batch_size=1_000)
    return found, {house.pk for house in fresh}
