"""Decisions: owned, due, chased until somebody writes the proof."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from krs_portal.kit.about import About
from krs_portal.meetings import codes, jobs, messages, services
from krs_portal.meetings.enums import DecisionState, MinutesState
from krs_portal.meetings.models import Decision
from krs_portal.outbox.enums import MessageState
from krs_portal.outbox.models import Message
from tests.factories import meetings
from tests.factories.meetings import STARTS_AT

pytestmark = pytest.mark.django_db
DUE_ON = date(2021, 8, 30)


@pytest.fixture
def decision(meeting, host, guest, operator):
    meetings.held(meeting, guest, host)
    return services.record_decision(
        meeting=meeting, text="Melengkapi profil rusun", owner_office=guest, due_on=DUE_ON, by=host, at=STARTS_AT
    )


def morning(day):
    return datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)


def reminded(**which):
    return Message.objects.filter(kind=messages.REMINDER, **which).order_by("pk")


def test_a_decision_takes_over_what_the_meeting_is_about(province, host):
    about = About("monitoring.round", "3")
    meeting = meetings.meeting(province, host, about=about)

    made = services.record_decision(meeting=meeting, text="Kirim data", owner_name="Sekretariat", by=host, at=STARTS_AT)

    assert made.about == about


def test_a_decision_without_owner_is_refused(meeting, host):
    with pytest.raises(ValidationError, match="penanggung jawab"):
        services.record_decision(meeting=meeting, text="Kirim data", by=host, at=STARTS_AT)


def test_a_new_decision_makes_proposed_minutes_a_draft_again(meeting, host, guest):
    minutes = meetings.proposed(meeting, guest, host)

    services.record_decision(meeting=meeting, text="Kirim data", owner_office=guest, by=host, at=STARTS_AT)

    minutes.refresh_from_db()
    assert (minutes.state, minutes.version) == (MinutesState.DRAFT, 2)


def test_the_owner_finishes_with_a_proof(decision, operator):
    with pytest.raises(ValidationError, match="bukti"):
        services.finish_decision(decision=decision, proof=" ", by=operator, at=STARTS_AT)

    done = services.finish_decision(decision=decision, proof="Surat 12/2021", by=operator, at=STARTS_AT)

    assert (done.state, done.done_by, done.proof) == (DecisionState.DONE, operator, "Surat 12/2021")


def test_a_stranger_finishes_nothing(decision, stranger):
    with pytest.raises(PermissionDenied, match="penanggung jawabnya"):
        services.finish_decision(decision=decision, proof="Sudah", by=stranger, at=STARTS_AT)


def test_what_is_finished_stays_finished(decision, host):
    services.drop_decision(decision=decision, reason="Tidak perlu lagi.", by=host, at=STARTS_AT)

    with pytest.raises(PermissionDenied, match="sudah ditutup"):
        services.finish_decision(decision=decision, proof="Sudah", by=host, at=STARTS_AT)


@pytest.mark.parametrize(("days_before", "count"), [(4, 0), (3, 1), (1, 1), (0, 1)])
def test_the_owner_is_reminded_three_days_before(decision, operator, days_before, count):
    services.remind_decision_owners(at=morning(DUE_ON - timedelta(days=days_before)))

    assert [message.recipient for message in reminded()] == [operator.email] * count


def test_the_owner_is_reminded_once_a_week_when_it_is_late(decision):
    written = [services.remind_decision_owners(at=morning(DUE_ON + timedelta(days=day))) for day in range(-3, 16)]

    assert written == [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1]
    assert "Terlambat 15 hari" in reminded().last().subject


def test_what_is_done_is_not_chased(decision, operator):
    services.remind_decision_owners(at=morning(DUE_ON))
    services.finish_decision(decision=decision, proof="Surat 12/2021", by=operator, at=STARTS_AT)

    assert services.remind_decision_owners(at=morning(DUE_ON + timedelta(days=1))) == 0
    assert not reminded(state=MessageState.QUEUED).exists()


def test_another_due_day_is_counted_and_reminded_of_anew(decision, host):
    services.remind_decision_owners(at=morning(DUE_ON))

    carried = services.carry_decision(decision=decision, due_on=DUE_ON + timedelta(days=7), by=host, at=STARTS_AT)

    assert carried.carried == 1
    assert services.remind_decision_owners(at=morning(DUE_ON + timedelta(days=7))) == 1
    with pytest.raises(ValidationError, match="sesudah yang lama"):
        services.carry_decision(decision=carried, due_on=DUE_ON, by=host, at=STARTS_AT)


def test_the_owner_sees_the_decision_without_having_been_invited(meeting, host, stranger):
    made = services.record_decision(
        meeting=meeting, text="Kirim data", owner_office=stranger.memberships.get().office, by=host, at=STARTS_AT
    )

    assert list(Decision.objects.visible_to(stranger)) == [made]


def test_words_of_a_decision_are_frozen_with_the_minutes_but_it_can_be_finished(
    decision, meeting, host, guest, province, operator
):
    minutes = meetings.proposed(meeting, guest, host)
    for office, by in ((guest, operator), (province, host)):
        code = codes.compute_agreement_code(minutes.agreements.get(office=office))
        services.agree_minutes(minutes=minutes, office=office, code=code, by=by, at=STARTS_AT)

    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(text="Lain")
    done = services.finish_decision(decision=decision, proof="Surat 12/2021", by=operator, at=STARTS_AT)
    assert done.state == DecisionState.DONE


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"text": ""}, "meetings_decision_said"),
        ({"owner_office": None}, "meetings_decision_owned"),
        ({"done_at": STARTS_AT}, "meetings_done_signed"),
        ({"state": DecisionState.DONE}, "meetings_done_with_proof"),
    ],
)
def test_a_constraint_bites(decision, values, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Decision.objects.update(**values)


def test_the_morning_reminds(decision, monkeypatch):
    monkeypatch.setattr(jobs, "now", lambda: morning(DUE_ON))

    jobs.remind_of_decisions()

    assert reminded().count() == 1
