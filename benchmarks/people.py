"""Who came before, found among a million people while somebody types a name, a telephone number or a NIK."""

from __future__ import annotations

import random
from collections.abc import Iterator

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from benchmarks.browsers import enter  # noqa: E402
from benchmarks.measure import Result, emit, in_turn  # noqa: E402
from clinics.models import Place  # noqa: E402
from consultations.demo.people import LAST, MEN, WOMEN  # noqa: E402
from consultations.people.names import build_name_key  # noqa: E402
from krs_portal.accounts.models import User  # noqa: E402
from krs_portal.accounts.nik import hash_nik  # noqa: E402
from krs_portal.offices.models import Office  # noqa: E402

KNOWN_NIK = "9999990101900001"
PEOPLE, ROUNDS, LIMIT = 1_000_000, 15, 30.0
SYLLABLES = [
    "sa",
    "ri",
    "wa",
    "ti",
    "na",
    "di",
    "su",
    "mi",
    "ha",
    "yu",
    "ni",
    "ka",
    "ra",
    "to",
    "bu",
    "de",
    "la",
    "fi",
    "ma",
    "ro",
    "jo",
    "ko",
    "an",
    "ta",
    "li",
    "ye",
    "no",
    "pu",
    "tri",
]
TYPED = [
    ("three letters of the commonest name", {"name": "sit"}),
    ("a common first name", {"name": "siti"}),
    ("a common last name", {"name": "santoso"}),
    ("a whole name", {"name": "dewi lestari"}),
    ("a whole name, the last word first", {"name": "lestari dewi"}),
    ("a misspelled name", {"name": "budi soesanta"}),
    ("a name that nobody has", {"name": "zulfikar xaverius"}),
    ("the beginning of a telephone number", {"phone": "0812 000 1"}),
    ("a telephone number and a name", {"phone": "0812 0001 2345", "name": "siti"}),
    ("a NIK", {"nik": KNOWN_NIK}),
]


def main() -> None:
    offices = list(Office.objects.clinics().order_by("code", "pk"))
    copy_people([office.pk for office in offices])
    own = Office.objects.get(code="JAW3")
    officer = User.objects.get(email="petugas@demo.krs.test")
    client, place = enter(officer), Place.objects.filter(office=own).order_by("pk")[0]
    address = reverse("consultations:visitors", args=[place.pk])
    for what, words in TYPED:
        [ours] = in_turn(lambda words=words: ask(client, address, words), rounds=ROUNDS, warm_up=2)
        emit(Result("people", f"{what}, among {PEOPLE:,}: the whole answer", ours, limit=LIMIT))


def ask(client: Client, address: str, words: dict[str, str]) -> None:
    answer = client.post(address, words)
    assert answer.status_code == 200


def copy_people(offices: list[int]) -> None:
    """Half of them at one office, the others spread: an index that helps the small offices alone would show."""
    own = Office.objects.get(code="JAW3").pk
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        with cursor.copy(
            "COPY consultations_person (office_id, name, name_key, phone, nik_lookup, sex, address, needs, created_at)"
            " FROM STDIN"
        ) as rows:
            for number, name in enumerate(invent_names()):
                office = own if number % 2 else offices[number // 2 % len(offices)]
                lookup = hash_nik(KNOWN_NIK) if number == 1 else ""
                phone = f"+62812{number:08}"
                rows.write(
                    f"{office}\t{name}\t{build_name_key(name)}\t{phone}\t{lookup}\t\t\t{{}}\t2026-01-01T00:00:00Z\n"
                )
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM (ANALYZE) consultations_person")


def invent_names() -> Iterator[str]:
    """Few names that many bear, and many that few do: the n-th is borne as often as 1/n."""
    chance = random.Random(7)
    first = ["Siti", "Budi", *WOMEN, *MEN, *(invent_word(chance) for _ in range(800))]
    last = ["Susanto", "Lestari", *LAST, *(invent_word(chance) for _ in range(1500))]
    first_weights, last_weights = ([1 / (place + 2) for place in range(len(words))] for words in (first, last))
    firsts = chance.choices(first, first_weights, k=PEOPLE)
    lasts = chance.choices(last, last_weights, k=PEOPLE)
    middles = chance.choices(first + last, k=PEOPLE)
    for number in range(PEOPLE):
        middle = f" {middles[number]}" if number % 3 == 0 else ""
        yield f"{firsts[number]}{middle} {lasts[number]}"


def invent_word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3, 3, 4)))).capitalize()


if __name__ == "__main__":
    main()
