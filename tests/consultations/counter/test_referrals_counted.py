"""Referrals in the ledger: counted when the partner answers, or when the day for it has passed."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from clinics.enums import Measure
from clinics.models import LedgerEntry
from clinics.services import lock_period
from consultations.counter.jobs import count_referrals
from consultations.counter.services import count_due_referrals
from krs_portal.kit.clock import day_of
from krs_portal.referrals import services
from krs_portal.referrals.enums import ReferralState
from tests.factories import clinics, consultations, offices, referrals

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _account():
    consultations.account()


@pytest.fixture
def balai():
    return offices.balai("JAW3")


@pytest.fixture
def officer(balai):
    return offices.officer(balai)


def send(balai, officer, days_ago, **values):
    made = consultations.consultation(balai, officer)
    to = referrals.programme(referrals.partner(balai, name=f"Bank {made.pk}"))
    return referrals.referral(balai, officer, to, at=NOW - days_ago * DAY, key=made.pk, **values)


def answer(referral, state=ReferralState.ACCEPTED, at=None, **values):
    return services.answer_referral(referral=referral, answer=state, by=None, at=at or NOW, **values)


def read_live(referral):
    """What stands for it: the day and the measures."""
    live = LedgerEntry.objects.of_source("referral", referral.pk).live().select_related("rule")
    return {(entry.rule.measure, entry.happened_on) for entry in live}


def verify():
    call_command("verify_ledger", stdout=(said := StringIO()))
    return said.getvalue()


def test_an_answer_counts_on_its_day_in_both_measures(balai, officer):
    sent = send(balai, officer, 3)
    assert read_live(sent) == set()

    answer(sent, ReferralState.RECEIVED)
    assert read_live(sent) == set()  # that it has arrived is no answer
    answer(sent, ReferralState.DECLINED, reason="Kuota habis.")

    today = day_of(NOW, balai.time_zone)
    assert read_live(sent) == {(Measure.REFERRAL_DUE, today), (Measure.REFERRAL_ANSWERED, today)}
    verify()


def test_silence_counts_once_on_the_last_day_and_a_late_answer_joins_it_there(balai, officer):
    sent = send(balai, officer, 12)
    due = {(Measure.REFERRAL_DUE, sent.due_on)}

    for _twice in range(2):
        count_referrals()
    assert read_live(sent) == due

    answer(sent)
    assert read_live(sent) == due | {(Measure.REFERRAL_ANSWERED, sent.due_on)}
    assert LedgerEntry.objects.of_source("referral", sent.pk).count() == 2
    verify()


@pytest.mark.parametrize(("sent_days", "counts"), [(3, False), (12, True)])
def test_taking_back_what_waits_mends_no_ratio(balai, officer, sent_days, counts):
    sent = send(balai, officer, sent_days)

    services.withdraw_referral(referral=sent, reason="Pemohon mengurus sendiri.", by=officer, at=NOW)
    count_due_referrals(at=NOW + 30 * DAY)

    assert bool(read_live(sent)) is counts
    verify()


def test_a_draft_and_a_referral_of_somebody_elses_count_nowhere(balai, officer):
    draft = send(balai, officer, 12, sends=False)

    assert count_due_referrals(at=NOW + 30 * DAY) == []
    assert read_live(draft) == set()


def test_a_locked_year_silences_no_partner_and_lets_in_what_was_granted(balai, officer):
    last_year = NOW.year - 1
    end = NOW.replace(year=last_year, month=12, day=20)
    sent = send(balai, officer, (NOW - end).days)
    period = clinics.year(last_year)
    lock_period(period=period, by=offices.evaluator(), at=NOW)

    accepted = answer(sent)

    assert accepted.state == ReferralState.ACCEPTED
    assert count_due_referrals(at=NOW) == [sent.pk]
    clinics.exception(period, balai)
    assert count_due_referrals(at=NOW) == []
    assert {measure for measure, _day in read_live(sent)} == set(Measure.list_of_referrals())


def test_verifying_asks_both_ways(balai, officer):
    sent = send(balai, officer, 12)
    with pytest.raises(CommandError):
        verify()
    count_due_referrals(at=NOW)
    verify()

    clinics.entry(
        balai, sent.due_on, counts=clinics.indicator(Measure.REFERRAL_ANSWERED), source_kind="referral",
        source_key=sent.pk,
    )  # fmt: skip

    with pytest.raises(CommandError):
        verify()


def test_an_entry_leads_to_its_referral(balai, officer, signed_in):
    clinics.year(NOW.year)
    sent = answer(send(balai, officer, 3))

    rows = signed_in(officer).get(f"/dasbor/baris/?year={NOW.year}&indicator=rujukan-dijawab").context["lines"]

    assert [line.url for line in rows] == [f"/rujukan/{sent.pk}/"]
