"""Nine days, twenty-one, forty-five: from the sending, and as each partner has it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from krs_portal.outbox.models import Message
from krs_portal.referrals import jobs, services
from krs_portal.referrals.enums import Basket, ClockMark, NextAct, ReferralState
from krs_portal.referrals.showing import find_basket, list_referral_steps
from tests.factories import referrals

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def send(balai, officer, programme, days_ago):
    return referrals.referral(balai, officer, programme, at=NOW - timedelta(days=days_ago))


def count_letters(referral, kind):
    return Message.objects.about("referral", referral.pk).filter(kind=kind).count()


@pytest.mark.parametrize(
    ("days", "mark"),
    [
        (9, ClockMark.NONE),
        (10, ClockMark.UNANSWERED),
        (21, ClockMark.UNANSWERED),
        (22, ClockMark.AT_RISK),
        (45, ClockMark.AT_RISK),
    ],
)
def test_days_since_the_sending_decide(balai, officer, programme, days, mark):
    sent = send(balai, officer, programme, days)

    services.run_clocks(at=NOW)

    sent.refresh_from_db()
    assert (sent.state, sent.mark) == (ReferralState.SENT, mark)
    assert count_letters(sent, "referral-reminder") == (mark != ClockMark.NONE)


def test_after_the_last_clock_it_is_closed_with_a_letter_and_not_abandoned(balai, officer, programme):
    sent = send(balai, officer, programme, 46)

    services.run_clocks(at=NOW)

    sent.refresh_from_db()
    assert (sent.state, sent.next_act) == (ReferralState.CLOSED, NextAct.PENDING)
    assert "45 hari" in sent.reason
    assert find_basket(sent) == Basket.EXPIRED
    assert count_letters(sent, "referral-closed") == 1


def test_a_partner_has_clocks_of_its_own(balai, officer):
    quick = referrals.programme(referrals.partner(balai, remind_after=2, at_risk_after=4, close_after=6))
    sent = send(balai, officer, quick, 5)

    services.run_clocks(at=NOW)

    sent.refresh_from_db()
    assert sent.mark == ClockMark.AT_RISK


def test_run_again_nothing_is_done_again(balai, officer, programme):
    sent = send(balai, officer, programme, 10)
    assert services.run_clocks(at=NOW) == 1

    assert services.run_clocks(at=NOW) == 0

    assert count_letters(sent, "referral-reminder") == 1
    assert sent.steps.count() == 3


def test_who_has_answered_is_not_reminded(balai, officer, programme):
    sent = send(balai, officer, programme, 30)
    services.answer_referral(referral=sent, answer=ReferralState.ACCEPTED, by=None, at=NOW - timedelta(days=2))

    assert services.run_clocks(at=NOW) == 0


def test_who_only_received_it_is_still_asked(balai, officer, programme):
    sent = send(balai, officer, programme, 12)
    services.answer_referral(referral=sent, answer=ReferralState.RECEIVED, by=None, at=NOW - timedelta(days=11))

    services.run_clocks(at=NOW)

    sent.refresh_from_db()
    assert (sent.state, sent.mark) == (ReferralState.RECEIVED, ClockMark.UNANSWERED)


def test_a_reminder_is_not_shown_as_something_the_partner_said(balai, officer, programme):
    sent = send(balai, officer, programme, 12)
    services.answer_referral(referral=sent, answer=ReferralState.RECEIVED, by=None, at=NOW - timedelta(days=11))
    services.run_clocks(at=NOW)

    received, reminded = list_referral_steps(sent)[-2:]

    assert (received.title, received.by) == ("Sampai di mitra", "Mitra")
    assert (reminded.title, reminded.by) == ("Batas waktu", "")


def test_a_later_due_day_puts_the_reminder_off(balai, officer, programme):
    sent_on = NOW - timedelta(days=12)
    later = referrals.referral(balai, officer, programme, at=sent_on, due_on=(NOW + timedelta(days=2)).date())

    services.run_clocks(at=NOW)

    later.refresh_from_db()
    assert later.mark == ClockMark.NONE


def test_the_nightly_job_runs_the_clocks(balai, officer, programme):
    sent = send(balai, officer, programme, 11)

    jobs.run_referral_clocks()

    sent.refresh_from_db()
    assert sent.mark == ClockMark.UNANSWERED
