"""Finding people by what they say, and houses by their address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import F, Q

from consultations.people.addresses import have_compatible_numbers, normalise_address
from consultations.people.names import build_name_key, normalise_name, sketch_word
from krs_portal.accounts.nik import hash_nik

if TYPE_CHECKING:
    from consultations.people.models.house import House
    from consultations.people.models.person import Person

Row = TypeVar("Row", bound=models.Model)

ALIKE = 0.5  # of pg_trgm: "jalan melati 3" and "jalan melati indah 3", not "jalan mawar 3"
LOOKED_AT, OFFERED = 50, 5
LAST_SIGN = "\x7e"  # behind every letter, number and the bar of a name's key


class MergeableQuerySet(models.QuerySet[Row]):
    def standing(self) -> Self:
        """Those that were not merged into another."""
        return self.filter(merged_into__isnull=True)

    def of_family(self, kept: Any) -> Self:
        """The kept rows, by a list or a subquery of keys, and those merged into them: what hangs on any is theirs."""
        return self.filter(Q(pk__in=kept) | Q(merged_into__in=kept))


class PersonQuerySet(MergeableQuerySet["Person"]):
    def known_to(self, offices: Iterable[Any]) -> Self:
        return self.filter(office__in=offices)

    def with_nik(self, number: str) -> Self:
        return self.filter(nik_lookup=hash_nik(number))

    def called(self, phone: str, name: str) -> Self:
        """The same telephone and the same name, which is the same person; a family shares the telephone alone."""
        return self.filter(phone=phone, name_key=build_name_key(name)).exclude(phone="")

    def reached_at(self, beginning: str) -> Self:
        """Telephone numbers that begin so, in E.164."""
        return self.filter(phone__gte=beginning, phone__lt=beginning + LAST_SIGN)

    def list_named(self, text: str) -> list[Person]:
        """People whose name begins so, else contains each of the words, else sounds like them; the most alike first.

        Each step asks an index and stops after so many rows: among a million people a common name takes 5 ms.
        """
        normal = normalise_name(text)
        if len(normal) < 2:
            return []
        likeness = TrigramSimilarity("name_key", build_name_key(text))
        rows = self.annotate(likeness=likeness).select_related("merged_into")
        begins = Q(name_key__gte=normal, name_key__lt=normal + LAST_SIGN)
        words = normal.split()
        contains, sounds = Q(), Q()
        for word in words:
            contains &= Q(name_key__contains=word)
            sounds &= Q(name_key__contains=f" {sketch_word(word)}")
        found: dict[int, Person] = {}
        for step, ordered in ((begins, True), (contains, False), (sounds, False)):
            if len(found) < OFFERED and (ordered or len(normal) > 2):
                chosen = rows.filter(step)
                chosen = chosen.order_by("name_key", "pk") if ordered else chosen
                found |= {each.pk: each for each in chosen[:LOOKED_AT]}
        return sorted(found.values(), key=lambda each: (-each.likeness, each.pk))  # type: ignore[attr-defined]


class HouseQuerySet(MergeableQuerySet["House"]):
    def standing_at(self, address: str, region: Any) -> Self:
        """The same house: the same normal form of the address in the same region.

        An address without a letter or a number has none; it is compared as it is written.
        """
        key = normalise_address(address, read_region_name(region))
        same = Q(address_key=key) if key else Q(address_key="", address__iexact=address)
        return self.filter(same, region=region)

    def list_alike(self, address: str, region: Any) -> list[House]:
        """Houses that may be meant, the most alike first; of one that was merged, the one that was kept.

        The region is the same, lies inside the other, or is missing for one of them; every number of one address
        stands in the other.
        """
        key = normalise_address(address, read_region_name(region))
        if not key:
            return []
        near = Q(address_key=key) | Q(address_key__trigram_similar=key)
        found: Any = self.filter(near & build_nearby_filter(region)).select_related("region", "merged_into__region")
        likeness = TrigramSimilarity("address_key", key)
        found = found.annotate(likeness=likeness).filter(likeness__gte=ALIKE).order_by(F("likeness").desc(), "pk")
        meant = [each.kept for each in found[:LOOKED_AT] if have_compatible_numbers(each.address_key, key)]
        return list(dict.fromkeys(meant))[:OFFERED]


def read_region_name(region: Any) -> str:
    return region.name if region else ""


def build_nearby_filter(region: Any) -> Q:
    """Houses in the region, in one inside or around it, or without any."""
    if region is None:
        return Q()
    around = [region.code[:length] for length in (2, 5) if length < len(region.code)]
    return (
        Q(region__isnull=True) | Q(region__code=region.code) | Q(region__code__startswith=f"{region.code}.")
        | Q(region__code__in=around)
    )  # fmt: skip
