"""Who runs the portal, for the foot of every page and for the pages that a public service owes."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.translation import get_language

from krs_portal.kit.clock import today
from krs_portal.offices.models import Institution

LASTS = 60.0  # seconds; it changes once in years, and every page asks for it


@dataclass(frozen=True)
class InstitutionCard:
    """The institution as plain values, so that the drawn foot of the page is found again by them."""

    name: str = ""
    name_en: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    information_url: str = ""
    law_url: str = ""
    data_officer: str = ""

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") and self.name_en else self.name


_read: tuple[float, InstitutionCard] | None = None


def get_institution() -> InstitutionCard:
    """An empty card where none is recorded. Another process hears of a change within a minute."""
    global _read
    if _read is None or monotonic() - _read[0] > LASTS:
        try:
            row = Institution.objects.values(*InstitutionCard.__dataclass_fields__).first()
        except DatabaseError:  # the page that says so has a foot, too
            return _read[1] if _read else InstitutionCard()
        _read = monotonic(), InstitutionCard(**row) if row else InstitutionCard()
    return _read[1]


def drop_institution(**signal: Any) -> None:
    global _read
    _read = None


def build_institution_context(request: HttpRequest) -> dict[str, Any]:
    return {"institution": get_institution, "year": get_year}


def get_year() -> str:
    return str(today().year)  # as text: a number is drawn with its thousands parted
