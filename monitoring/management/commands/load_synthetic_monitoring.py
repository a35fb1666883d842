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

from krs_portal.accounts.audit import acting
from krs_portal.kit.clock import now, today
from krs_portal.offices.enums import OfficeKind, RegionKind
from krs_portal.offices.models import Office, OfficeName, Region
from monitoring.enums import Beneficiary, Condition, HandOverState, ProblemCategory
from monitoring.models import Block, Estate, HandOver, Household, Problem, Tenancy, Unit
from monitoring.places import BOXES, INDONESIA

STEP = 7919  # a prime: walks through a list in an order that looks like chance and spreads evenly
LIVED_IN = 82  # percent of the units
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
        with acting("load_synthetic_monitoring"), transaction.atomic(), pgtrigger.ignore(*quiet):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")  # carries the ignored triggers into the transaction: COPY itself cannot
            for said in load(estates, units, households):
                self.stdout.write(f"{time.monotonic() - began:6.1f} s  {said}")
        with connection.cursor() as cursor:
            tables = ", ".join(model._meta.db_table for model in LOADED)
            cursor.execute(f"ANALYZE {tables}, monitoring_estatetally")
        self.stdout.write(f"{estates:,} estates, {units:,} units, {households:,} households")


def load(estates: int, units: int, households: int) -> Iterator[str]:
    regions = list(
        Region.objects.filter(kind__in=(RegionKind.KABUPATEN, RegionKind.KOTA), valid_until=None)
        .select_related("parent")
        .order_by("code")
    )
    if not regions:
        raise CommandError("There are no regions; run load_regions first.")
    agencies = offices(regions)
    keys, blocks = reserve(Estate, estates), reserve(Block, estates)
    copy(Estate, *estate_rows(keys, regions, agencies))
    copy(HandOver, *hand_over_rows(keys))
    copy(Problem, *problem_rows(keys))
    copy(Block, ["id", "estate_id"], zip(blocks, keys, strict=True), is_listed=True, floors=5)
    yield f"{estates:,} estates"
    flats, share = reserve(Unit, units), units / estates
    copy(Unit, ["id", "block_id", "number", "floor"], unit_rows(flats, blocks, share))
    yield f"{units:,} units"
    homes = reserve(Household, households)
    where = ((key, keys[place * estates // households], f"Keluarga Sintetis {key}", 1 + key % 6)
             for place, key in enumerate(homes))  # fmt: skip
    copy(Household, ["id", "estate_id", "name", "member_count"], where)
    yield f"{households:,} households"
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE monitoring_block, monitoring_unit")  # the tenancies are counted by them
    copy(Tenancy, *tenancy_rows(flats, homes))
    yield "their tenancies"


def offices(regions: Sequence[Region]) -> dict[str, int]:
    """An agency for each kab/kota below one for each province; the office's key by the region's code."""
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


def estate_rows(keys: Sequence[int], regions: Sequence[Region], agencies: dict[str, int]) -> tuple[list[str], Any]:
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


def hand_over_rows(keys: Sequence[int]) -> tuple[list[str], Any]:
    states = [HandOverState.NOT_STARTED, HandOverState.SECRETARIAT, HandOverState.ASSET_BUREAU, HandOverState.DONE]
    rows = ((key, own, states[own % 4], today() - timedelta(days=own % 900)) for key, own in zip(
        reserve(HandOver, len(keys)), keys, strict=True))  # fmt: skip
    return ["id", "estate_id", "path", "state", "since_on"], (
        (key, own, "GRANT", state, day) for key, own, state, day in rows
    )


def problem_rows(keys: Sequence[int]) -> tuple[list[str], Any]:
    """One for every other estate, and three for every tenth."""
    about = [own for place, own in enumerate(keys) for _each in range(3 if place % 10 == 0 else place % 2)]
    categories = list(ProblemCategory)
    rows = (
        (key, own, categories[key % len(categories)], f"Masalah sintetis {key}", today() - timedelta(days=key % 700))
        for key, own in zip(reserve(Problem, len(about)), about, strict=True)
    )
    return ["id", "estate_id", "category", "title", "found_on"], rows


def unit_rows(keys: Sequence[int], blocks: Sequence[int], share: float) -> Iterator[tuple[Any, ...]]:
    for place, key in enumerate(keys):
        block = min(int(place / share), len(blocks) - 1)
        number = place - int(block * share)
        yield key, blocks[block], f"{number // PER_FLOOR + 1}{number % PER_FLOOR + 1:02}", number // PER_FLOOR + 1


def tenancy_rows(flats: Sequence[int], homes: Sequence[int]) -> tuple[list[str], Any]:
    """As many units as are lived in, each with a household of its own, begun over the last five years."""
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
        for place, (key, flat) in enumerate(zip(reserve(Tenancy, len(lived_in)), lived_in, strict=True))
    )
    return ["id", "unit_id", "household_id", "started_on", "ends_on"], rows


def copy(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]], **same: Any) -> None:
    """All rows by one COPY; columns that are not named get what the model gives them."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    rest = [field for field in fields if field.attname not in names]
    tail = "".join(f"\t{text(same.get(field.name, initial(field)))}" for field in rest) + "\n"
    columns = ", ".join([*names, *(str(field.column) for field in rest)])
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as out:
        lines = []
        for row in rows:
            lines.append("\t".join(map(text, row)) + tail)
            if len(lines) == 10_000:
                out.write("".join(lines))
                lines.clear()
        out.write("".join(lines))


def initial(field: models.Field[Any, Any]) -> Any:
    if field.has_default():
        return field.get_default()
    if field.null:
        return None
    if isinstance(field, models.DateTimeField):
        return now()
    return "" if field.empty_strings_allowed else 0


def text(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return json.dumps(value) if isinstance(value, dict) else "{}" if isinstance(value, list) else str(value)


def reserve(model: type[models.Model], number: int) -> range:
    """So many keys of a table, taken from its sequence in one go."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(s, nextval(s) + %s) FROM (SELECT pg_get_serial_sequence(%s, 'id')) AS q(s)",
            [max(number - 1, 0), model._meta.db_table],
        )
        (last,) = cursor.fetchone()
    return range(last - number + 1, last + 1)
