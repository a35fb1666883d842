"""The database counts the seats: whatever is done, the sum of who is seated is what the slot says."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from consultations.booking import services
from consultations.booking.enums import SEATED, AttendanceState, SlotKind, SlotState
from consultations.booking.models.seats import Attendance, Slot
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return clinics.place(offices.balai())


def taken(slot):
    return Slot.objects.get(pk=slot.pk).seats_taken


@pytest.mark.parametrize("state", AttendanceState)
def test_a_row_written_or_deleted_by_any_hand_is_counted(place, state):
    slot = consultations.slot(place, seats=5, kind=SlotKind.GROUP)
    timed = {"hold_ends_at": clinics.now()} if state in (AttendanceState.HELD, AttendanceState.OFFERED) else {}

    made = consultations.attendance(slot, state, seats=2, **timed)
    assert taken(slot) == (2 if state in SEATED else 0)

    made.delete()
    assert taken(slot) == 0


def test_seats_follow_a_bulk_change_of_state_seats_and_slot(place):
    first, second = (consultations.slot(place, seats=9, kind=SlotKind.GROUP) for _ in range(2))
    everybody = [consultations.attendance(first).pk for _ in range(3)]

    Attendance.objects.filter(pk__in=everybody[:2]).update(slot=second, seats=4)
    assert (taken(first), taken(second)) == (1, 8)

    Attendance.objects.filter(pk__in=everybody).update(state=AttendanceState.CANCELLED)
    assert (taken(first), taken(second)) == (0, 0)


def test_no_hand_seats_more_than_there_are(place):
    slot = consultations.slot(place)
    consultations.attendance(slot)

    with pytest.raises(IntegrityError, match="consultations_seats_enough"), transaction.atomic():
        consultations.attendance(slot)


def test_nobody_is_seated_in_a_cancelled_slot_but_those_in_it_may_leave(place):
    slot = consultations.slot(place, seats=2)
    made = consultations.attendance(slot)
    Slot.objects.filter(pk=slot.pk).update(state=SlotState.CANCELLED)

    services.cancel_booking(attendance=made, at=clinics.now())
    with pytest.raises(IntegrityError, match="the slot is not open"), transaction.atomic():
        consultations.attendance(slot)

    assert taken(slot) == 0


class CitizensAtOnce(RuleBasedStateMachine):
    """Citizens who hold, confirm, book, wait, move and cancel in any order while time goes by."""

    held, people = Bundle("held"), Bundle("people")

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        place = clinics.place(offices.balai())
        self.topic, self.at, self.count = consultations.topic(), clinics.now(), 0
        starts_at = self.at + timedelta(days=2)
        sizes = [(1, SlotKind.INDIVIDUAL), (3, SlotKind.GROUP), (4, SlotKind.GROUP)]
        self.slots = [consultations.slot(place, seats, starts_at, kind) for seats, kind in sizes]

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def citizen(self):
        self.count += 1
        return {"name": "Siti", "phone": f"0812 3456 {self.count:04}"}

    def attempt(self, service, **values):
        """What the service made; nothing where it refused in words."""
        try:
            return multiple(service(at=self.at, **values))
        except ValidationError:
            return multiple()

    @rule(target=held, number=st.integers(0, 2), party=st.integers(1, 3))
    def hold(self, number, party):
        token = f"token-{self.count}"
        self.count += 1
        return self.attempt(
            services.hold_seat, slot=self.slots[number], topic=self.topic, party_size=party, token=token
        )

    @rule(target=people, made=held, party=st.integers(1, 3))
    def confirm(self, made, party):
        return self.attempt(
            services.confirm_booking, attendance=made, consents=True, party_size=party, **self.citizen()
        )

    @rule(made=held)
    def release(self, made):
        services.release_hold(attendance=made, at=self.at)

    @rule(target=people, number=st.integers(0, 2), party=st.integers(1, 3), waits=st.booleans())
    def come(self, number, party, waits):
        service = services.join_waiting_list if waits else services.book_seat
        return self.attempt(
            service, slot=self.slots[number], topic=self.topic, party_size=party, consents=True, **self.citizen()
        )

    @rule(made=people, number=st.integers(0, 2))
    def move(self, made, number):
        self.attempt(services.move_booking, attendance=made, to_slot=self.slots[number])

    @rule(made=people)
    def accept(self, made):
        self.attempt(services.accept_offer, attendance=made)

    @rule(made=people)
    def cancel(self, made):
        self.attempt(services.cancel_booking, attendance=made)

    @rule(minutes=st.sampled_from([1, 20, 180]), sweep=st.booleans())
    def wait(self, minutes, sweep):
        self.at += timedelta(minutes=minutes)
        if sweep:
            services.expire_holds(at=self.at)

    @invariant()
    def every_seat_is_accounted_for(self):
        rows = Slot.objects.annotate(
            seated=Coalesce(Sum("attendances__seats", filter=Q(attendances__state__in=SEATED)), 0)
        )
        for slot in rows:
            assert slot.seated == slot.seats_taken <= slot.seats

    @invariant()
    def nobody_waits_before_a_seat_that_fits(self):
        """Whatever freed a seat has offered it."""
        for slot in Slot.objects.all():
            assert not Attendance.objects.in_line().filter(slot=slot, seats__lte=slot.seats_left).exists()


def test_under_any_mix_seats_never_exceed_and_never_leak():
    few = settings(max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))

    run_state_machine_as_test(CitizensAtOnce, settings=few)
