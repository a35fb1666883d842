"""The achievement ledger: append-only, guarded, summed as it grows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinics.counting import list_due_postings
from clinics.enums import Cause, Measure
from clinics.models import LedgerEntry, MonthTally, Tally
from clinics.services import PostingSource, reverse_entries, settle_postings
from tests.factories import clinics, offices

pytestmark = pytest.mark.django_db


def tallied(model=Tally):
    return sum(model.objects.values_list("quantity", flat=True))


@pytest.mark.parametrize(
    "statement", ["UPDATE clinics_ledgerentry SET quantity = 9", "DELETE FROM clinics_ledgerentry"]
)
def test_the_database_refuses_to_change_an_entry(statement):
    clinics.entry(offices.balai())

    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_refuses_to_empty_the_ledger():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE clinics_ledgerentry ENABLE TRIGGER USER")

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("TRUNCATE clinics_ledgerentry CASCADE")


def test_an_entry_moves_both_tallies():
    clinics.entry(offices.balai(), on=date(2022, 6, 1), quantity=3)

    assert tallied(Tally) == tallied(MonthTally) == 3


def test_a_reversal_takes_the_quantity_back_and_both_entries_stay():
    entry = clinics.entry(offices.balai(), quantity=3)

    reverse_entries(entries=[entry], cause=Cause.REOPENED, at=clinics.now(), by=None)

    assert LedgerEntry.objects.count() == 2
    assert LedgerEntry.objects.total() == tallied() == tallied(MonthTally) == 0


def test_an_entry_is_reversed_only_once():
    entry = clinics.entry(offices.balai())
    reverse_entries(entries=[entry], cause=Cause.REOPENED, at=clinics.now(), by=None)

    with pytest.raises(IntegrityError):
        reverse_entries(entries=[entry], cause=Cause.REOPENED, at=clinics.now(), by=None)


def test_a_reversal_that_does_not_mirror_its_entry_is_refused():
    entry = clinics.entry(offices.balai(), quantity=3)

    with pytest.raises(IntegrityError, match="mirror"):
        clinics.entry(entry.office, quantity=-1, reversal_of=entry)


def test_an_entry_of_the_future_is_refused():
    tomorrow = clinics.now() + timedelta(days=2)

    with pytest.raises(IntegrityError, match="clinics_entry_not_in_future"):
        clinics.entry(offices.balai(), on=tomorrow.date(), recorded_at=clinics.now())


def test_an_entry_outside_its_rules_days_is_refused():
    with pytest.raises(IntegrityError, match="in force"):
        clinics.entry(offices.balai(), on=date(2021, 12, 31))


def test_a_locked_period_takes_entries_only_under_an_exception():
    balai = offices.balai()
    period = clinics.lock()

    with pytest.raises(IntegrityError, match="locked"), transaction.atomic():
        clinics.entry(balai, recorded_at=clinics.now())
    exception = clinics.exception(period, balai)
    clinics.entry(balai, recorded_at=clinics.now(), exception=exception)

    assert exception.entries.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"granted_at": None, "granted_by": None, "ends_on": None},
        {"ends_on": date(2023, 2, 1)},
        {"office": "another"},
    ],
    ids=["only asked", "ended", "of another office"],
)
def test_what_is_no_exception_for_it_lets_nothing_in(fields):
    balai = offices.balai()
    of = offices.balai() if fields.pop("office", None) else balai
    clinics.indicator()
    exception = clinics.exception(clinics.lock(), of, **fields)

    with pytest.raises(IntegrityError, match="locked"), transaction.atomic():
        clinics.entry(balai, recorded_at=clinics.now(), exception=exception)
    with pytest.raises(ValidationError, match="dikunci"):
        settle(balai)


def test_posting_finds_the_exception_by_itself_and_names_it_as_the_cause():
    balai = offices.balai()
    clinics.indicator()
    clinics.exception(clinics.lock(), balai)

    [entry] = settle(balai)

    assert entry.cause == Cause.EXCEPTION
    assert entry.exception.office == balai


def settle(of, measures=None, *, outcome="ADVISED", key=1, on=date(2022, 6, 1), cause=Cause.CLOSED):
    """Post what is due for a source of the test's own."""
    due = list_due_postings(on, measures or {Measure.CONSULTATION: 1}, outcome)
    return settle_postings(
        source=PostingSource("uji", key), office=of, happened_on=on, due=due, cause=cause, by=None, at=clinics.now()
    )


def test_posting_follows_the_rules_in_force_and_skips_zero():
    clinics.all_indicators()

    posted = settle(offices.balai(), {Measure.CONSULTATION: 1, Measure.PERSON: 12, Measure.GROUP: 0})

    assert {entry.indicator.code: entry.quantity for entry in posted} == {"layanan": 1, "orang": 12}


def test_settling_again_posts_only_what_the_count_changes():
    balai = offices.balai()
    clinics.all_indicators()
    settle(balai, {Measure.CONSULTATION: 1, Measure.PERSON: 12})

    again = settle(balai, {Measure.CONSULTATION: 1, Measure.PERSON: 12}, cause=Cause.CORRECTED)
    changed = settle(balai, {Measure.CONSULTATION: 1, Measure.PERSON: 10}, cause=Cause.CORRECTED)

    assert again == []
    assert sorted((entry.indicator.code, entry.quantity, entry.cause) for entry in changed) == [
        ("orang", -12, "CORRECTED"),
        ("orang", 10, "CORRECTED"),
    ]


def test_an_outcome_that_the_rule_does_not_name_is_not_counted():
    rule = clinics.indicator().rules.get()
    rule.outcomes = ["ADVISED"]
    rule.save()

    assert settle(offices.balai(), outcome="DISCONTINUED") == []
    assert len(settle(offices.balai(), outcome="ADVISED", key=2)) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.dates(date(2022, 1, 1), date(2022, 12, 31)), st.integers(1, 50), st.booleans()),
        max_size=20,
    )
)
def test_tallies_equal_the_ledger_whatever_is_posted(postings):
    with transaction.atomic():
        balais = [offices.balai() for _ in range(3)]
        for number, happened_on, quantity, is_reversed in postings:
            entry = clinics.entry(balais[number], on=happened_on, quantity=quantity)
            if is_reversed:
                reverse_entries(entries=[entry], cause=Cause.REOPENED, at=clinics.now(), by=None)

        for balai in balais:
            ledger = LedgerEntry.objects.filter(office=balai).total()
            assert ledger == sum(Tally.objects.filter(office=balai).values_list("quantity", flat=True))
            assert ledger == sum(MonthTally.objects.filter(office=balai).values_list("quantity", flat=True))
        transaction.set_rollback(True)


def test_a_tally_keeps_the_day_of_recording_in_wib():
    late_evening_utc = datetime(2022, 6, 1, 18, tzinfo=UTC)  # 01.00 WIB on 2 June

    clinics.entry(offices.balai(), on=date(2022, 6, 1), recorded_at=late_evening_utc)

    assert Tally.objects.get().recorded_on == date(2022, 6, 2)
