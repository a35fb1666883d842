"""Who came before the portal knew people becomes a person: joined beyond doubt, or by themselves, and nothing else."""

from importlib import import_module

import pytest
from django.db import connection

from consultations.booking.enums import AttendanceState
from consultations.booking.models.seats import Attendance
from consultations.counter.models import Consultation
from consultations.people.models.house import House
from consultations.people.models.person import Person
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db
NIK, OTHER_NIK = "3374014501800001", "3374014501800002"
CAME, NOT = AttendanceState.DONE, AttendanceState.NO_SHOW


@pytest.fixture
def slot():
    return consultations.slot(clinics.place(offices.balai()), seats=50)


def came(slot, name, phone="", nik="", state=CAME, **fields):
    made = consultations.attendance(slot, state, name=name, phone=phone, **fields)
    if nik:
        made.set_nik(nik)
        made.save()
    return made


def join():
    import_module("consultations.migrations.0006_join_people_and_houses").join_people_and_houses(connection)


def group(*attendances):
    """Which of them are one person: equal numbers; 0 is nobody."""
    persons = [Attendance.objects.get(pk=each.pk).person_id for each in attendances]
    order = {person: place for place, person in enumerate(dict.fromkeys(filter(None, persons)), 1)}
    return [order.get(person, 0) for person in persons]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("Siti", "", NIK), ("Sity Aminah", "", NIK)], [1, 1]),
        ([("Siti", "+62811", ""), ("Ibu SITI", "+62811", "")], [1, 1]),
        ([("Siti", "+62811", ""), ("Siti", "+62811", NIK), ("S.", "", NIK)], [1, 1, 1]),
        ([("Siti", "+62811", NIK), ("Siti", "+62811", OTHER_NIK), ("Siti", "+62811", "")], [1, 2, 1]),
        ([("Siti", "+62811", ""), ("Budi", "+62811", "")], [1, 2]),
        ([("Siti", "", ""), ("Siti", "", "")], [1, 2]),
    ],
)  # fmt: skip
def test_only_what_is_the_same_beyond_doubt_is_one_person(slot, rows, expected):
    made = [came(slot, *row) for row in rows]

    join()

    assert group(*made) == expected
    assert Person.objects.count() == max(expected)


def test_who_only_booked_is_joined_to_somebody_known_or_to_nobody(slot):
    known = came(slot, "Siti", "+62811")
    booked = came(slot, "Siti", "+62811", state=NOT)
    unknown = came(slot, "Budi", "+62812", state=AttendanceState.BOOKED)

    join()

    assert group(known, booked, unknown) == [1, 1, 0]


def test_another_offices_visitor_is_another_person_and_a_booking_for_others_is_theirs(slot):
    first = came(slot, "Siti", "", NIK)
    second = came(consultations.slot(clinics.place(offices.balai())), "Siti", "", NIK)
    third = came(slot, "Pak RT", "+62811", on_behalf_of="Tarno")

    join()

    assert group(first, second, third) == [1, 2, 3]
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Siti", "Siti", "Tarno"]


def test_a_joined_person_has_what_was_told_readable_and_findable(slot):
    made = came(slot, "Siti Aminah", "+6281234567890", NIK)
    record = consultations.consultation(slot.place.office, None, attendance=made)
    alone = consultations.consultation(slot.place.office, None)

    join()

    person = Person.objects.with_nik(NIK).get()
    assert (person.name, person.phone, person.nik_ciphertext) == ("Siti Aminah", "+6281234567890", NIK)
    assert [each.pk for each in Person.objects.list_named("siti am")] == [person.pk]
    assert Consultation.objects.get(pk=record.pk).person == person
    assert Consultation.objects.get(pk=alone.pk).person is None


def test_houses_that_shared_an_address_are_told_apart_and_stay():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX consultations_house_once")
    first, later, other = (House.objects.create(address=text) for text in ("Jl. Melati 3", "jalan melati 3", "Gg. 1"))

    join()

    assert list(House.objects.order_by("pk").values_list("mark", flat=True)) == ["", str(later.pk), ""]
    assert {first.pk, later.pk, other.pk} == set(House.objects.values_list("pk", flat=True))
