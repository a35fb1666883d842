"""The register of 5.000 estates, 300 k units and some 1 M occupants: list, filters and map beside a bare list page."""

from __future__ import annotations

import statistics
import time
from datetime import date
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

from benchmarks.browsers import enter  # noqa: E402
from benchmarks.measure import Result, emit, note  # noqa: E402
from krs_portal.accounts.models import User  # noqa: E402
from krs_portal.offices.enums import OfficeKind, Role  # noqa: E402
from krs_portal.offices.models import Membership, Office  # noqa: E402
from monitoring.occupants.models import Household  # noqa: E402
from monitoring.register.models import Estate  # noqa: E402
from monitoring.register.tally import EstateTally  # noqa: E402

ROUNDS = 25
MOST = 1 / 0.3  # at least 0,3 times as fast as the bare page
CLASS = 60  # ms
PAGES = {
    "list": "",
    "list, by occupancy": "?occupancy=PARTLY",
    "list, by problem": "?problem=WATER",
    "list, by region": "?region=33.74",
    "list, by condition and kind": "?condition=HEAVY&kind=RUSUN",
    "map, provinces": "?view=map",
    "map, one province with its points": "?view=map&province=35",
}


def main() -> None:
    client = reader()
    note(f"{Estate.objects.count():,} estates, {Household.objects.count():,} households")
    call_command("verify_estates")
    with override_settings(ROOT_URLCONF="benchmarks.bare_estates"):
        for what, asked in PAGES.items():
            ours, framed = medians(client, f"/monitoring/hunian/{asked}", "/framed/")
            emit(Result("register", what, ours, framed, "50 bare rows in the portal's frame", limit=MOST))
            emit(Result("register", f"{what}, p50", ours, limit=CLASS))
        emit(Result("register", "list", *medians(client, "/monitoring/hunian/", "/bare/"), "50 bare rows, no frame"))
        dossier = EstateTally.objects.order_by("-units").values_list("estate", flat=True)[0]
        (ours,) = medians(client, f"/monitoring/hunian/{dossier}/")
        emit(Result("register", "dossier with its units by floor, p50", ours))


def medians(client: Client, *addresses: str) -> list[float]:
    """The p50 of each in milliseconds, asked in turn."""
    times: dict[str, list[float]] = {address: [] for address in addresses}
    for place in range(ROUNDS + 2):
        for address in addresses:
            began = time.perf_counter()
            answer: Any = client.get(address)
            took = (time.perf_counter() - began) * 1000
            assert answer.status_code == 200, (address, answer.status_code)
            if place > 1:
                times[address].append(took)
    return [statistics.median(taken) for taken in times.values()]


def reader() -> Client:
    """Somebody of the ministry, who sees the nation."""
    directorate, _made = Office.objects.get_or_create(code="DIT-BENCH", kind=OfficeKind.DIRECTORATE)
    user = User.objects.filter(email="pembaca@krs.invalid").first()
    if user is None:
        user = User.objects.create_user("pembaca@krs.invalid", None, name="Pembaca")
        Membership.objects.create(user=user, office=directorate, role=Role.EVALUATOR, started_on=date(2022, 1, 3))
    return enter(user)


if __name__ == "__main__":
    main()
