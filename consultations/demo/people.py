"""The demo's accounts, the officers of 2022, and invented names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from consultations.counter.enums import ConsultationKind
from consultations.counter.models import Consultation
from consultations.people.enums import Need
from consultations.people.models.person import Person
from krs_portal import demo
from krs_portal.accounts.enums import Scope, Sex
from krs_portal.accounts.models import ApiToken, User, digest_token
from krs_portal.accounts.phones import parse_phone
from krs_portal.kit.clock import now
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Membership, Office

SINCE = date(2022, 1, 3)
TOKENS_LAST = timedelta(days=3650)
RETURNING, IN_NEED = 0.125, 0.03
ACCOUNTS = {
    "petugas": ("Rina Kusumawati", "Petugas KRS", "JAW3", Role.OFFICER),
    "kepala": ("Bambang Setiawan", "Kepala Balai", "JAW3", Role.HEAD),
    "kementerian": ("Dewi Lestari", "Evaluator Layanan KRS", "DIT-RS", Role.EVALUATOR),
    "provinsi": ("Agus Prasetyo", "Kepala Dinas", "DINAS-33", Role.HEAD),
    "kabkota": ("Siti Rahmawati", "Operator Data Perumahan", "DINAS-33-74", Role.OPERATOR),
    "auditor": ("Hendra Wijaya", "Auditor", "DIT-RS", Role.AUDITOR),
    "admin": ("Maya Anggraini", "Administrator Portal", "DIT-RS", Role.ADMIN),
}
OFFICERS = {
    "JAW3": ("Eko Nugroho", "Wahyu Hidayat"),
    "JAW2": ("Asep Sunandar", "Euis Komalasari", "Dadan Hermawan"),
    "SUM3": ("Syafrizal", "Yulia Fitri", "Rahmat Hidayatullah"),
    "KAL1": ("Yohanes Aliong", "Nurhayati", "Ridwan Fauzi"),
    "SATKER-BALI": ("I Made Suardana", "Ni Luh Sukerti"),
}
HEADS = {"JAW2": "Iwan Gunawan", "SUM3": "Zulkifli Harun", "KAL1": "Maria Theresia", "SATKER-BALI": "I Ketut Wirawan"}

WOMEN = [
    "Siti", "Nurjanah", "Sri", "Wahyuni", "Endang", "Ratna", "Dewi", "Yanti", "Lilis", "Kartini", "Murni",
    "Fatimah", "Rohani", "Tuti", "Nining", "Ayu", "Sulastri", "Wati", "Mariana", "Hasnah", "Ida", "Rosmini", "Puji",
    "Indah", "Umi", "Lestari",
]  # fmt: skip
MEN = [
    "Slamet", "Budi", "Joko", "Supriyadi", "Agung", "Hariyanto", "Suparman", "Mulyono", "Dedi", "Ujang", "Rahmat",
    "Hamzah", "Yusuf", "Ismail", "Wayan", "Nyoman", "Anton", "Rusdi", "Kasman", "Taufik", "Bagus", "Heri", "Sugeng",
    "Tarno", "Jamaludin",
]  # fmt: skip
LAST = [
    "Santoso", "Wibowo", "Saputra", "Handayani", "Rahayu", "Pratama", "Kurniawan", "Susanto", "Hidayat", "Permana",
    "Setiadi", "Maulana", "Siregar", "Nasution", "Lubis", "Sinaga", "Tanjung", "Simatupang", "Ginting", "Sutrisno",
    "Purnomo", "Harahap", "Wardana", "Firmansyah", "Utami", "Suryani", "Anjani", "Puspita",
]  # fmt: skip
GROUPS = (
    "Kelompok Penerima Bantuan",
    "PKK Dusun",
    "Karang Taruna",
    "Paguyuban Warga",
    "Kelompok Tukang",
    "Warga RW",
    "Mahasiswa KKN Desa",
)
FLOWERS = [
    "Melati", "Mawar", "Kenanga", "Anggrek", "Cempaka", "Dahlia", "Flamboyan", "Kamboja", "Teratai", "Seroja",
    "Bougenville", "Tanjung",
]  # fmt: skip


def load_staff(offices: dict[str, Office]) -> dict[str, list[User]]:
    """Make the accounts and the invented officers. Returns who served at each clinic, heads first."""
    password = make_password(demo.PASSWORD)
    accounts = {
        name: User(
            email=f"{name}@{demo.DOMAIN}",
            name=full_name,
            position=f"{position} (contoh)",
            password=password,
            is_staff=name == "admin",
            is_superuser=name == "admin",
        )
        for name, (full_name, position, _, _) in ACCOUNTS.items()
    }
    posts = [(accounts[name], office, role) for name, (_, _, office, role) in ACCOUNTS.items()]
    for code, name in HEADS.items():
        posts.append((build_past_officer(name, f"kepala.{code.lower()}", "Kepala"), code, Role.HEAD))
    for code, names in OFFICERS.items():
        for number, name in enumerate(names, 1):
            posts.append(
                (build_past_officer(name, f"petugas{number}.{code.lower()}", "Petugas KRS"), code, Role.OFFICER)
            )
    User.objects.bulk_create(user for user, _, _ in posts)
    Membership.objects.bulk_create(
        Membership(user=user, office=offices[code], role=role, started_on=SINCE) for user, code, role in posts
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in accounts.values()
    )
    ApiToken.objects.bulk_create(
        ApiToken(
            user=user,
            digest=digest_token(f"demo-{name}"),
            label="contoh",
            scopes=list(Scope),
            ends_at=now() + TOKENS_LAST,
        )
        for name, user in accounts.items()
    )
    staff: dict[str, list[User]] = {}
    for user, code, _role in sorted(posts, key=lambda post: post[2] != Role.HEAD):
        if code in OFFICERS:
            staff.setdefault(code, []).append(user)
    return staff


def build_past_officer(name: str, box: str, position: str) -> User:
    """An account of a former officer, without a usable password."""
    user = User(email=f"{box}@{demo.DOMAIN}", name=name, position=f"{position} (contoh)")
    user.set_unusable_password()
    return user


def invent_person_name(chance: Random) -> str:
    return f"{chance.choice(chance.choice((WOMEN, MEN)))} {chance.choice(LAST)}"


def invent_group_name(chance: Random) -> str:
    kind = chance.choice(GROUPS)
    return f"{kind} {chance.randint(1, 12):02}" if kind == "Warga RW" else f"{kind} {chance.choice(FLOWERS)}"


def invent_visitors(made: Iterable[Consultation]) -> list[Person]:
    """Who came for the individual consultations, in their order; each eighth came to the same office before."""
    chance = Random(1806)  # noqa: S311 - invented people; a chance of its own, so that all else stays as it was drawn
    known: dict[int, list[Person]] = {}
    for each in made:
        if each.kind != ConsultationKind.INDIVIDUAL:
            continue
        before = known.setdefault(each.office_id, [])
        if before and chance.random() < RETURNING:
            each.person = chance.choice(before)
            each.client_name = each.person.name
        else:
            each.person = invent_visitor(each, chance)
            before.append(each.person)
        if each.house:
            each.house.owner_name = each.client_name
    return [person for people in known.values() for person in people]


def invent_visitor(consultation: Consultation, chance: Random) -> Person:
    """Half tell their NIK; its birth day and sex are theirs, but for a few that are mistyped."""
    name = consultation.client_name
    sex = Sex.FEMALE if name.split()[0] in WOMEN else Sex.MALE
    born = date(chance.randint(1955, 1999), chance.randint(1, 12), chance.randint(1, 28))
    person = Person(
        office_id=consultation.office_id,
        name=name,
        phone=parse_phone(invent_phone(chance)),
        sex=sex,
        born_on=born,
        region=consultation.house.region.parent if consultation.house and consultation.house.region else None,
        address=consultation.house.address if consultation.house else "",
        needs=[chance.choice(list(Need))] if chance.random() < IN_NEED else [],
        created_at=consultation.recorded_at,
    )
    if chance.random() < 0.5:
        day = born.day + (40 if sex == Sex.FEMALE else 0) + (1 if chance.random() < 0.02 else 0)
        person.set_nik(f"999999{day:02}{born:%m%y}{chance.randint(1, 9999):04}")
    return person


def invent_street(chance: Random) -> str:
    return f"Jl. {chance.choice(FLOWERS)} No. {chance.randint(1, 160)}"


def invent_nik(chance: Random) -> str:
    """A well-formed NIK of a region that does not exist (99.99.99)."""
    day = chance.randint(1, 28) + 40 * chance.randint(0, 1)
    return f"999999{day:02}{chance.randint(1, 12):02}{chance.randint(60, 99)}{chance.randint(1, 9999):04}"


def invent_phone(chance: Random) -> str:
    return f"0812{chance.randint(10_000_000, 99_999_999)}"
