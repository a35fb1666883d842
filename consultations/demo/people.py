"""The demo's accounts, the officers of 2022, and invented names."""

from __future__ import annotations

from datetime import date
from random import Random

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from rest_framework.authtoken.models import Token

from krs_portal import demo
from krs_portal.accounts.models import User
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Membership, Office

SINCE = date(2022, 1, 3)
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


def load(offices: dict[str, Office]) -> dict[str, list[User]]:
    """Make the accounts and the invented officers; who served at each clinic, heads first."""
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
        posts.append((invented(name, f"kepala.{code.lower()}", "Kepala"), code, Role.HEAD))
    for code, names in OFFICERS.items():
        for number, name in enumerate(names, 1):
            posts.append((invented(name, f"petugas{number}.{code.lower()}", "Petugas KRS"), code, Role.OFFICER))
    User.objects.bulk_create(user for user, _, _ in posts)
    Membership.objects.bulk_create(
        Membership(user=user, office=offices[code], role=role, started_on=SINCE) for user, code, role in posts
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in accounts.values()
    )
    Token.objects.bulk_create(Token(user=user, key=f"demo-{name}") for name, user in accounts.items())
    staff: dict[str, list[User]] = {}
    for user, code, _role in sorted(posts, key=lambda post: post[2] != Role.HEAD):
        if code in OFFICERS:
            staff.setdefault(code, []).append(user)
    return staff


def invented(name: str, box: str, position: str) -> User:
    """Somebody who served in the past and cannot sign in."""
    user = User(email=f"{box}@{demo.DOMAIN}", name=name, position=f"{position} (contoh)")
    user.set_unusable_password()
    return user


def person(chance: Random) -> str:
    return f"{chance.choice(chance.choice((WOMEN, MEN)))} {chance.choice(LAST)}"


def group(chance: Random) -> str:
    kind = chance.choice(GROUPS)
    return f"{kind} {chance.randint(1, 12):02}" if kind == "Warga RW" else f"{kind} {chance.choice(FLOWERS)}"


def street(chance: Random) -> str:
    return f"Jl. {chance.choice(FLOWERS)} No. {chance.randint(1, 160)}"


def nik(chance: Random) -> str:
    """A well-formed NIK of a region that does not exist (99.99.99)."""
    day = chance.randint(1, 28) + 40 * chance.randint(0, 1)
    return f"999999{day:02}{chance.randint(1, 12):02}{chance.randint(60, 99)}{chance.randint(1, 9999):04}"


def phone(chance: Random) -> str:
    return f"0812{chance.randint(10_000_000, 99_999_999)}"
