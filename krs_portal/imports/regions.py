"""Kabupaten and kota by what people call them. Six names are both: without the prefix such a name is nobody's."""

from __future__ import annotations

from krs_portal.imports import values
from krs_portal.offices.enums import RegionKind
from krs_portal.offices.models import Region

PREFIX = {RegionKind.KABUPATEN: "kab", RegionKind.KOTA: "kota"}


def codes(within: str = "") -> dict[str, str]:
    """What `values.region` answers → the Kemendagri code, for all regions under the province code `within`."""
    known: dict[str, str] = {}
    bare: dict[str, set[str]] = {}
    regions = Region.objects.filter(kind__in=list(PREFIX), valid_until__isnull=True, code__startswith=within)
    for code, kind, name in regions.values_list("code", "kind", "name"):
        plain = values.normal(name)
        known[f"{PREFIX[RegionKind(kind)]} {plain}"] = code
        bare.setdefault(plain, set()).add(code)
    return known | {name: found.pop() for name, found in bare.items() if len(found) == 1 and name not in known}
