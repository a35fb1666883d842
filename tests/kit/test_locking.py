"""A row is locked as it is now, also when its holder gave it another partner while we waited."""

from contextlib import closing
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from consultations.booking.models.seats import Attendance
from krs_portal.kit.locking import lock_row
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_row_whose_partner_changes_while_we_wait_is_found_with_the_new_one():
    place = clinics.place(offices.balai())
    first, other = (consultations.slot(place, starts_at=clinics.now() + timedelta(hours=each)) for each in (1, 2))
    attendance = consultations.attendance(first)
    is_held, found = Event(), []

    def wait_for_it():
        is_held.wait(10)
        with closing(connection), transaction.atomic():
            found.append(lock_row(attendance, "slot__place").slot)

    waiting = Thread(target=wait_for_it)
    waiting.start()
    with transaction.atomic():
        Attendance.objects.filter(pk=attendance.pk).update(slot=other)
        is_held.set()
        wait_until_somebody_waits()
    waiting.join(10)

    assert found == [other]


def wait_until_somebody_waits():
    with connection.cursor() as cursor:
        for _each in range(1000):
            cursor.execute("SELECT pg_sleep(0.01), count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[1]:
                return
    raise AssertionError("nobody waits")
