"""Listed units and invented households in three estates of Kota Semarang. Their NIK begin with no real region."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import count
from random import Random

from krs_portal import demo
from krs_portal.accounts import nik
from krs_portal.accounts.enums import Sex
from krs_portal.accounts.models import User
from krs_portal.kit.clock import TimeZone, day_of
from monitoring.occupants.consents import VERSION
from monitoring.occupants.enums import ConsentPurpose, DocumentKind, Education, MaritalStatus, Relation
from monitoring.occupants.models import Consent, Household, Member, Tenancy
from monitoring.register.enums import EmptyReason, UnitState
from monitoring.register.models import Block, Estate, Unit

LISTED = 3  # of the seven in Kota Semarang
MEN = ("Slamet", "Budi", "Joko", "Agung", "Suparman", "Mulyono", "Rahmat", "Yusuf", "Heri", "Sugeng", "Tarno", "Bagus")
WOMEN = ("Siti", "Sri", "Wahyuni", "Endang", "Ratna", "Dewi", "Murni", "Fatimah", "Tuti", "Ayu", "Umi", "Lestari")
LAST = ("Santoso", "Wibowo", "Saputra", "Rahayu", "Pratama", "Kurniawan", "Hidayat", "Permana", "Utami", "Suryani")
WORK = ("Buruh harian", "Pegawai swasta", "Pedagang", "Sopir", "Tukang bangunan", "PHL/PTT", "Lainnya")


def load_occupants(estates: Sequence[Estate], moment: datetime) -> None:
    chance, serial = Random(2026), count(1)  # noqa: S311
    today = day_of(moment, TimeZone.WIB)
    operator = User.objects.get(email=f"kabkota@{demo.DOMAIN}")
    for estate in [each for each in estates if each.office.code == "DINAS-33-74"][:LISTED]:
        units, occupied = _create_units(estate)
        homes = Household.objects.bulk_create(_build_household(estate, chance, serial) for _ in range(occupied))
        Member.objects.bulk_create(member for home in homes for member in _build_members(home, chance, serial))
        Tenancy.objects.bulk_create(
            _build_tenancy(unit, home, estate, today, chance) for unit, home in zip(units, homes, strict=False)
        )
        Unit.objects.bulk_update(_explain_empty_units(units[occupied:], chance), ["state", "empty_reason"])
        Consent.objects.bulk_create(
            Consent(
                household=home, purpose=purpose, text_version=VERSION, given_on=today, recorded_at=moment,
                recorded_by=operator,
            )
            for home in homes
            for purpose, share in ((ConsentPurpose.PROFILE, 0.95), (ConsentPurpose.PROGRAMME, 0.6))
            if chance.random() < share
        )  # fmt: skip


def _create_units(estate: Estate) -> tuple[list[Unit], int]:
    """Replace the estate's declared block by towers with listed units. Returns the units and how many are occupied."""
    declared = estate.blocks.get()
    units, occupied, floors = declared.declared_units or 0, declared.declared_occupied or 0, estate.floors or 4
    declared.delete()
    towers = [
        Block.objects.create(estate=estate, name=name, floors=floors, is_listed=True)
        for name in "ABC"[: declared.towers]
    ]
    numbered = ((tower, floor, place) for place in range(1, 200) for floor in range(1, floors + 1) for tower in towers)
    listed = [
        Unit(block=tower, floor=floor, number=f"{floor}{place:02}", unit_type=estate.unit_type)
        for (tower, floor, place), _ in zip(numbered, range(units), strict=False)
    ]
    return Unit.objects.bulk_create(listed), occupied


