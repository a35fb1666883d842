"""People of an estate as the services make them, and programmes to be ready for."""

from datetime import UTC, date, datetime
from typing import Any

from krs_portal.accounts.models import User
from krs_portal.kit.clock import today
from krs_portal.kit.loading import load_references
from krs_portal.offices.models import Office
from monitoring.occupants.enums import ConsentPurpose, DocumentKind, MaritalStatus
from monitoring.occupants.models import Household, Tenancy
from monitoring.occupants.readiness import reference
from monitoring.occupants.readiness.models import Programme
from monitoring.occupants.services import people, rights, stays
from monitoring.register.models import Estate
from tests.factories import monitoring

AT = datetime(2025, 6, 2, 3, tzinfo=UTC)
ON = AT.date()
TLOO, FLPP = "tuku-lemah-oleh-omah", "kpr-flpp"
# Whoever is like this is ready for both programmes.
READY: dict[str, Any] = {
    "name": "Siti Uji",
    "marital_status": MaritalStatus.MARRIED,
    "income": 3_000_000,
    "spouse_income": 0,
    "savings": 5_000_000,
    "owns_house": False,
    "has_land": True,
    "land_width": 7,
    "land_length": 9,
    "wants_to_own": True,
    "in_welfare_data": True,
    "documents": list(DocumentKind.values),
}


def programmes() -> dict[str, Programme]:
    load_references([reference.REFERENCE], today())
    return {programme.code: programme for programme in Programme.objects.all()}


def agency(code: str = "33.74") -> tuple[Office, User, Estate]:
    """A local agency with its operator and an estate of four listed units."""
    province = Office.objects.filter(code="DINAS-33").first() or monitoring.province()
    office = monitoring.local(province, code=code, name=f"Uji {code}")
    estate = monitoring.estate(office, units=None, stay_limit_years=6, lease_years=3)
    monitoring.listed_block(estate)
    return office, monitoring.operator(office), estate


def family(of: Estate, by: User, *, unit: int = 0, terms: dict[str, Any] | None = None, **changes: Any) -> Tenancy:
    """A household that moved in by the service: ready for everything, unless something is changed."""
    terms = {"started_on": date(2022, 1, 1), "ends_on": date(2026, 1, 1), "rent": 150_000, "arrears": 0} | (terms or {})
    rooms = of.blocks.get().units.order_by("number")
    return stays.move_in_household(unit=rooms[unit], values=READY | changes, head={}, terms=terms, by=by, at=AT)


def consented(household: Household, by: User, purpose: str = ConsentPurpose.PROGRAMME) -> Any:
    return rights.give_consent(household=household, purpose=ConsentPurpose(purpose), given_on=ON, by=by, at=AT)


def changed(household: Household, by: User, **values: Any) -> Household:
    return people.edit_household(household=household, values=values, by=by, at=AT)
