"""The rent by the regulation's formula (domain facts §4.5)."""

from decimal import Decimal

import pytest

from monitoring.register.enums import TariffBand
from monitoring.register.tariffs import compute_rent, compute_rent_ceiling

COSTS = {"operating": 32_500_000, "upkeep": 20_212_500, "units": 60}


@pytest.mark.parametrize(
    ("band", "amount"),
    [
        (TariffBand.UPPER, 878_542),
        (TariffBand.MIDDLE_OPERATION, 541_667),
        (TariffBand.MIDDLE_UPKEEP, 336_875),
        (TariffBand.LOWER_OPERATION, 270_833),
        (TariffBand.LOWER_UPKEEP, 168_438),
    ],
)
def test_each_band_covers_its_part_of_the_costs(band, amount):
    assert compute_rent(band, **COSTS) == amount


def test_the_factor_is_in_percent():
    assert compute_rent(TariffBand.UPPER, **COSTS, factor=Decimal("87.5")) == 768_724


def test_the_ceiling_is_a_third_of_the_minimum_wage():
    assert compute_rent_ceiling(1_798_979) == 599_659
