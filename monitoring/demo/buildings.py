"""61 rusun locations in 23 kab/kota, 120 towers, 9.778 units, 8.051 occupied; 4 rusus in 3 (Disperakim Jateng, 2021).

Only these sums are published: the choice of the kab/kota, the names and the distribution are invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import NamedTuple

from krs_portal.offices.models import Office
from monitoring.register.enums import (
    Beneficiary,
    Condition,
    CoordinateQuality,
    EstateKind,
    FacilityKind,
    LandStatus,
    TariffBand,
)
from monitoring.register.handover.enums import HAND_OVER_PATHS, HandOverPath
from monitoring.register.handover.models import HandOver, HandOverStep
from monitoring.register.models import Block, Estate, Facility, Tariff, Wage

AS_AT = date(2020, 12, 31)
RUSUN, TOWERS, UNITS, OCCUPIED, RUSUS = 61, 120, 9778, 8051, 4


class DemoRegency(NamedTuple):
    code: str
    locations: int
    latitude: float
    longitude: float


SEATS = [
    DemoRegency("33.74", 7, -6.99, 110.42),
    DemoRegency("33.72", 5, -7.57, 110.82),
    DemoRegency("33.01", 4, -7.70, 109.02),
    DemoRegency("33.22", 4, -7.13, 110.40),
    DemoRegency("33.11", 3, -7.68, 110.84),
    DemoRegency("33.13", 3, -7.60, 110.95),
    DemoRegency("33.19", 3, -6.80, 110.84),
    DemoRegency("33.20", 3, -6.59, 110.67),
    DemoRegency("33.75", 3, -6.89, 109.67),
    DemoRegency("33.02", 2, -7.43, 109.24),
    DemoRegency("33.03", 2, -7.39, 109.36),
    DemoRegency("33.05", 2, -7.67, 109.65),
    DemoRegency("33.09", 2, -7.53, 110.60),
    DemoRegency("33.10", 2, -7.70, 110.60),
    DemoRegency("33.14", 2, -7.43, 111.02),
    DemoRegency("33.21", 2, -6.89, 110.64),
    DemoRegency("33.24", 2, -6.92, 110.20),
    DemoRegency("33.25", 2, -6.91, 109.73),
    DemoRegency("33.71", 2, -7.48, 110.22),
    DemoRegency("33.73", 2, -7.33, 110.50),
    DemoRegency("33.76", 2, -6.87, 109.13),
    DemoRegency("33.27", 1, -6.89, 109.38),
    DemoRegency("33.29", 1, -6.87, 109.04),
]
RUSUS_AT = ["33.01", "33.01", "33.21", "33.24"]
NAMES = [
    "Kaligawe", "Bandarharjo", "Karangroto", "Kudu", "Jrakah", "Plamongan", "Genuksari", "Begalon", "Semanggi",
    "Jurug", "Mojosongo", "Kerkop", "Tegalkamulyan", "Sidanegara", "Gumilir", "Maos", "Gedanganak", "Ambarawa",
    "Bawen", "Ungaran", "Grogol", "Kartasura", "Baki", "Jaten", "Palur", "Colomadu", "Bakalan Krapyak", "Kaliwungu",
    "Jati", "Jobokuto", "Mayong", "Pecangaan", "Slamaran", "Panjang", "Krapyak", "Sokaraja", "Purwokerto Selatan",
    "Kalimanah", "Bojongsari", "Panjer", "Gombong", "Banaran", "Mojosongo Barat", "Gergunung", "Delanggu",
    "Karangmalang", "Sidoharjo", "Sayung", "Karangtengah", "Brangsong", "Weleri", "Kandeman", "Proyonanggan",
    "Potrobangsan", "Tidar", "Argomulyo", "Cebongan", "Tegalsari", "Mintaragen", "Taman", "Wanasari",
]  # fmt: skip
TOWER_UNITS = (48, 58, 70, 80, 84, 96, 98, 99)
BUILDERS = ("SATKER PENYEDIAAN PERUMAHAN (DJP)", "SNVT PENYEDIAAN PERUMAHAN", "BANGRUM-MENPERA")


@dataclass(frozen=True)
class LocationCount:
    """The counts of one location at the end of 2020."""

    towers: int
    units: int
    occupied: int


def load_buildings() -> list[Estate]:
    chance = Random(2021)  # noqa: S311 - invented buildings
    of_province = Office.objects.select_related("region").filter(code__startswith="DINAS-33")
    agencies = {office.code: office for office in of_province}
    made = [*_build_rusun(agencies, chance), *_build_rusus(agencies, chance)]
    for number, estate in enumerate(made, 1):
        estate.code = f"33.CONTOH.{number:02}"
    estates = Estate.objects.bulk_create(made)
    counts = build_counts_of_2020()
    blocks = [block for estate, count in zip(estates, counts, strict=True) for block in _build_blocks(estate, count)]
    Block.objects.bulk_create(blocks)
    Facility.objects.bulk_create(_build_facility(estate, kind, chance) for estate in estates for kind in FacilityKind)
    handed_over = HandOver.objects.bulk_create(_build_hand_over(estate, chance) for estate in estates)
    HandOverStep.objects.bulk_create(
        HandOverStep(hand_over=each, state=each.state, entered_on=each.since_on)
        for each in handed_over
        if each.since_on
    )
    province = agencies["DINAS-33"].region
    assert province  # noqa: S101 - the demo's offices stand in their regions
    Wage.objects.create(
        region=province,
        year=2021,
        amount=1_798_979,
        source="SK Gubernur Jawa Tengah 561/58/2020",
    )
    Tariff.objects.bulk_create(
        _build_tariff(estate, count, chance) for estate, count in zip(estates, counts, strict=True)
    )
    return estates


def build_counts_of_2020() -> list[LocationCount]:
    """Counts of the 65 locations: first the 61 rusun, whose sums are the published ones, then the 4 rusus."""
    chance = Random(61)  # noqa: S311
    towers = [1] * 14 + [2] * 35 + [3] * 12
    chance.shuffle(towers)
    units = _fit_to_total(
        [number * chance.choice(TOWER_UNITS) for number in towers], UNITS, most=[n * 120 for n in towers]
    )
    rates = [chance.triangular(0.4, 1, 0.95) for _ in units]
    rates[17] = rates[43] = 0.0  # two locations are completed but empty
    occupied = _fit_to_total(
        [round(number * rate) for number, rate in zip(units, rates, strict=True)],
        OCCUPIED,
        most=[number if rate else 0 for number, rate in zip(units, rates, strict=True)],
    )
    assert (sum(towers), sum(units), sum(occupied)) == (TOWERS, UNITS, OCCUPIED)  # noqa: S101 - published
    rusus = [LocationCount(1, 50, 46), LocationCount(1, 40, 40), LocationCount(1, 50, 31), LocationCount(1, 36, 36)]
    return [LocationCount(*each) for each in zip(towers, units, occupied, strict=True)] + rusus


def _fit_to_total(values: Sequence[int], total: int, *, most: Sequence[int]) -> list[int]:
    """Change the values in turn by one until they add up to `total`; none goes above its `most` or below zero."""
    fitted, place = list(values), 0
    while (gap := total - sum(fitted)) != 0:
        step = 1 if gap > 0 else -1
        if 0 <= fitted[place] + step <= most[place] and (most[place] or step < 0):
            fitted[place] += step
        place = (place + 1) % len(fitted)
    return fitted


def _build_rusun(agencies: dict[str, Office], chance: Random) -> list[Estate]:
    names = iter(NAMES)
    return [
        _build_estate(agencies, seat, next(names), EstateKind.RUSUN, chance)
        for seat in SEATS
        for _ in range(seat.locations)
    ]


def _build_rusus(agencies: dict[str, Office], chance: Random) -> list[Estate]:
    seats = {seat.code: seat for seat in SEATS}
    names = ("Nelayan Sentolo Kawat", "Nelayan Pandanarang", "Nelayan Bonang", "Relokasi Rowosari")
    return [
        _build_estate(agencies, seats[code], name, EstateKind.RUSUS, chance)
        for code, name in zip(RUSUS_AT, names, strict=True)
    ]


def _build_estate(
    agencies: dict[str, Office], seat: DemoRegency, name: str, kind: EstateKind, chance: Random
) -> Estate:
    office = agencies[f"DINAS-{seat.code.replace('.', '-')}"]
    year = chance.choice((2008, 2010, 2012, 2014, 2015, 2016, 2017, 2018, 2019))
    is_rusun = kind == EstateKind.RUSUN
    asked = chance.choices([Beneficiary.MBR, Beneficiary.WORKERS], [77, 23])[0]
    term = chance.choice((2, 3))
    return Estate(
        office=office,
        kind=kind,
        name=f"{'Rusunawa' if is_rusun else 'Rusus'} {name}",
        beneficiary=asked if is_rusun else Beneficiary.FISHERS,
        address=f"Jl. {name} Raya, {office.region}, Jawa Tengah",
        region=office.region,
        latitude=f"{seat.latitude + chance.uniform(-0.03, 0.03):.6f}",
        longitude=f"{seat.longitude + chance.uniform(-0.03, 0.03):.6f}",
        coordinate_quality=chance.choices([CoordinateQuality.OK, CoordinateQuality.NEEDS_CHECK], [9, 1])[0],
        built_year=year,
        budget_year_first=year - 1,
        budget_year_last=year,
        builder=chance.choice(BUILDERS),
        proposer=f"Pemerintah {office.region}",
        unit_type=chance.choice(("21", "24", "36")) if is_rusun else "36",
        variant=chance.choice(("Sedang", "Besar", "Panjang")) if is_rusun else "",
        floors=chance.choice((4, 5)) if is_rusun else 1,
        condition=chance.choices([Condition.GOOD, Condition.LIGHT, Condition.MODERATE], [78, 16, 6])[0],
        land_status=chance.choices([LandStatus.CLEAR, LandStatus.DISPUTED], [94, 6])[0],
        manager=f"UPTD Rumah Sewa {office.region}" if is_rusun else f"Koperasi Nelayan {office.region}",
        occupied_since_on=date(year + 1, 3, 1),
        lease_years=term if is_rusun else None,
        stay_limit_years=6 if is_rusun else None,
        stay_rule_source="Peraturan kepala daerah setempat (contoh)" if is_rusun else "",
        notes="Data contoh: lokasi ini rekaan.",
    )


def _build_blocks(estate: Estate, count: LocationCount) -> list[Block]:
    """One block for all towers, because their units are known only as a sum."""
    name = "A" if count.towers == 1 else f"A-{'ABC'[count.towers - 1]}"
    return [
        Block(
            estate=estate,
            name=name,
            towers=count.towers,
            floors=estate.floors,
            declared_units=count.units,
            declared_occupied=count.occupied,
            declared_on=AS_AT,
        )
    ]


def _build_facility(estate: Estate, kind: FacilityKind, chance: Random) -> Facility:
    common = kind in {FacilityKind.WATER, FacilityKind.POWER, FacilityKind.SANITATION, FacilityKind.ROAD}
    present = chance.random() < (0.97 if common else 0.7)
    connected = present and chance.random() < 0.95
    return Facility(
        estate=estate,
        kind=kind,
        is_present=present,
        is_connected=connected if kind in {FacilityKind.WATER, FacilityKind.POWER} else None,
        is_working=present and chance.random() < 0.9,
    )


def _build_hand_over(estate: Estate, chance: Random) -> HandOver:
    path = chance.choices([HandOverPath.GRANT, HandOverPath.STATUS_TRANSFER], [85, 15])[0]
    state = chance.choices(HAND_OVER_PATHS[path], [1, 2, 1, 1, 1, *[1] * (len(HAND_OVER_PATHS[path]) - 6), 9])[0]
    since = date(2019, chance.randint(1, 12), chance.randint(1, 28))
    blocked = state not in {HAND_OVER_PATHS[path][0], HAND_OVER_PATHS[path][-1]} and chance.random() < 0.5
    return HandOver(
        estate=estate,
        path=path,
        recipient=f"Pemerintah {estate.region}",
        value=chance.randint(9, 24) * 1_000_000_000,
        state=state,
        since_on=since,
        obstacle=chance.choice(("Sertifikat tanah belum ada", "IMB/PBG belum terbit", "As-built drawing belum lengkap"))
        if blocked
        else "",
        obstacle_since_on=date(2020, chance.randint(1, 12), 15) if blocked else None,
    )


def _build_tariff(estate: Estate, count: LocationCount, chance: Random) -> Tariff:
    operating, upkeep = chance.randint(220, 420) * count.units * 1000, chance.randint(120, 260) * count.units * 1000
    return Tariff(
        estate=estate,
        valid_from=date(2020, 1, 1),
        band=TariffBand.LOWER_OPERATION,
        operating_cost=operating,
        upkeep_cost=upkeep,
        units=count.units,
        factor=100,
        amount=round(operating / count.units / 2),
        decree="Keputusan kepala daerah (contoh)",
    )
