"""The office that somebody means, by its code or any name it has had, however that is spaced, dotted or cased."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import QuerySet
from django.utils.text import slugify

from krs_portal.kit.clock import today
from krs_portal.offices.models import Office, OfficeName


class OfficeFinder:
    """Finds among the offices it is given; they are read once, with their names of today."""

    def __init__(self, offices: QuerySet[Office]) -> None:
        known = {office.pk: office for office in offices.with_name_on(today())}  # type: ignore[attr-defined]
        self._found: defaultdict[str, dict[int, Office]] = defaultdict(dict)
        for office in known.values():
            self._found[slugify(office.code)][office.pk] = office
        for pk, *written in OfficeName.objects.filter(office__in=known).values_list("office", "name", "short_name"):
            for name in written:
                self._found[slugify(name)][pk] = known[pk]

    def find(self, written: str) -> list[Office]:
        """None, one, or the several that have had this name."""
        return list(self._found.get(slugify(written), {}).values())
