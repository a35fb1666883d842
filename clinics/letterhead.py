"""The letterhead of the ministry's papers about clinics, as it was on a day."""

from __future__ import annotations

from datetime import date

from krs_portal.offices.enums import OfficeKind
from krs_portal.offices.models import Office

# The bodies above the directorate, by the day from which they were so called.
MINISTRIES = [
    (date(2024, 10, 21), ("Kementerian Perumahan dan Kawasan Permukiman",)),
    (date.min, ("Kementerian Pekerjaan Umum dan Perumahan Rakyat", "Direktorat Jenderal Perumahan")),
]


def get_letterhead(day: date) -> tuple[tuple[str, ...], str]:
    """The letterhead as it was on the day: the ministry's bodies and the directorate that evaluates."""
    above = next(lines for since, lines in MINISTRIES if since <= day)
    directorate = Office.objects.filter(kind=OfficeKind.DIRECTORATE).order_by("pk").first()
    if directorate is None:
        return above, ""
    return (*above, directorate.name_on(day)), directorate.address if day >= MINISTRIES[0][0] else ""
