"""Published backlog figures. Their definitions differ, so they are never added up."""

from __future__ import annotations

from krs_portal.offices.models import Region
from monitoring.rounds.backlog import BacklogFigure
from monitoring.rounds.enums import BacklogKind

SUSENAS = "BPS, Susenas; dikutip pemberitaan"
OWNERSHIP = {2020: 12_750_000, 2021: 12_720_000, 2022: 10_510_000, 2023: 9_905_820}
HABITABILITY = {2020: 16_620_000, 2021: 16_420_000, 2022: 16_140_000, 2023: 14_840_000}


def load_backlog() -> None:
    BacklogFigure.objects.create(
        region=Region.objects.get(code="33"),
        kind=BacklogKind.POVERTY,
        year=2020,
        value=436_649,
        unit="unit",
        definition="Backlog kemiskinan, akhir 2020; pengertian tersendiri, bukan angka kepemilikan Susenas.",
        source="Disperakim Jawa Tengah, hasil desk monitoring rusun dan rusus 2021",
    )
    BacklogFigure.objects.bulk_create(
        BacklogFigure(kind=kind, year=year, value=value, unit="rumah tangga", definition=definition, source=SUSENAS)
        for kind, definition, values in (
            (BacklogKind.OWNERSHIP, "Rumah tangga yang tidak menempati dan tidak memiliki rumah sendiri.", OWNERSHIP),
            (
                BacklogKind.HABITABILITY,
                "Rumah tangga yang rumahnya tidak memenuhi satu atau lebih dari empat ukuran layak huni.",
                HABITABILITY,
            ),
        )
        for year, value in values.items()
    )
