"""Write households and their members, and record who opens their specific data.

A household whose data changed is reassessed at once. Every service takes `by` and `at`, whether or not it uses the
moment: forms and buttons call all of them alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.accounts import nik
from krs_portal.accounts.models import User
from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_alone, lock_row
from krs_portal.kit.refusals import refuse_if, reject_if
from krs_portal.kit.saving import save_checked_row, set_fields
from krs_portal.kit.words import squeeze_spaces
from krs_portal.outbox.services import enqueue_messages
from monitoring.occupants import letters, policies
from monitoring.occupants.enums import DisclosurePurpose, Relation
from monitoring.occupants.models import Disclosure, DisclosureRelease, Household, Member
from monitoring.occupants.plausible import BOUNDS, list_doubted_fields
from monitoring.occupants.readiness import assessing
from monitoring.register.models import Estate

EDITABLE = frozenset([
    "name", "phone", "origin", "member_count", "marital_status", "education", "occupation", "workplace", "owns_house",
    "land_width", "land_length", "has_land", "wants_to_own", "scheme", "in_welfare_data", "decile", "has_tapera",
    "documents",
])  # fmt: skip
PRIVATE = frozenset(BOUNDS)
SHORTEST_CASE, FEWEST_SIGNS = 5, 3  # "xxxxx" is no case


def reassess_household(household: Household, at: datetime) -> None:
    """Assess again how the household stands towards the programmes."""
    assessing.assess_household(household.pk, on=day_of(at), at=at)


def lock_household(household: Household) -> Household:
    """Lock the household; its members, consents, objections and referrals are written under this lock."""
    return lock_row(household, "estate__office")


def write_household(household: Household, values: Mapping[str, Any]) -> None:
    """Set the given fields. Private amounts that are not in `values` are left unchanged."""
    if unknown := values.keys() - EDITABLE - PRIVATE - {"kk"}:
        raise ValueError(f"not a household's: {unknown}")
    set_fields(household, {field: value for field, value in values.items() if field != "kk"})
    if kk := values.get("kk"):
        household.kk_ciphertext, household.kk_lookup = kk, nik.hash_nik(kk)
    household.doubts = list_doubted_fields({field: getattr(household, field) for field in BOUNDS})
    save_checked_row(household, checks_fields=False)


@transaction.atomic
def record_household(
    *, estate: Estate, values: Mapping[str, Any], head: Mapping[str, Any], by: Any, at: datetime
) -> Household:
    """Create a household with its head. The tenancy is created by `stays.move_in_household`."""
    refuse_if(policies.why_not_edit_people(by, estate))
    household = Household(estate=estate, created_at=at)
    write_household(household, values)
    write_member(Member(household=household), {"name": household.name, "relation": Relation.HEAD, **head})
    return household


@transaction.atomic
def edit_household(*, household: Household, values: Mapping[str, Any], by: Any, at: datetime) -> Household:
    household = lock_household(household)
    refuse_if(policies.why_not_edit_people(by, household.estate))
    write_household(household, values)
    reassess_household(household, at)
    return household


def write_member(member: Member, values: Mapping[str, Any]) -> None:
    """Set the given fields. An empty day of birth or NIK leaves the stored one unchanged: forms never show them."""
    set_fields(member, {field: values[field] for field in ("name", "sex", "relation") if field in values})
    if born_on := values.get("born_on"):
        member.born_on = born_on
    if number := values.get("nik"):
        member.nik_ciphertext, member.nik_lookup = number, nik.hash_nik(number)
    save_checked_row(member, checks_fields=False)


@transaction.atomic
def save_member(
    *, household: Household, member: Member | None, values: Mapping[str, Any], by: Any, at: datetime
) -> Member:
    household = lock_household(household)
    refuse_if(policies.why_not_edit_people(by, household.estate))
    member = Member.objects.get(pk=member.pk, household=household) if member else Member(household=household)
    write_member(member, values)
    return member


@transaction.atomic
def remove_member(*, member: Member, by: Any, at: datetime) -> None:
    household = lock_household(member.household)
    refuse_if(policies.why_not_edit_people(by, household.estate))
    if member.relation == Relation.HEAD:
        raise ValidationError(_("Kepala keluarga tidak dihapus; ubah dahulu siapa kepala keluarganya."))
    member.delete()


def record_disclosures(*, households: Iterable[Household], purpose: str, by: Any, at: datetime) -> list[Disclosure]:
    """Record who sees specific data of which households, and for what purpose. Call this before they are shown."""
    purpose = squeeze_spaces(purpose)
    if len(purpose) < 5:
        raise ValidationError({"purpose": _("Tulis keperluan membuka data ini, misalnya “verifikasi berkas KPR”.")})
    shown = list(households)
    for estate in {household.estate for household in shown}:
        refuse_if(policies.why_not_open_data(by, estate))
    made = Disclosure.objects.bulk_create(
        Disclosure(household=household, seen_at=at, seen_by=by, purpose=purpose[:200]) for household in shown
    )
    opened = Disclosure.objects.filter(seen_by=by, seen_at__gt=at - policies.PER).values("household").distinct().count()
    if opened >= policies.MOST_OPENED:
        enqueue_messages(letters.build_alarms(by, opened, at=at), at=at)
    return made


@transaction.atomic
def open_household(
    *, household: Household, purpose: DisclosurePurpose, case: str, by: Any, at: datetime
) -> list[Disclosure]:
    """Let somebody see specific data of one household for a listed purpose and its case, as far as the limit goes."""
    case = squeeze_spaces(case)
    signs = {sign for sign in case.lower() if sign.isalnum()}
    is_told = len(case) >= SHORTEST_CASE and len(signs) >= FEWEST_SIGNS
    reject_if(None if is_told else _("Sebut perkaranya: nomor surat, atau berkas siapa."), "case")
    lock_alone(User(pk=by.pk))  # at twenty at once, too, nobody opens the twenty-first
    refuse_if(policies.why_not_open_data(by, household.estate))
    refuse_if(policies.why_not_open_more(by, household, at=at))
    return record_disclosures(households=[household], purpose=f"{purpose.label}: {case}", by=by, at=at)


@transaction.atomic
def release_limit(*, user: User, reason: str, by: Any, at: datetime) -> DisclosureRelease:
    """Let somebody open more households than the limit for an hour."""
    refuse_if(policies.why_not_release(by))
    is_theirs = policies.list_releasable(by).filter(pk=user.pk).exists()
    reject_if(None if is_theirs else _("Pilih orang dari dinas Anda; batas Anda sendiri dibuka oleh atasan."), "user")
    release = DisclosureRelease(user=user, reason=reason, granted_at=at, granted_by=by, ends_at=at + policies.PER)
    return save_checked_row(release)
