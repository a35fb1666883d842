"""Households and their members: recorded, corrected, shown. Each change is weighed at once for readiness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.accounts import nik
from krs_portal.kit.clock import day_of
from monitoring import assessing, policies
from monitoring.enums import Relation
from monitoring.models import Disclosure, Estate, Household, Member
from monitoring.plausible import BOUNDS, doubts

EDITABLE = frozenset([
    "name", "phone", "origin", "member_count", "marital_status", "education", "occupation", "workplace", "owns_house",
    "land_width", "land_length", "has_land", "wants_to_own", "scheme", "in_welfare_data", "decile", "has_tapera",
    "documents",
])  # fmt: skip
PRIVATE = frozenset(BOUNDS)


def refuse(sentence: str | None) -> None:
    if sentence:
        raise PermissionDenied(sentence)


def keep(row: Any) -> None:
    """Save what every constraint accepts; what one refuses, it says in its own words."""
    row.clean()
    row.validate_unique()
    row.validate_constraints()
    row.save()


def weigh(household: Household, at: datetime) -> None:
    """Its readiness, at once."""
    assessing.assess_household(household.pk, on=day_of(at), at=at)


def held(household: Household) -> Household:
    """The row, locked; whatever hangs on it changes one at a time."""
    return Household.objects.select_for_update(of=("self",)).select_related("estate__office").get(pk=household.pk)


def write(household: Household, values: Mapping[str, Any]) -> None:
    """What is known now. Private amounts that nobody named stay as they are."""
    if unknown := values.keys() - EDITABLE - PRIVATE - {"kk"}:
        raise ValueError(f"not a household's: {unknown}")
    for field in values.keys() - {"kk"}:
        setattr(household, field, values[field])
    if kk := values.get("kk"):
        household.kk_ciphertext, household.kk_lookup = kk, nik.lookup(kk)
    household.doubts = doubts({field: getattr(household, field) for field in BOUNDS})
    keep(household)


@transaction.atomic
def record_household(
    *, estate: Estate, values: Mapping[str, Any], head: Mapping[str, Any], by: Any, at: datetime
) -> Household:
    """A household and its head. Where it lives, `stays.move_in` says."""
    refuse(policies.why_not_edit_people(by, estate))
    household = Household(estate=estate, created_at=at)
    write(household, values)
    write_member(Member(household=household), {"name": household.name, "relation": Relation.HEAD, **head})
    return household


@transaction.atomic
def edit_household(*, household: Household, values: Mapping[str, Any], by: Any, at: datetime) -> Household:
    household = held(household)
    refuse(policies.why_not_edit_people(by, household.estate))
    write(household, values)
    weigh(household, at)
    return household


def write_member(member: Member, values: Mapping[str, Any]) -> None:
    for field in ("name", "sex", "relation"):
        if field in values:
            setattr(member, field, values[field])
    if born_on := values.get("born_on"):
        member.born_on = born_on
    if number := values.get("nik"):
        member.nik_ciphertext, member.nik_lookup = number, nik.lookup(number)
    keep(member)


@transaction.atomic
def save_member(
    *, household: Household, member: Member | None, values: Mapping[str, Any], by: Any, at: datetime
) -> Member:
    household = held(household)
    refuse(policies.why_not_edit_people(by, household.estate))
    member = Member.objects.get(pk=member.pk, household=household) if member else Member(household=household)
    write_member(member, values)
    return member


@transaction.atomic
def remove_member(*, member: Member, by: Any, at: datetime) -> None:
    household = held(member.household)
    refuse(policies.why_not_edit_people(by, household.estate))
    if member.relation == Relation.HEAD:
        raise ValidationError(_("Kepala keluarga tidak dihapus; ubah dahulu siapa kepala keluarganya."))
    member.delete()


def disclose(*, households: Iterable[Household], purpose: str, by: Any, at: datetime) -> list[Disclosure]:
    """Write down who is about to see specific data of whom, and what for. Only then it may be shown."""
    purpose = " ".join(purpose.split())
    if len(purpose) < 5:
        raise ValidationError({"purpose": _("Tulis keperluan membuka data ini, misalnya “verifikasi berkas KPR”.")})
    shown = list(households)
    for estate in {household.estate for household in shown}:
        refuse(policies.why_not_open_data(by, estate))
    return Disclosure.objects.bulk_create(
        Disclosure(household=household, seen_at=at, seen_by=by, purpose=purpose[:200]) for household in shown
    )
