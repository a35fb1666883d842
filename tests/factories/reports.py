"""The year 2022 of the five pilot offices, and reports about it."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from django.utils import timezone

from clinics.enums import Measure
from clinics.models import LedgerEntry
from krs_portal.offices.enums import OfficeKind
from krs_portal.offices.models import Office
from krs_portal.reports import services, tasks
from krs_portal.reports.enums import DifferenceCategory
from krs_portal.reports.kinds import DifferenceLine
from krs_portal.reports.models import Reconciliation, Revision
from tests.factories import clinics, offices

REALISED = {"SUM3": 336, "KAL1": 305, "JAW2": 334, "JAW3": 660, "SATKER-BALI": 173}
HOUSES = {"SUM3": 150, "KAL1": 136, "JAW2": 149, "JAW3": 294, "SATKER-BALI": 77}
AS_AT = date(2022, 12, 5)
PARAMS = {"year": 2022, "as_at": "2022-12-05"}
KIND = "krs-evaluation"
keys = count(1)


def year_2022(*, single_rows: bool = False, published: int | None = 1806) -> dict[str, Office]:
    """Targets of 250 each, the services and houses of 2022 and the published total. Rows are one a service if asked."""
    made, ministry = {}, offices.evaluator()
    for code, realised in REALISED.items():
        kind = OfficeKind.SATKER if code.startswith("SATKER") else OfficeKind.BALAI
        made[code] = offices.office(code, kind)
        clinics.target(made[code], by=ministry)
        for measure, quantity in ((Measure.CONSULTATION, realised), (Measure.ASSISTED_HOUSE, HOUSES[code])):
            post(made[code], measure, [1] * quantity if single_rows else [quantity])
    if published is not None:
        clinics.published(published)
    return made


def post(office: Office, measure: Measure, quantities: list[int]) -> None:
    indicator = clinics.indicator(measure)
    rule = indicator.rules.get()
    days = [date(2022, 1, 3) + timedelta(days=place % 330) for place in range(len(quantities))]
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            indicator=indicator,
            rule=rule,
            office=office,
            happened_on=day,
            recorded_at=datetime.combine(day, time(9), UTC),
            source_kind="uji",
            source_key=next(keys) + 1_000_000,
            quantity=quantity,
        )
        for day, quantity in zip(days, quantities, strict=True)
    )


def late_service(office: Office, on: date = date(2022, 11, 30)) -> LedgerEntry:
    """A service of that day, recorded only now."""
    return clinics.entry(office, on, recorded_at=timezone.now())


def asked(by, params=PARAMS) -> Revision:
    return services.request_report(kind=KIND, params=params, by=by, at=timezone.now())


def drafted(by, params=PARAMS) -> Revision:
    """A draft that is ready."""
    revision = asked(by, params)
    tasks.render_revision(revision.pk)
    revision.refresh_from_db()
    return revision


def explain(row: Reconciliation, by, reason: str = "Salah jumlah dalam sumber.") -> Reconciliation:
    """One line for the whole difference."""
    lines = [DifferenceLine(DifferenceCategory.SOURCE, row.difference, reason)]
    return services.give_reason(reconciliation=row, lines=lines, by=by, at=timezone.now())


def explained(revision: Revision, by, reason: str = "Salah jumlah dalam sumber.") -> Revision:
    for row in revision.reconciliations.all():
        if row.difference:
            explain(row, by, reason)
    return revision


def published(by, params=PARAMS) -> Revision:
    revision = explained(drafted(by, params), by)
    note = "Catatan terlambat masuk." if revision.supersedes_id else ""
    services.publish_revision(revision=revision, by=by, at=timezone.now(), note=note)
    tasks.render_revision(revision.pk)
    revision.refresh_from_db()
    return revision
