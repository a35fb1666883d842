from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from clinics.enums import Cause
from clinics.models import LedgerEntry, MonthTally, Tally
from clinics.services import reverse_entries
from consultations.counter.services.record import close_consultation, correct_consultation, reopen_consultation
from krs_portal.kit.clock import now
from tests.factories import clinics, consultations, offices

pytestmark = pytest.mark.django_db


def verify(command):
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def closed(office, officer, **fields):
    made = consultations.consultation(office, officer, **fields)
    return close_consultation(consultation=made, outcome="ADVISED", by=officer, at=now())


@pytest.fixture
def office():
    consultations.account()
    return offices.balai()


@pytest.fixture
def head(office):
    return offices.head(office)


def test_tallies_equal_the_ledger_after_posting_and_reversing(office):
    entry = clinics.entry(office, quantity=3)
    clinics.entry(office)
    reverse_entries(cause=Cause.REOPENED, entries=[entry], at=now(), by=None)

    assert "equal" in verify("verify_tallies")


@pytest.mark.parametrize("tally", [Tally, MonthTally])
def test_a_changed_tally_is_named(office, tally, capsys):
    clinics.entry(office, quantity=3)
    tally.objects.update(quantity=4)

    with pytest.raises(CommandError, match="1 tally rows"):
        call_command("verify_tallies")

    assert "tally=4" in capsys.readouterr().out


def test_a_lost_tally_is_named(office, capsys):
    clinics.entry(office)
    Tally.objects.all().delete()

    with pytest.raises(CommandError, match="1 tally rows"):
        call_command("verify_tallies")

    assert "tally=None" in capsys.readouterr().out


def test_ledger_follows_closing_correcting_and_reopening(office, head):
    house = consultations.house()
    first = closed(office, head, house=house, is_technical_assistance=True)
    closed(office, head, house=house, is_technical_assistance=True)
    group = closed(office, head, kind="GROUP", head_count=12)
    correct_consultation(
        consultation=group, values={"head_count": 15}, topics=None, reason="Salah hitung.", by=head, at=now()
    )
    reopen_consultation(consultation=first, reason="Belum selesai.", by=head, at=now())

    assert "says what" in verify("verify_ledger")


def test_an_entry_that_is_not_due_is_named(office, head, capsys):
    made = consultations.consultation(office, head)
    clinics.entry(office, source_kind="consultation", source_key=made.pk)

    with pytest.raises(CommandError, match="1 differences"):
        call_command("verify_ledger")

    assert f"consultation {made.pk} has rule" in capsys.readouterr().out


def test_a_missing_entry_is_named(office, head, capsys):
    made = closed(office, head)
    reverse_entries(
        cause=Cause.REOPENED, entries=LedgerEntry.objects.live().filter(indicator__code="layanan"), at=now(), by=head
    )

    with pytest.raises(CommandError, match="1 differences"):
        call_command("verify_ledger")

    assert f"consultation {made.pk}" in capsys.readouterr().out


def test_a_house_counted_for_nothing_and_one_not_counted_are_named(office, head, capsys):
    assisted = closed(office, head, house=consultations.house(), is_technical_assistance=True)
    counted = LedgerEntry.objects.live().filter(indicator__code="rumah-dibantu")
    rule = counted.get().rule
    reverse_entries(cause=Cause.REOPENED, entries=counted, at=now(), by=head)
    other = closed(office, head)
    clinics.entry(office, counts=rule.indicator, source_kind="consultation", source_key=other.pk)

    with pytest.raises(CommandError, match="2 differences"):
        call_command("verify_ledger")

    said = capsys.readouterr().out
    assert f"house {assisted.house_id}" in said
    assert f"consultation {other.pk}, which assisted none" in said


def test_an_entry_without_its_consultation_is_named(office):
    clinics.entry(office, source_kind="consultation", source_key=987654)

    with pytest.raises(CommandError, match="1 differences"):
        call_command("verify_ledger")


def test_a_reversal_that_does_not_mirror_is_named(office, capsys):
    entry = clinics.entry(office, quantity=3)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # the guard looks away
        LedgerEntry.objects.bulk_create(
            [
                LedgerEntry(
                    indicator=entry.indicator,
                    rule=entry.rule,
                    office=office,
                    happened_on=entry.happened_on,
                    recorded_at=now(),
                    source_kind=entry.source_kind,
                    source_key=entry.source_key,
                    quantity=-2,
                    reversal_of=entry,
                )
            ]
        )
        cursor.execute("SET LOCAL session_replication_role = origin")

    with pytest.raises(CommandError, match="1 differences"):
        call_command("verify_ledger")

    assert "without mirroring" in capsys.readouterr().out
