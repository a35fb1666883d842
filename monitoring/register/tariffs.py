"""The rent of a unit, and what caps it (Permen PUPR 7/2022 Ps 49-50). Pure: figures in, figures out.

Water, power and gas are not part of it. The regulation of 2022 may have been superseded; a tariff names its own decree.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from monitoring.register.enums import TariffBand


def compute_rent(band: str, *, operating: int, upkeep: int, units: int, factor: Decimal | int = 100) -> int:
    """Rupiah per unit and month: what the band covers, over the units, times the adjusting factor in percent."""
    covered = {
        TariffBand.UPPER: Decimal(operating + upkeep),
        TariffBand.MIDDLE_OPERATION: Decimal(operating),
        TariffBand.MIDDLE_UPKEEP: Decimal(upkeep),
        TariffBand.LOWER_OPERATION: Decimal(operating) / 2,
        TariffBand.LOWER_UPKEEP: Decimal(upkeep) / 2,
    }[TariffBand(band)]
    return int((covered / units * Decimal(factor) / 100).quantize(Decimal(1), ROUND_HALF_UP))


def compute_rent_ceiling(minimum_wage: int) -> int:
    """The most that low-income people pay in a public rusun: a third of the province's minimum wage."""
    return minimum_wage // 3