def _build_household(estate: Estate, chance: Random, serial: Iterator[int]) -> Household:
    married = chance.choices(list(MaritalStatus), [1, 7, 1])[0]
    known = chance.random() < 0.85
    return Household(
        estate=estate,
        name=f"{chance.choice(MEN)} {chance.choice(LAST)}",
        kk_ciphertext=(kk := _build_identity_number(chance, next(serial))),
        kk_lookup=nik.hash_nik(kk),
        phone=f"+62812{chance.randint(10_000_000, 99_999_999)}",
        origin=estate.region,
        member_count=1 if married == MaritalStatus.SINGLE else chance.randint(2, 5),
        marital_status=married,
        education=chance.choice((Education.PRIMARY, Education.JUNIOR, Education.SENIOR, Education.SENIOR)),
        occupation=chance.choice(WORK),
        income=chance.randrange(1_800_000, 5_200_000, 50_000) if known else None,
        spouse_income=chance.choice((0, 0, 1_200_000, 1_900_000)) if married == MaritalStatus.MARRIED else None,
        savings=chance.choice((0, 500_000, 2_000_000, 6_500_000, 12_000_000)) if known else None,
        instalment=chance.choice((300_000, 500_000, 750_000, 1_100_000)) if known else None,
        owns_house=chance.choices([False, True, None], [85, 5, 10])[0],
        wants_to_own=chance.choices([True, False, None], [75, 15, 10])[0],
        in_welfare_data=chance.choices([True, False, None], [55, 30, 15])[0],
        decile=chance.choice((None, 1, 2, 3, 4, 5)),
        documents=sorted(chance.sample(list(DocumentKind), chance.choice((3, 6, 7, 7)))) if known else None,
        **_build_land_answers(chance),
    )


def _build_land_answers(chance: Random) -> dict[str, object]:
    has_land = chance.choices([False, True, None], [55, 30, 15])[0]
    if not has_land or chance.random() < 0.15:
        return {"has_land": has_land}
    return {"has_land": True, "land_width": chance.choice((6, 7, 8)), "land_length": chance.choice((8, 10, 12))}


def _build_members(home: Household, chance: Random, serial: Iterator[int]) -> Iterator[Member]:
    family = home.name.split()[-1]
    relations = [Relation.HEAD]
    if home.marital_status == MaritalStatus.MARRIED:
        relations.append(Relation.SPOUSE)
    relations += [Relation.CHILD] * ((home.member_count or 1) - len(relations))
    for relation in relations:
        sex = (
            Sex.MALE
            if relation == Relation.HEAD
            else Sex.FEMALE
            if relation == Relation.SPOUSE
            else chance.choice(list(Sex))
        )
        born = date(chance.randint(2008, 2018) if relation == Relation.CHILD else chance.randint(1970, 1996), 1, 1)
        born += timedelta(days=chance.randint(0, 360))
        number = _build_identity_number(chance, next(serial), born, sex)
        yield Member(
            household=home,
            name=home.name
            if relation == Relation.HEAD
            else f"{chance.choice(MEN if sex == Sex.MALE else WOMEN)} {family}",
            nik_ciphertext=number,
            nik_lookup=nik.hash_nik(number),
            sex=sex,
            born_on=born,
            relation=relation,
        )


def _build_identity_number(chance: Random, serial: int, born: date | None = None, sex: Sex = Sex.MALE) -> str:
    """Sixteen well-formed digits in region 99.01.01, which does not exist."""
    day = born or date(chance.randint(2008, 2016), chance.randint(1, 12), chance.randint(1, 28))
    return f"990101{day.day + (40 if sex == Sex.FEMALE else 0):02}{day:%m%y}{serial % 9999 + 1:04}"


def _build_tenancy(unit: Unit, home: Household, estate: Estate, today: date, chance: Random) -> Tenancy:
    started = today - timedelta(days=chance.randint(120, 2900))
    term = (estate.lease_years or 2) * 365
    extension = min(3, (today - started).days // term)
    arrears = chance.choices([0, 350_000, 1_400_000, None], [70, 14, 6, 10])[0]
    return Tenancy(
        unit=unit,
        household=home,
        started_on=started,
        ends_on=started + timedelta(days=term * (extension + 1)),
        extension=extension,
        rent=chance.choice((110_000, 140_000, 175_000, 225_000)),
        arrears=arrears,
        has_arrears=None if arrears is None else arrears > 0,
    )


def _explain_empty_units(empty: Sequence[Unit], chance: Random) -> list[Unit]:
    for unit in empty:
        unit.empty_reason = chance.choice((EmptyReason.BROKEN, EmptyReason.SELECTION, EmptyReason.NO_APPLICANTS, ""))
        if unit.empty_reason == EmptyReason.BROKEN:
            unit.state = UnitState.BROKEN
    return list(empty)
