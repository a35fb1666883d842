"""Provinces, kabupaten, kota, kecamatan and desa as the package `idn-area-data` gives them (Kemendagri's codes)."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from django.db import connection, transaction

from krs_portal.kit.words import squeeze_spaces
from krs_portal.offices.aliases import ALIASES
from krs_portal.offices.enums import RegionKind
from krs_portal.offices.models import Region, RegionAlias, Village

FILES = {"provinces.csv": 38, "regencies.csv": 514, "districts.csv": 7000}  # and how many rows each has at least
VILLAGES = {"villages.csv": 80_000}
SHORTENED = {"Daerah Khusus Ibukota ": "DKI ", "Daerah Istimewa ": "DI "}
EVER = date(1945, 8, 17)
# The codes of Papua's provinces of 2022 and of all below them began with their laws (UU 14, 15, 16 and 29/2022).
BEGAN = {"93": date(2022, 7, 25), "94": date(2022, 7, 25), "95": date(2022, 7, 25), "96": date(2022, 12, 8)}


class UnreadableRegionFile(Exception):
    """The region files are not there, or not whole; the message names the remedy."""


@transaction.atomic
def load_regions(folder: Path) -> dict[RegionKind, int]:
    """Bring the regions up to date with the files; the number of each kind. Loading twice changes nothing."""
    tables = [read_region_rows(folder / file, at_least) for file, at_least in FILES.items()]
    counts = dict.fromkeys(RegionKind, 0)
    for table in tables:
        parents = dict(Region.objects.values_list("code", "pk"))
        regions = [build_region(row, parents) for row in table]
        Region.objects.bulk_create(
            regions,
            batch_size=4000,
            update_conflicts=True,
            unique_fields=["code", "valid_from"],
            update_fields=["kind", "name", "parent"],
        )
        for each in regions:
            counts[RegionKind(each.kind)] += 1
    load_aliases()
    return counts


def load_aliases() -> None:
    """Bring the names that people use up to date; those that an administrator added stay."""
    coded = {region.code: region for region in Region.objects.filter(code__in=ALIASES, valid_until__isnull=True)}
    RegionAlias.objects.bulk_create(
        [RegionAlias(name=name, region=coded[code]) for code, names in ALIASES.items() for name in names.split(", ")],
        ignore_conflicts=True,
    )


@transaction.atomic
def load_villages(folder: Path) -> int:
    """Bring the desa and kelurahan up to date with their file; their number. They come by COPY: there are 83.000."""
    [(file, at_least)] = VILLAGES.items()
    rows = read_region_rows(folder / file, at_least)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE village_row (code text, name text) ON COMMIT DROP")
        with cursor.copy("COPY village_row FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            """
            INSERT INTO offices_village (code, name, district_id)
            SELECT row.code, row.name, district.id
            FROM village_row row
            JOIN offices_region district ON district.code = left(row.code, 8) AND district.valid_until IS NULL
            ON CONFLICT (code) DO UPDATE SET name = excluded.name, district_id = excluded.district_id
            WHERE (offices_village.name, offices_village.district_id) IS DISTINCT FROM
                  (excluded.name, excluded.district_id)
            """
        )
    return Village.objects.count()


def read_region_rows(file: Path, at_least: int) -> list[tuple[str, str]]:
    """Code and name of every line of a file."""
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            found = [(row["code"], row["name"]) for row in csv.DictReader(lines)]
    except (OSError, KeyError) as error:
        raise UnreadableRegionFile(f"The region file {file} cannot be read; `make run` brings it.") from error
    if len(found) < at_least:
        raise UnreadableRegionFile(
            f"The region file {file} has {len(found)} rows, {at_least} at least are due; run `make run`."
        )
    return found


def build_region(row: tuple[str, str], parents: dict[str, int]) -> Region:
    code, full_name = row
    kind, name = split_kind_and_name(code, full_name)
    return Region(
        code=code,
        kind=kind,
        name=name,
        parent_id=parents[code.rpartition(".")[0]] if "." in code else None,
        valid_from=BEGAN.get(code[:2], EVER),
    )


def split_kind_and_name(code: str, full_name: str) -> tuple[RegionKind, str]:
    """`33.74`, `Kota Semarang` → a kota named Semarang. The kind is told by the prefix: six names are both."""
    name = squeeze_spaces(full_name)
    depth = code.count(".")
    if depth == 1:
        prefix, _, name = name.partition(" ")
        return RegionKind(prefix.upper()), name.removeprefix("Administrasi ")
    for long, short in SHORTENED.items():
        name = name.replace(long, short)
    return (RegionKind.PROVINCE if depth == 0 else RegionKind.KECAMATAN), name
