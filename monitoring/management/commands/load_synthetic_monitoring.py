from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pgtrigger
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, models, transaction

from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import now, today
from krs_portal.kit.keys import reserve_keys
from krs_portal.offices.enums import OfficeKind, RegionKind
from krs_portal.offices.models import Office, OfficeName, Region
from monitoring.occupants.models import Household, Tenancy
from monitoring.problems.enums import ProblemCategory
from monitoring.problems.models import Problem
from monitoring.register.enums import Beneficiary, Condition
from monitoring.register.handover.enums import HandOverState
from monitoring.register.handover.models import HandOver
from monitoring.register.models import Block, Estate, Unit
from monitoring.register.places import BOXES, INDONESIA

STEP = 7919  # a prime: multiples of it, modulo the length, visit a list evenly in an order that looks random
LIVED_IN = 82  # percent of the units that are occupied
PER_FLOOR = 20
LOADED = (Estate, Block, Unit, Household, Tenancy, HandOver, Problem)


class Command(BaseCommand):
    help = "Loads invented estates, units and households by COPY, for trying out size; not for a real database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--estates", type=int, default=5_000)
        parser.add_argument("--units", type=int, default=300_000)
        parser.add_argument("--households", type=int, default=300_000)
        parser.add_argument("--allow-production", action="store_true", help="load even though DEBUG is off")

    def handle(self, *args: Any, **options: Any) -> None:
        estates, units, households = options["estates"], options["units"], options["households"]
        if not settings.DEBUG and not options["allow_production"]:
            raise CommandError(
                "DEBUG is off: synthetic rows are not for production. Say --allow-production to load them."
            )
        if min(estates, units, households) < 1 or units < estates:
            raise CommandError(
                "--estates, --units and --households are each 1 or more, and units no fewer than estates."
            )
        began = time.monotonic()
        quiet = [f"monitoring.{model.__name__}:insert_insert" for model in LOADED]
        with record_actor("load_synthetic_monitoring"), transaction.atomic(), pgtrigger.ignore(*quiet):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")  # pgtrigger sends the ignored triggers with it; COPY cannot
            for said in load_synthetic_rows(estates, units, households):
                self.stdout.write(f"{time.monotonic() - began:6.1f} s  {said}")
        with connection.cursor() as cursor:
            tables = ", ".join(model._meta.db_table for model in LOADED)
            cursor.execute(f"ANALYZE {tables}, monitoring_estatetally")
        self.stdout.write(f"{estates:,} estates, {units:,} units, {households:,} households")


