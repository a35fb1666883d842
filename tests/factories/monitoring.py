"""Estates, people and rounds in one line: `estate(agency)`, `tenancy(unit)`, `round_of(province)`."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from krs_portal.accounts import nik
from krs_portal.offices.enums import OfficeKind, RegionKind, Role
from krs_portal.offices.models import Office, Region
from monitoring.desk.models import DeskRoom, DeskSession
from monitoring.occupants.enums import Relation
from monitoring.occupants.models import Household, Member, Tenancy
from monitoring.problems.models import Problem
from monitoring.register.enums import Beneficiary, Condition
from monitoring.register.models import Block, Estate, Unit
from monitoring.rounds.models import Participant, Profile, ProfileForm, Round
from tests.factories import offices

numbers = count(1)
TODAY = date(2021, 8, 2)
NOON = datetime(2021, 8, 2, 5, tzinfo=UTC)


def province(code: str = "33", name: str = "Jawa Tengah") -> Office:
    """A provincial agency in its province."""
    region, _ = Region.objects.get_or_create(code=code, kind=RegionKind.PROVINCE, defaults={"name": name})
    agency = offices.office(f"DINAS-{code}", OfficeKind.PROVINCIAL_AGENCY, name=f"Dinas Perumahan Provinsi {name}")
    Office.objects.filter(pk=agency.pk).update(region=region)
    agency.region = region
    return agency


def local(parent: Office, code: str = "33.74", name: str = "Semarang", kind: str = RegionKind.KOTA) -> Office:
    """A kab/kota agency below a provincial one."""
    region = Region.objects.create(code=code, kind=kind, parent=parent.region, name=name)
    agency = offices.office(
        f"DINAS-{code.replace('.', '-')}", OfficeKind.LOCAL_AGENCY, parent=parent, name=f"Dinas Perumahan {region}"
    )
    Office.objects.filter(pk=agency.pk).update(region=region)
    agency.region = region
    return agency


def operator(of: Office) -> Any:
    return offices.member(Role.OPERATOR, of)


def estate(
    office: Office, *, units: int | None = 96, occupied: int | None = 80, towers: int = 1, **fields: Any
) -> Estate:
    """A rusun with one block of declared figures; `units=None` leaves it without a block."""
    number = next(numbers)
    defaults = {
        "name": f"Rusunawa Uji {number}",
        "code": f"33.UJI.{number:03}",
        "beneficiary": Beneficiary.MBR,
        "region": office.region,
        "condition": Condition.GOOD,
        "built_year": 2012,
        "floors": 4,
    }
    made = Estate.objects.create(office=office, **{**defaults, **fields})
    if units is not None:
        Block.objects.create(
            estate=made, towers=towers, declared_units=units, declared_occupied=occupied, declared_on=TODAY
        )
    return made


def listed_block(of: Estate, *, units: int = 4, name: str = "B") -> Block:
    """A block whose units stand one by one: 101, 102, …"""
    block = Block.objects.create(estate=of, name=name, is_listed=True, floors=1)
    Unit.objects.bulk_create(Unit(block=block, number=f"{100 + n + 1}") for n in range(units))
    return block


def household(of: Estate, *, members: int = 1, kk: str = "", **fields: Any) -> Household:
    number = next(numbers)
    kk = kk or f"990101{1 + number % 28:02}0120{number % 10000:04}"
    fields = {"name": f"Keluarga Uji {number}", "member_count": members, **fields}
    made = Household.objects.create(estate=of, kk_ciphertext=kk, kk_lookup=nik.hash_nik(kk), **fields)
    Member.objects.create(household=made, name=made.name, relation=Relation.HEAD)
    return made


def tenancy(unit: Unit, household_: Household | None = None, **fields: Any) -> Tenancy:
    home = household_ or household(unit.block.estate)
    fields = {"started_on": date(2019, 1, 1), "ends_on": date(2022, 1, 1), "rent": 150_000, "arrears": 0, **fields}
    return Tenancy.objects.create(unit=unit, household=home, **fields)


def problem(of: Estate, **fields: Any) -> Problem:
    fields = {"category": "BUILDING", "title": "Atap bocor", "found_on": TODAY, **fields}
    return Problem.objects.create(estate=of, **fields)


def form() -> ProfileForm:
    return ProfileForm.objects.get_or_create(version=1, defaults={"valid_from": date(2021, 1, 1), "questions": []})[0]


def round_of(agency: Office, **fields: Any) -> Round:
    fields = {
        "name": f"Monitoring {next(numbers)}",
        "data_as_at": date(2020, 12, 31),
        "desk_starts_on": date(2021, 8, 19),
        "desk_ends_on": date(2021, 8, 24),
        "form": form(),
        **fields,
    }
    return Round.objects.create(office=agency, **fields)


def participant(of: Round, agency: Office) -> Participant:
    return Participant.objects.create(round=of, office=agency)


def profile(of: Round, about: Estate, **fields: Any) -> Profile:
    fields = {"towers": 1, "units": 96, "occupied": 80, "condition": Condition.GOOD, **fields}
    return Profile.objects.create(round=of, estate=about, **fields)


def session(
    of: Participant, *, at: datetime = datetime(2021, 8, 19, 2, tzinfo=UTC), room: str = "Ruang 1"
) -> DeskSession:
    desk_room, _ = DeskRoom.objects.get_or_create(round=of.round, name=room)
    return DeskSession.objects.create(participant=of, room=desk_room, starts_at=at, ends_at=at + timedelta(hours=1))
