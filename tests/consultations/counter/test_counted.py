"""What is counted is the thing itself: one session, one service, one house, on its own day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinics.enums import Cause, Measure
from clinics.models import CountingRule, LedgerEntry
from consultations.booking.enums import AttendanceState, SlotKind
from consultations.counter import services
from consultations.counter.enums import ConsultationState, Outcome
from consultations.counter.models import Consultation
from krs_portal.kit.clock import day_of
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db

COUNTING = ["ADVISED", "ASSISTED", "REFERRED", "INFORMED"]


@pytest.fixture(autouse=True)
def _account():
    consultations.account()
    CountingRule.objects.update(outcomes=COUNTING)


@pytest.fixture
def balai():
    return offices.balai()


@pytest.fixture
def officer(balai):
    return offices.officer(balai)


@pytest.fixture
def session(balai):
    """A class of today, under way, with ten seats."""
    slot = consultations.slot(clinics.place(balai), 10, clinics.earlier_today(minutes=30), SlotKind.GROUP)
    slot.title = "Kelas RAB"
    slot.save()
    return slot


def totals():
    return {
        measure.lower(): total
        for measure in (Measure.CONSULTATION, Measure.SESSION, Measure.PERSON, Measure.GROUP)
        if (total := LedgerEntry.objects.filter(rule__measure=measure).total())
    }


def call(attendance, by):
    return services.serve_person(attendance=attendance, by=by, at=clinics.now())


def close(consultation, by, outcome=Outcome.ADVISED):
    consultation.summary = consultation.summary or "Kelas RAB."
    consultation.save(update_fields=["summary"])
    return services.close_consultation(consultation=consultation, outcome=outcome, by=by, at=clinics.now())


def come(session, party_size, phone):
    return consultations.attendance(
        session, AttendanceState.WAITING, party_size=party_size, seats=party_size, phone=phone, arrived_at=clinics.now()
    )


def test_a_class_of_two_people_and_a_party_of_seven_is_one_session_of_nine(session, officer):
    people = [come(session, size, f"+62812000000{size}") for size in (1, 1, 7)]
    consultations.attendance(session, AttendanceState.NO_SHOW, phone="+628120000009")

    drafts = {call(person, officer) for person in people}
    [consultation] = drafts
    closed = close(consultation, officer)

    assert (closed.head_count, closed.client_name, closed.kind) == (9, "Kelas RAB", "GROUP")
    assert totals() == {"consultation": 1, "session": 1, "person": 9, "group": 1}
    assert {state for (state,) in session.attendances.values_list("state")} == {"DONE", "NO_SHOW"}


def test_nobody_joins_a_session_that_is_closed(session, officer):
    close(call(come(session, 2, "+628120000002"), officer), officer)

    with pytest.raises(ValidationError, match="sudah ditutup"):
        call(come(session, 1, "+628120000001"), officer)
    late = consultations.attendance(session, AttendanceState.NO_SHOW, phone="+628120000003")
    with pytest.raises(ValidationError, match="sudah ditutup"):
        services.check_in_person(attendance=late, by=officer, at=clinics.now())


def test_whoever_came_to_a_session_and_was_not_called_by_name_is_served_with_it(session, officer):
    called, waiting = come(session, 2, "+628120000002"), come(session, 3, "+628120000003")

    closed = close(call(called, officer), officer)

    waiting.refresh_from_db()
    assert (closed.head_count, waiting.state, waiting.called_at) == (5, AttendanceState.DONE, waiting.finished_at)


@pytest.mark.parametrize("field", ["advice", "obstacle", "follow_up"])
def test_what_was_written_outlives_the_call(balai, officer, field):
    slot = consultations.slot(clinics.place(balai), 1, clinics.earlier_today(minutes=5))
    coming = consultations.attendance(slot, AttendanceState.WAITING, arrived_at=clinics.now())
    draft = call(coming, officer)
    Consultation.objects.filter(pk=draft.pk).update(**{field: "Retak di dapur."})

    again = call(services.put_back(attendance=coming, by=officer, at=clinics.now()), officer)

    assert again == draft


def test_a_visit_that_the_applicant_broke_off_is_closed_and_counts_nowhere(balai, officer):
    closed = close(consultations.consultation(balai, officer), officer, Outcome.DISCONTINUED)

    assert closed.state == ConsultationState.CLOSED
    assert totals() == {}
    call_command("verify_ledger")


@pytest.mark.parametrize("day", [date(26, 11, 20), date(1926, 11, 20), date(2021, 12, 31)])
def test_a_day_before_the_clinic_was_opened_is_refused(balai, officer, day):
    clinics.place(balai)

    with pytest.raises(ValidationError, match="baru dibuka"):
        services.record_consultation(
            office=balai, by=officer, at=clinics.now(), topics=[], client_name="Siti", happened_on=day
        )


def test_a_day_without_a_rule_is_refused_at_closing(balai, officer):
    consultation = consultations.consultation(balai, officer, happened_on=date(2021, 12, 31))

    with pytest.raises(ValidationError, match="Belum ada aturan hitung"):
        close(consultation, officer)


def test_verifying_asks_whether_everything_closed_is_posted(balai, officer, capsys):
    close(consultations.consultation(balai, officer), officer)
    unposted, early = (consultations.consultation(balai, officer) for _ in range(2))
    silent = Consultation.objects.filter(pk__in=[unposted.pk, early.pk])
    silent.update(state=ConsultationState.CLOSED, outcome=Outcome.ADVISED, closed_at=clinics.now(), closed_by=officer)
    silent.filter(pk=early.pk).update(happened_on=date(2021, 12, 31))

    with pytest.raises(CommandError, match=r"^2 differences"):
        call_command("verify_ledger")

    said = capsys.readouterr().out
    assert f"consultation {unposted.pk} has nothing, due rule" in said
    assert f"consultation {early.pk} is closed on 2021-12-31, a day without a rule" in said


def correct(consultation, by, **values):
    return services.correct_consultation(
        consultation=consultation, values=values, topics=None, reason="Salah tulis", by=by, at=clinics.now()
    )


def test_a_corrected_text_posts_nothing(balai, officer):
    closed = close(consultations.consultation(balai, officer), officer)
    before = LedgerEntry.objects.count()

    correct(closed, officer, summary="Diperbaiki.", advice="Periksa fondasi.")

    assert LedgerEntry.objects.count() == before


def test_a_corrected_number_reverses_and_posts_only_itself(balai, officer):
    closed = close(consultations.consultation(balai, officer, head_count=3), officer)

    correct(closed, officer, head_count=5)

    corrected = LedgerEntry.objects.filter(cause=Cause.CORRECTED)
    assert sorted(corrected.values_list("rule__measure", "quantity")) == [("PERSON", -3), ("PERSON", 5)]


def test_only_a_head_moves_a_service_to_another_month(balai, officer):
    today = day_of(clinics.now(), balai.time_zone)
    closed = close(consultations.consultation(balai, officer), officer)
    last_month = today.replace(day=1) - timedelta(days=1)

    with pytest.raises(ValidationError, match="hanya kepala unit"):
        correct(closed, officer, happened_on=last_month)
    correct(closed, offices.head(balai), happened_on=last_month)

    closed.refresh_from_db()
    assert closed.happened_on == last_month


def test_the_day_of_a_visit_is_its_slots(balai, officer):
    slot = consultations.slot(clinics.place(balai), 1, clinics.earlier_today(minutes=5))
    coming = consultations.attendance(slot, AttendanceState.WAITING, arrived_at=clinics.now())
    closed = close(call(coming, officer), officer)

    with pytest.raises(ValidationError, match="mengikuti jadwal"):
        correct(closed, offices.head(balai), happened_on=closed.happened_on - timedelta(days=1))


def test_a_voided_consultation_is_reversed_kept_and_in_no_list(balai, officer):
    closed = close(consultations.consultation(balai, officer), officer)

    with pytest.raises(PermissionDenied):
        services.void_consultation(consultation=closed, reason="Keliru", by=officer, at=clinics.now())
    voided = services.void_consultation(consultation=closed, reason="Keliru", by=offices.head(balai), at=clinics.now())

    assert totals() == {}
    assert set(LedgerEntry.objects.filter(quantity__lt=0).values_list("cause", flat=True)) == {"VOIDED"}
    assert voided not in Consultation.objects.standing()
    assert voided.amendments.get().reason == "Keliru"
    call_command("verify_ledger")


def test_a_call_that_was_a_mistake_is_put_back_and_called_again(balai, officer):
    slot = consultations.slot(clinics.place(balai), 1, clinics.earlier_today(minutes=5))
    coming = consultations.attendance(slot, AttendanceState.WAITING, arrived_at=clinics.now(), queue_number=7)
    first = call(coming, officer)

    back = services.put_back(attendance=coming, by=officer, at=clinics.now())
    second = call(back, officer)

    assert (back.state, back.queue_number) == (AttendanceState.WAITING, 7)
    first.refresh_from_db()
    assert (first.state, second.state) == (ConsultationState.VOIDED, ConsultationState.OPEN)
    assert first.amendments.get().made_by == officer


def test_a_walk_in_registered_by_mistake_is_taken_back(balai, officer):
    place = clinics.place(balai)
    made = services.register_walk_in(
        place=place, topic=consultations.topic(), name="Siti", by=officer, at=clinics.now()
    )

    undone = services.undo_check_in(attendance=made, by=officer, at=clinics.now())

    assert undone.state == AttendanceState.CANCELLED


def test_a_house_counts_through_the_first_visit_with_a_counting_outcome(balai, officer):
    house = consultations.house()
    made = [consultations.consultation(balai, officer, house=house, is_technical_assistance=True) for _ in range(2)]

    close(made[0], officer, Outcome.DISCONTINUED)
    assert LedgerEntry.objects.filter(rule__measure=Measure.ASSISTED_HOUSE).total() == 0
    close(made[1], officer, Outcome.ASSISTED)

    assert LedgerEntry.objects.filter(rule__measure=Measure.ASSISTED_HOUSE).total() == 1
    call_command("verify_ledger")


STEPS = st.sampled_from(["close", "break off", "reopen", "void", "correct text", "correct heads", "move month"])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), STEPS, st.integers(1, 40)), max_size=14))
def test_whatever_is_done_the_ledger_says_what_the_consultations_say(balai, steps):
    """Sum of rows = what stands: closed with a counting outcome, each once, with its heads; nothing else."""
    head = offices.head(balai)
    mine = [consultations.consultation(balai, head, head_count=2) for _ in range(3)]
    today = mine[0].happened_on

    for number, step, quantity in steps:
        consultation = Consultation.objects.get(pk=mine[number].pk)
        try:
            match step:
                case "close":
                    close(consultation, head)
                case "break off":
                    close(consultation, head, Outcome.DISCONTINUED)
                case "reopen":
                    services.reopen_consultation(consultation=consultation, reason="x", by=head, at=clinics.now())
                case "void":
                    services.void_consultation(consultation=consultation, reason="x", by=head, at=clinics.now())
                case "correct text":
                    correct(consultation, head, summary=f"Isi {quantity}")
                case "correct heads":
                    correct(consultation, head, head_count=quantity)
                case "move month":
                    correct(consultation, head, happened_on=today - timedelta(days=quantity))
        except (PermissionDenied, ValidationError):  # also of a correction that changes nothing
            continue

    live = LedgerEntry.objects.live().filter(source_key__in=[row.pk for row in mine])
    standing = Consultation.objects.closed().filter(pk__in=[row.pk for row in mine], outcome__in=COUNTING)
    assert live.filter(rule__measure=Measure.CONSULTATION).total() == standing.count()
    assert live.filter(rule__measure=Measure.PERSON).total() == sum(standing.values_list("head_count", flat=True))
    assert {(e.source_key, e.happened_on) for e in live} == {(c.pk, c.happened_on) for c in standing}
    call_command("verify_ledger")
