"""Two officers at one counter: whatever they press at once, who came is counted, and nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from consultations.booking.enums import AttendanceState, SlotKind
from consultations.counter import services
from consultations.counter.enums import ConsultationState, Outcome
from consultations.counter.models import Consultation
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 8


@pytest.fixture
def balai():
    consultations.account()
    return offices.balai()


@pytest.fixture
def officer(balai):
    return offices.officer(balai)


def press_at_once(*buttons):
    """Each in a connection of its own; a refusal is an answer, anything else fails the test."""
    barrier = Barrier(len(buttons))

    def press(button):
        with closing(connection):
            barrier.wait(10)
            try:
                return button()
            except (ValidationError, PermissionDenied) as refusal:
                return refusal

    with ThreadPoolExecutor(len(buttons)) as pool:
        return list(pool.map(press, buttons))


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_session_is_closed_while_others_are_checked_in_and_called(balai, officer, turn):
    slot = consultations.slot(clinics.place(balai), 20, clinics.earlier_today(minutes=30), SlotKind.GROUP)
    late, waiting, called = (
        consultations.attendance(slot, state, phone=f"+62812000000{place}", party_size=place + 1, seats=place + 1)
        for place, state in enumerate((AttendanceState.BOOKED, AttendanceState.WAITING, AttendanceState.WAITING))
    )
    draft = services.serve_person(attendance=called, by=officer, at=clinics.now())
    Consultation.objects.filter(pk=draft.pk).update(summary="Kelas RAB.")

    press_at_once(
        lambda: services.close_consultation(consultation=draft, outcome=Outcome.ADVISED, by=officer, at=clinics.now()),
        lambda: services.check_in_person(attendance=late, by=officer, at=clinics.now()),
        lambda: services.serve_person(attendance=waiting, by=officer, at=clinics.now()),
    )

    draft.refresh_from_db()
    served = slot.attendances.filter(state=AttendanceState.DONE)
    assert draft.state == ConsultationState.CLOSED
    assert draft.head_count == sum(served.values_list("party_size", flat=True))
    assert not slot.attendances.filter(state__in=(AttendanceState.WAITING, AttendanceState.IN_SERVICE)).exists()


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_person_is_put_back_while_their_record_is_closed(balai, officer, turn):
    slot = consultations.slot(clinics.place(balai), 1, clinics.earlier_today(minutes=5))
    coming = consultations.attendance(slot, AttendanceState.WAITING, arrived_at=clinics.now())
    draft = services.serve_person(attendance=coming, by=officer, at=clinics.now())
    values = {"summary": "Menanyakan retak.", "outcome": Outcome.ADVISED}

    press_at_once(
        lambda: services.save_consultation(
            office=balai, consultation=draft, values=values, topics=[], closes=True, by=officer, at=clinics.now()
        ),
        lambda: services.put_back(attendance=coming, by=officer, at=clinics.now()),
    )

    coming.refresh_from_db()
    draft.refresh_from_db()
    assert (coming.state, draft.state) in {
        (AttendanceState.DONE, ConsultationState.CLOSED),
        (AttendanceState.WAITING, ConsultationState.VOIDED),
    }
