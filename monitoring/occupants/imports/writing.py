"""From checked rows to households with their head and tenancy, and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from krs_portal.accounts import nik
from krs_portal.imports import values
from krs_portal.imports.kinds import Lines, Values
from krs_portal.imports.models import Batch
from krs_portal.imports.undoing import delete_made_rows, list_result_keys
from krs_portal.kit.clock import day_of
from krs_portal.offices.models import Region
from monitoring.occupants.enums import Relation
from monitoring.occupants.models import Household, Member, Tenancy
from monitoring.occupants.readiness import assessing
from monitoring.register.models import Unit

TEXTS = ("phone", "marital_status", "education", "occupation", "workplace", "scheme")
KNOWN = (
    "member_count",
    "income",
    "spouse_income",
    "savings",
    "instalment",
    "owns_house",
    "has_land",
    "land_width",
    "land_length",
    "wants_to_own",
    "in_welfare_data",
    "decile",
    "has_tapera",
    "documents",
)


def commit_occupant_rows(lines: Lines, batch: Batch, user: Any, at: datetime) -> Sequence[Any]:
    units = Unit.objects.select_related("block").in_bulk([line.values["unit_id"] for line in lines])
    codes = {line.values["origin_code"] for line in lines if line.values.get("origin_code")}
    origins = dict(Region.objects.filter(code__in=codes, valid_until__isnull=True).values_list("code", "pk"))
    homes = Household.objects.bulk_create(
        [build_household(line.values, units[line.values["unit_id"]], origins, at) for line in lines], batch_size=1000
    )
    pairs = [(home, line.values) for home, line in zip(homes, lines, strict=True)]
    Member.objects.bulk_create([build_household_head(home, row) for home, row in pairs], batch_size=1000)
    Tenancy.objects.bulk_create([build_tenancy(home, row) for home, row in pairs], batch_size=1000)
    Unit.objects.filter(pk__in=units).exclude(empty_reason="").update(empty_reason="")
    made = [home.pk for home in homes]
    assessing.assess_households(
        assessing.annotate_facts(Household.objects.filter(pk__in=made)), assessing.Rulebook(day_of(at)), at
    )
    return made


def build_household(row: Values, unit: Unit, origins: dict[str, int], at: datetime) -> Household:
    kk = row.get("kk") or ""
    return Household(
        estate_id=unit.block.estate_id,
        name=row["name"],
        kk_ciphertext=kk or None,
        kk_lookup=nik.hash_nik(kk) if kk else "",
        origin_id=origins.get(row.get("origin_code") or ""),
        created_at=at,
        **{name: row.get(name) or "" for name in TEXTS},
        **{name: row.get(name) for name in KNOWN},
    )


def build_household_head(home: Household, row: Values) -> Member:
    number = row.get("nik") or ""
    return Member(
        household=home,
        name=home.name,
        relation=Relation.HEAD,
        sex=row.get("sex") or "",
        born_on=values.read_iso_day(row.get("born_on")),
        nik_ciphertext=number or None,
        nik_lookup=nik.hash_nik(number) if number else "",
    )


def build_tenancy(home: Household, row: Values) -> Tenancy:
    made = Tenancy(
        unit_id=row["unit_id"],
        household=home,
        started_on=date.fromisoformat(row["started_on"]),
        ends_on=values.read_iso_day(row.get("ends_on")),
        extension=row.get("extension") or 0,
        rent=row.get("rent"),
        arrears=row.get("arrears"),
    )
    made.clean()
    return made


def undo_occupant_import(batch: Batch, user: Any, at: datetime) -> None:
    """Delete the households of the batch, unless somebody has worked with one of them since. The audit keeps them."""
    made = Household.objects.filter(pk__in=list_result_keys(batch))
    worked_on = made.filter(consents__isnull=False) | made.filter(objections__isnull=False)
    if (worked_on | made.filter(tenancies__ended_on__isnull=False)).exists():
        raise ValidationError(
            _("Sebagian rumah tangga dari impor ini sudah dilengkapi sesudahnya; impor tidak dapat dibatalkan.")
        )
    Tenancy.objects.filter(household__in=made).delete()
    delete_made_rows(made, _("Sudah ada %(kind)s untuk rumah tangga dari impor ini; impor tidak dapat dibatalkan."))
