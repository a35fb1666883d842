"""The regions that somebody means: by name, by what people call them, by kecamatan or desa, by beginning, by likeness.

Six names belong to both a kabupaten and a kota: whoever asks is given both, and asks back. What is found by its name is
never mixed with what only resembles it: "solo" is Surakarta and never Solok.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from krs_portal.kit.clock import today
from krs_portal.offices.enums import RegionKind
from krs_portal.offices.models import Region, RegionAlias, Village
from krs_portal.offices.spellings import VILLAGE, WrittenName, read_name

KAB_KOTA = (RegionKind.KABUPATEN, RegionKind.KOTA)
NAMED = (RegionKind.PROVINCE, *KAB_KOTA)
ALIKE = 0.86  # "slemn" and "sleman": one letter missing, for what no person looks at
NEARLY_ALIKE = 0.8  # "slemam" and "sleman": one letter wrong, for whoever sees what it was taken for
SHORTEST_BEGINNING = 3
MOST, SUGGESTED = 20, 8
Place = TypeVar("Place", Region, Village)


@dataclass(frozen=True)
class FoundRegion:
    """A province, kabupaten or kota; `within` is the kecamatan or desa in it that was named."""

    region: Any
    within: str = ""

    def __str__(self) -> str:
        """As it can be typed, and is then found again."""
        around = [self.within, str(self.region), str(self.region.parent or "")]
        return ", ".join(filter(None, around))


@dataclass(frozen=True)
class RegionMatch:
    """What the words may mean; `is_guess` if one spelling was taken for another."""

    found: tuple[FoundRegion, ...] = ()
    is_guess: bool = False

    def __bool__(self) -> bool:
        return bool(self.found)

    @property
    def regions(self) -> list[Any]:
        """Each once."""
        return list({each.region.pk: each.region for each in self.found}.values())

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(region.code for region in self.regions)


@dataclass
class RegionFinder:
    """Finds kabupaten and kota, within one province (its code) or everywhere, and keeps what it found."""

    within: str = ""
    known: dict[str, RegionMatch] = field(default_factory=dict)

    def find(self, text: str) -> RegionMatch:
        """By name, else by likeness."""
        if text not in self.known:
            names, day = read_name(text), today()
            found = pick_regions(names, fetch_by_key(names, day), KAB_KOTA, self.within)
            self.known[text] = found or guess_region(names, day, KAB_KOTA, self.within)
        return self.known[text]


def find_regions(text: str, day: date) -> RegionMatch:
    """What a citizen may mean by these words: the surest way of finding that finds anything."""
    names = read_name(text)
    by_key = fetch_by_key(names, day)
    return (
        pick_regions(names, by_key, NAMED)
        or pick_regions(names, by_key, [RegionKind.KECAMATAN])
        or pick_villages(names, by_key)
        or find_beginnings(names, day)
        or guess_region(names, day, NAMED, cutoff=NEARLY_ALIKE)
    )


def suggest_regions(text: str, day: date) -> list[FoundRegion]:
    """What the words may become while they are typed: names, then what begins so, at most eight in all."""
    names = read_name(text)
    found = [*pick_regions(names, fetch_by_key(names, day), NAMED).found, *find_beginnings(names, day).found]
    return list(dict.fromkeys(found))[:SUGGESTED]


def fetch_by_key(names: Iterable[WrittenName], day: date) -> dict[str, list[Region]]:
    """The regions of every name that the words may hold, or that are called so."""
    keys = {key for name in names for reading in name.list_readings() for key in (*reading, *name.around)} - {""}
    valid, by_key = Region.objects.on(day).select_related("parent__parent"), dict[str, list[Region]]()
    for region in valid.filter(key__in=keys).order_by("code"):
        by_key.setdefault(region.key, []).append(region)
    aliases = RegionAlias.objects.filter(key__in=keys, region__in=valid.order_by()).order_by("region__code")
    for alias in aliases.select_related("region__parent__parent"):
        by_key.setdefault(alias.key, []).append(alias.region)
    return by_key


def pick_regions(
    names: Sequence[WrittenName], by_key: Mapping[str, list[Region]], kinds: Sequence[RegionKind], within: str = ""
) -> RegionMatch:  # fmt: skip
    """The regions of these kinds whose name it is; after it may stand what lies around ("Bandung, Jawa Barat")."""
    for name in names:
        wanted = {name.kind} & {*kinds} if name.kind else kinds
        for key, rest in name.list_readings():
            named = [each for each in by_key.get(key, ()) if each.kind in wanted and each.code.startswith(within)]
            if found := narrow(named, rest, name.around, by_key):
                return RegionMatch(tuple(map(describe_region, found)))
    return RegionMatch()


def pick_villages(names: Sequence[WrittenName], by_key: Mapping[str, list[Region]]) -> RegionMatch:
    for name in names:
        if name.kind not in ("", VILLAGE):
            continue
        readings = dict(name.list_readings())
        named = Village.objects.filter(key__in=readings).select_related("district__parent__parent").order_by("code")
        for key, rest in readings.items():
            if found := narrow([each for each in named if each.key == key], rest, name.around, by_key):
                return RegionMatch(tuple(map(describe_village, found[:MOST])))
    return RegionMatch()


def narrow(named: Sequence[Place], rest: str, around: Iterable[str], by_key: Mapping[str, list[Region]]) -> list[Place]:
    """Those that lie in what was named after them, or at least in its province ("Sleman Yogyakarta").

    What stands after a comma and is no region ("dekat pasar") is let be; words that go on without one have to be one.
    """
    asked = [by_key.get(rest, [])] if rest else []
    asked += [by_key[key] for key in around if key in by_key]
    above = [[region.code for region in regions] for regions in asked]
    for codes in (above, [[code[:2] for code in each] for each in above]):
        if found := [each for each in named if all(lies_in_one(each.code, upper) for upper in codes)]:
            return found
    return []


def lies_in_one(code: str, upper: Iterable[str]) -> bool:
    return any(code.startswith(f"{each}.") for each in upper)


def find_beginnings(names: Sequence[WrittenName], day: date) -> RegionMatch:
    """What begins so: provinces, kabupaten and kota by name; where there are few of them, kecamatan, then desa."""
    found: list[FoundRegion] = []
    for name in names:
        if len(name.key) < SHORTEST_BEGINNING:
            continue
        begin = Region.objects.on(day).filter(key__startswith=name.key).select_related("parent__parent")
        for kinds in (NAMED, [RegionKind.KECAMATAN]):
            wanted = {name.kind} & {*kinds} if name.kind else kinds
            if len(found) < SUGGESTED and wanted:
                found += map(describe_region, begin.filter(kind__in=wanted).order_by("key", "code")[:MOST])
        if len(found) < SUGGESTED and name.kind in ("", VILLAGE):
            villages = Village.objects.filter(key__startswith=name.key).select_related("district__parent__parent")
            found += map(describe_village, villages.order_by("key", "code")[:SUGGESTED])
        if found:
            break
    return RegionMatch(tuple(found[:MOST]))


def describe_region(region: Region) -> FoundRegion:
    is_district = region.kind == RegionKind.KECAMATAN and region.parent is not None
    return FoundRegion(region.parent, str(region)) if is_district else FoundRegion(region)


def describe_village(village: Village) -> FoundRegion:
    return FoundRegion(village.district.parent, f"{village}, {village.district}")


def guess_region(
    names: Sequence[WrittenName], day: date, kinds: Sequence[RegionKind], within: str = "", cutoff: float = ALIKE
) -> RegionMatch:  # fmt: skip
    """The regions whose name is nearly that."""
    by_key: dict[str, list[Region]] = {}
    regions = Region.objects.on(day).filter(kind__in=kinds, code__startswith=within).select_related("parent")
    for region in regions.order_by("code") if names else ():
        by_key.setdefault(region.key, []).append(region)
    for name in names:
        for near in difflib.get_close_matches(name.key, by_key, n=1, cutoff=cutoff):
            if found := [each for each in by_key[near] if name.kind in ("", each.kind)]:
                return RegionMatch(tuple(map(FoundRegion, found)), is_guess=True)
    return RegionMatch()
