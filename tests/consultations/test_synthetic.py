import pytest
from django.core.management import CommandError, call_command

from clinics.models import LedgerEntry, Tally
from consultations.counter.models import Consultation
from krs_portal.kit.clock import today
from krs_portal.offices.models import Office
from tests.factories import consultations, offices

pytestmark = pytest.mark.django_db


def load(*arguments):
    call_command("load_synthetic", "--allow-production", *arguments)


def test_synthetic_consultations_post_and_are_summed_by_the_triggers():
    load("--consultations", "500", "--offices", "7", "--years", "2")

    assert Consultation.objects.closed().count() == LedgerEntry.objects.count() == 500
    assert Office.objects.count() == 7
    assert sum(Tally.objects.values_list("quantity", flat=True)) == 500
    call_command("verify_tallies")
    call_command("verify_ledger")


def test_synthetic_days_fill_the_asked_years_and_none_ahead():
    load("--consultations", "400", "--offices", "3", "--years", "2")

    days = list(Consultation.objects.order_by("happened_on").values_list("happened_on", flat=True))
    assert (days[0].month, days[0].day, days[0].year) == (1, 1, today().year - 1)
    assert days[-1] <= today()


def test_a_second_load_adds_to_the_first():
    load("--consultations", "10", "--offices", "2")
    load("--consultations", "10", "--offices", "3")

    assert Consultation.objects.count() == 20
    assert Office.objects.count() == 3


def test_synthetic_rows_leave_no_audit_events_and_others_do():
    load("--consultations", "10", "--offices", "2")

    assert Consultation.pgh_event_model.objects.count() == 0
    office = offices.balai()
    consultations.consultation(office, offices.officer(office))
    assert Consultation.pgh_event_model.objects.count() == 1


def test_synthetic_rows_are_refused_in_production(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="--allow-production"):
        call_command("load_synthetic", "--consultations", "1", "--offices", "1")


def test_nothing_to_load_is_said():
    with pytest.raises(CommandError, match="1 or more"):
        load("--consultations", "0", "--offices", "1")