def load_synthetic_rows(estates: int, units: int, households: int) -> Iterator[str]:
    regions = list(
        Region.objects.filter(kind__in=(RegionKind.KABUPATEN, RegionKind.KOTA), valid_until=None)
        .select_related("parent")
        .order_by("code")
    )
    if not regions:
        raise CommandError("There are no regions; run load_regions first.")
    agencies = create_synthetic_offices(regions)
    keys, blocks = reserve_keys(Estate, estates), reserve_keys(Block, estates)
    copy_rows(Estate, *generate_estate_rows(keys, regions, agencies))
    copy_rows(HandOver, *generate_hand_over_rows(keys))
    copy_rows(Problem, *generate_problem_rows(keys))
    copy_rows(Block, ["id", "estate_id"], zip(blocks, keys, strict=True), is_listed=True, floors=5)
    yield f"{estates:,} estates"
    flats, share = reserve_keys(Unit, units), units / estates
    copy_rows(Unit, ["id", "block_id", "number", "floor"], generate_unit_rows(flats, blocks, share))
    yield f"{units:,} units"
    homes = reserve_keys(Household, households)
    where = ((key, keys[place * estates // households], f"Keluarga Sintetis {key}", 1 + key % 6)
             for place, key in enumerate(homes))  # fmt: skip
    copy_rows(Household, ["id", "estate_id", "name", "member_count"], where)
    yield f"{households:,} households"
    with connection.cursor() as cursor:
        # the tally trigger joins these tables for the tenancies; without fresh statistics it plans badly
        cursor.execute("ANALYZE monitoring_block, monitoring_unit")
    copy_rows(Tenancy, *generate_tenancy_rows(flats, homes))
    yield "their tenancies"


def create_synthetic_offices(regions: Sequence[Region]) -> dict[str, int]:
    """Create an agency for each province and each kab/kota. Returns the office's id by the code of the kab/kota."""
    provinces = {region.parent.code: region.parent for region in regions if region.parent}
    made = {}
    for code, province in provinces.items():
        made[code] = Office(code=f"SINTETIS-{code}", kind=OfficeKind.PROVINCIAL_AGENCY, region=province)
    known = Office.objects.bulk_create(
        made.values(), update_conflicts=True, unique_fields=["code"], update_fields=["kind"]
    )
    above = {office.code: office for office in known}
    local = Office.objects.bulk_create(
        (
            Office(
                code=f"SINTETIS-{region.code.replace('.', '-')}", kind=OfficeKind.LOCAL_AGENCY, region=region,
                parent=above[f"SINTETIS-{region.code[:2]}"],
            )
            for region in regions
        ),
        update_conflicts=True, unique_fields=["code"], update_fields=["kind"],
    )  # fmt: skip
    OfficeName.objects.bulk_create(
        (OfficeName(office=office, name=f"Dinas {office.code}", short_name=office.code) for office in [*known, *local]),
        ignore_conflicts=True,
    )
    return {region.code: office.pk for region, office in zip(regions, local, strict=True)}


def generate_estate_rows(
    keys: Sequence[int], regions: Sequence[Region], agencies: dict[str, int]
) -> tuple[list[str], Any]:
    beneficiaries, conditions = list(Beneficiary), [*[Condition.GOOD] * 12, *Condition]

    def rows() -> Iterator[tuple[Any, ...]]:
        for place, key in enumerate(keys):
            region = regions[place * STEP % len(regions)]
            south, west, north, east = BOXES.get(region.code[:2], INDONESIA)
            yield (
                key, agencies[region.code], f"Rusun Sintetis {key}", region.pk,
                beneficiaries[place % len(beneficiaries)], conditions[place % len(conditions)],
                round(south + (north - south) * (0.1 + place * 37 % 800 / 1000), 6),
                round(west + (east - west) * (0.1 + place * 61 % 800 / 1000), 6), "OK", 1995 + place % 30,
            )  # fmt: skip

    names = ["id", "office_id", "name", "region_id", "beneficiary", "condition", "latitude", "longitude",
             "coordinate_quality", "built_year"]  # fmt: skip
    return names, rows()


def generate_hand_over_rows(keys: Sequence[int]) -> tuple[list[str], Any]:
    states = [HandOverState.NOT_STARTED, HandOverState.SECRETARIAT, HandOverState.ASSET_BUREAU, HandOverState.DONE]
    rows = ((key, own, states[own % 4], today() - timedelta(days=own % 900)) for key, own in zip(
        reserve_keys(HandOver, len(keys)), keys, strict=True))  # fmt: skip
    return ["id", "estate_id", "path", "state", "since_on"], (
        (key, own, "GRANT", state, day) for key, own, state, day in rows
    )


def generate_problem_rows(keys: Sequence[int]) -> tuple[list[str], Any]:
    """One for every other estate, and three for every tenth."""
    about = [own for place, own in enumerate(keys) for _each in range(3 if place % 10 == 0 else place % 2)]
    categories = list(ProblemCategory)
    rows = (
        (key, own, categories[key % len(categories)], f"Masalah sintetis {key}", today() - timedelta(days=key % 700))
        for key, own in zip(reserve_keys(Problem, len(about)), about, strict=True)
    )
    return ["id", "estate_id", "category", "title", "found_on"], rows


def generate_unit_rows(keys: Sequence[int], blocks: Sequence[int], share: float) -> Iterator[tuple[Any, ...]]:
    for place, key in enumerate(keys):
        block = min(int(place / share), len(blocks) - 1)
        number = place - int(block * share)
        yield key, blocks[block], f"{number // PER_FLOOR + 1}{number % PER_FLOOR + 1:02}", number // PER_FLOOR + 1


def generate_tenancy_rows(flats: Sequence[int], homes: Sequence[int]) -> tuple[list[str], Any]:
    """One tenancy with its own household per occupied unit, begun within the last five years."""
    lived_in = [flat for place, flat in enumerate(flats) if place * STEP % 100 < LIVED_IN][: len(homes)]
    step = len(homes) // len(lived_in) or 1
    begins = date(today().year - 5, 1, 1)
    rows = (
        (
            key,
            flat,
            homes[place * step],
            begins + timedelta(days=place % 1800),
            begins + timedelta(days=place % 1800 + 1095),
        )
        for place, (key, flat) in enumerate(zip(reserve_keys(Tenancy, len(lived_in)), lived_in, strict=True))
    )
    return ["id", "unit_id", "household_id", "started_on", "ends_on"], rows


def copy_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]], **same: Any) -> None:
    """Insert rows with one COPY. Columns missing from `names` get the value in `same`, or the model's default."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    rest = [field for field in fields if field.attname not in names]
    tail = "".join(f"\t{format_copy_value(same.get(field.name, get_initial_value(field)))}" for field in rest) + "\n"
    columns = ", ".join([*names, *(str(field.column) for field in rest)])
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as out:
        lines = []
        for row in rows:
            lines.append("\t".join(map(format_copy_value, row)) + tail)
            if len(lines) == 10_000:
                out.write("".join(lines))
                lines.clear()
        out.write("".join(lines))


def get_initial_value(field: models.Field[Any, Any]) -> Any:
    if field.has_default():
        return field.get_default()
    if field.null:
        return None
    if isinstance(field, models.DateTimeField):
        return now()
    return "" if field.empty_strings_allowed else 0


def format_copy_value(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return json.dumps(value) if isinstance(value, dict) else "{}" if isinstance(value, list) else str(value)
