"""People and offices in one line: `officer(office)`, `balai("JAW3")`."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from krs_portal.accounts.enums import Scope
from krs_portal.accounts.models import User
from krs_portal.accounts.services import create_api_token
from krs_portal.kit.clock import TimeZone
from krs_portal.offices.enums import OfficeKind, RegionKind, Role
from krs_portal.offices.models import Membership, Office, OfficeName, Region

numbers = count(1)
PASSWORD = "sandi-untuk-uji-2022"


def region(code: str = "", kind: str = RegionKind.PROVINCE, parent: Region | None = None, name: str = "") -> Region:
    code = code or f"{next(numbers) % 900 + 100}"
    return Region.objects.create(code=code, kind=kind, parent=parent, name=name or f"Wilayah {code}")


def office(
    code: str = "", kind: str = OfficeKind.BALAI, parent: Office | None = None, zone: str = TimeZone.WIB, name: str = ""
) -> Office:
    code = code or f"KANTOR-{next(numbers)}"
    made = Office.objects.create(code=code, kind=kind, parent=parent, time_zone=zone)
    OfficeName.objects.create(office=made, name=name or f"Balai {code}", short_name=code)
    return made


def balai(code: str = "", **fields: Any) -> Office:
    return office(code, OfficeKind.BALAI, **fields)


def directorate(code: str = "") -> Office:
    return office(code, OfficeKind.DIRECTORATE)


def member(role: Role, of: Office, email: str = "") -> User:
    email = email or f"{role.lower()}{next(numbers)}@uji.krs.test"
    user = User.objects.create_user(email, PASSWORD, name=f"{role.label} Uji")
    Membership.objects.create(user=user, office=of, role=role, started_on=date(2022, 1, 3))
    return user


def officer(of: Office) -> User:
    return member(Role.OFFICER, of)


def head(of: Office) -> User:
    return member(Role.HEAD, of)


def evaluator(of: Office | None = None) -> User:
    return member(Role.EVALUATOR, of or directorate())


def token(user: User, *scopes: Scope) -> str:
    """A token of the API, as its owner was shown it; for everything where nothing is said."""
    at = timezone.now()
    return create_api_token(
        user=user, label="Uji", scopes=scopes or list(Scope), ends_at=at + timedelta(days=30), at=at
    )[1]
