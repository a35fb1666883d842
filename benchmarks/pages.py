"""The pages that people open most, on the demo's data, beside a bare page in the same frame.

Milliseconds wander by half on shared machines; the ratio to the bare page, measured in the same run, says how far.
"""

from __future__ import annotations

from typing import Any

import django

django.setup()

from django.test import override_settings  # noqa: E402

from benchmarks.browsers import enter  # noqa: E402
from benchmarks.measure import Result, emit  # noqa: E402
from benchmarks.register import medians  # noqa: E402
from krs_portal import demo  # noqa: E402
from krs_portal.accounts.models import User  # noqa: E402
from monitoring.register.tally import EstateTally  # noqa: E402

PAGES = {  # at most so many ms
    "/monitoring/": 60,
    "/monitoring/hunian/{estate}/": 50,
    "/monitoring/masalah/": 45,
    "/monitoring/kesiapan/": 45,
    "/capaian/": 30,
    "/dasbor/": 40,
    "/konsultasi/": 35,
}


def main() -> None:
    client = enter(User.objects.get(email=f"admin@{demo.DOMAIN}"))
    estate: Any = EstateTally.objects.order_by("-units").values_list("estate", flat=True)[0]
    with override_settings(ROOT_URLCONF="benchmarks.bare_estates"):
        for page, most in PAGES.items():
            ours, framed = medians(client, page.format(estate=estate), "/framed/")
            beside = "50 bare rows in the portal's frame"
            emit(Result("pages", page, ours, framed, beside))
            emit(Result("pages", f"{page}, p50", ours, limit=most))


if __name__ == "__main__":
    main()
