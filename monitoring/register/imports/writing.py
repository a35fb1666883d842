"""From checked rows to estates, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from krs_portal.imports import values
from krs_portal.imports.kinds import Lines, Values
from krs_portal.imports.models import Batch
from krs_portal.imports.undoing import delete_made_rows, list_result_keys
from krs_portal.offices.enums import OfficeKind
from krs_portal.offices.models import Office, Region
from monitoring.register.enums import CoordinateQuality, EstateKind
from monitoring.register.handover.enums import HandOverState
from monitoring.register.handover.models import HandOver
from monitoring.register.models import Block, Estate

PLAIN = ("name", "package_name", "address", "proposer", "variant", "unit_type", "builder", "manager", "notes")
DIGITS = ("floors", "capacity", "built_year")


def commit_estate_rows(lines: Lines, batch: Batch, user: Any, at: datetime) -> Sequence[Any]:
    found = {
        region.code: region
        for region in Region.objects.kab_kota_in_force().filter(code__in={each.values["region_code"] for each in lines})
    }
    local = dict(
        Office.objects.filter(
            kind=OfficeKind.LOCAL_AGENCY, region__in=found.values(), closed_on__isnull=True
        ).values_list("region_id", "pk")
    )
    estates = Estate.objects.bulk_create(
        [build_estate(line.values, found[line.values["region_code"]], local, batch, at) for line in lines]
    )
    pairs = [(made, line.values) for made, line in zip(estates, lines, strict=True)]
    Block.objects.bulk_create(build_blocks(pairs))
    HandOver.objects.bulk_create(build_hand_overs(pairs))
    return [made.pk for made in estates]


def build_estate(row: Values, region: Region, local: Mapping[int, int], batch: Batch, at: datetime) -> Estate:
    point, years = row.get("point") or {}, row.get("budget_years") or {}
    return Estate(
        office_id=local.get(region.pk, batch.office_id),
        region=region,
        kind=row.get("kind") or EstateKind.RUSUN,
        code=row.get("rusun_id") or "",
        beneficiary=row["beneficiary"],
        condition=row.get("condition") or "",
        land_status=row.get("land_status") or "",
        latitude=None if not point else round(point["latitude"], 6),
        longitude=None if not point else round(point["longitude"], 6),
        coordinate_quality=point.get("quality", CoordinateQuality.MISSING),
        budget_year_first=years.get("first"),
        budget_year_last=years.get("last"),
        occupied_since_on=values.read_iso_day(row.get("occupied_since_on")),
        created_at=at,
        **{name: row.get(name) or "" for name in PLAIN},
        **{name: row.get(name) for name in DIGITS},
    )


def build_blocks(pairs: Iterable[tuple[Estate, Values]]) -> list[Block]:
    """One block per row that states towers, units or occupied; none for a row without any of them."""
    return [
        Block(
            estate=made,
            towers=row.get("towers") or 1,
            floors=row.get("floors"),
            declared_units=row.get("units"),
            declared_occupied=row.get("occupied"),
        )
        for made, row in pairs
        if any(row.get(name) is not None for name in ("towers", "units", "occupied"))
    ]


def build_hand_overs(pairs: Iterable[tuple[Estate, Values]]) -> list[HandOver]:
    return [
        HandOver(
            estate=made,
            path=row["path"],
            state=row.get("state") or HandOverState.NOT_STARTED,
            recipient=row.get("recipient") or "",
            recipient_address=row.get("recipient_address") or "",
            value=row.get("value"),
            internal_complete=row.get("internal"),
            external_complete=row.get("external"),
        )
        for made, row in pairs
        if row.get("path")
    ]


def undo_estate_import(batch: Batch, user: Any, at: datetime) -> None:
    """Delete the estates of the batch, or none if one was edited since (its units listed, a tariff set)."""
    made = Estate.objects.filter(pk__in=list_result_keys(batch))
    worked_on = made.filter(blocks__is_listed=True) | made.filter(tariffs__isnull=False)
    if name := worked_on.values_list("name", flat=True).first():
        raise ValidationError(
            _("%(name)s sudah dilengkapi sesudah impor; impor ini tidak dapat dibatalkan.") % {"name": name}
        )
    delete_made_rows(made, _("Sudah ada %(kind)s pada lokasi dari impor ini; impor tidak dapat dibatalkan."))
