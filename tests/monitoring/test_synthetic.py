"""The rows for trying out size: as many as were asked for, and figures that agree with them."""

import pytest
from django.core.management import CommandError, call_command

from monitoring.occupants.models import Household, Tenancy
from monitoring.register.models import Estate, Unit
from tests.factories import monitoring

pytestmark = pytest.mark.django_db


def test_the_rows_asked_for_are_there_and_counted(capsys):
    monitoring.local(monitoring.province())

    call_command("load_synthetic_monitoring", "--estates=5", "--units=40", "--households=20", "--allow-production")
    call_command("verify_estates")

    assert (Estate.objects.count(), Unit.objects.count(), Household.objects.count()) == (5, 40, 20)
    assert Tenancy.objects.count() == 20
    assert "The figures of all estates equal their rows." in capsys.readouterr().out


def test_without_regions_nothing_is_loaded():
    with pytest.raises(CommandError, match="no regions"):
        call_command("load_synthetic_monitoring", "--estates=1", "--units=1", "--households=1", "--allow-production")
