from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from clinics.enums import Measure
from clinics.models import CountingRule, LedgerEntry
from consultations.enums import ConsultationState
from consultations.models import Consultation
from consultations.posting import SOURCE, measures

SHOWN, BATCH = 20, 5000
Posting = tuple[int, int, date, int]  # rule, office, day, quantity

NOT_MIRRORED = """
    SELECT r.id, 'reverses entry ' || o.id || ' without mirroring it'
    FROM clinics_ledgerentry r JOIN clinics_ledgerentry o ON o.id = r.reversal_of_id
    WHERE o.reversal_of_id IS NOT NULL
       OR (o.rule_id, o.office_id, o.happened_on, o.source_kind, o.source_key, -o.quantity)
          IS DISTINCT FROM (r.rule_id, r.office_id, r.happened_on, r.source_kind, r.source_key, r.quantity)
"""
WITHOUT_SOURCE = """
    SELECT e.id, 'has no consultation ' || e.source_key
    FROM clinics_ledgerentry e
    WHERE e.source_kind = %(source)s
      AND NOT EXISTS (SELECT FROM consultations_consultation c WHERE c.id = e.source_key)
"""
# One live entry for every house and year with technical assistance, none for any other.
HOUSES = """
    WITH assisted AS (
        SELECT id, house_id, extract(year FROM happened_on)::int AS year, happened_on
        FROM consultations_consultation WHERE state = %(closed)s AND is_technical_assistance
    ), counted AS (
        SELECT e.id, e.source_key
        FROM clinics_ledgerentry e JOIN clinics_countingrule r ON r.id = e.rule_id
        LEFT JOIN clinics_ledgerentry back ON back.reversal_of_id = e.id
        WHERE e.source_kind = %(source)s AND r.measure = %(house)s AND e.reversal_of_id IS NULL AND back.id IS NULL
    )
    SELECT a.house_id, 'house of consultations ' || array_agg(a.id)::text || ' counted ' || count(c.id)
           || ' times in ' || a.year
    FROM assisted a LEFT JOIN counted c ON c.source_key = a.id
    GROUP BY a.house_id, a.year
    HAVING count(c.id) <> (
        SELECT count(*) FROM clinics_countingrule r
        WHERE r.measure = %(house)s
          AND min(a.happened_on) BETWEEN r.valid_from AND coalesce(r.valid_until, 'infinity')
    )
    UNION ALL
    SELECT c.id, 'counts a house for consultation ' || c.source_key || ', which assisted none'
    FROM counted c WHERE NOT EXISTS (SELECT FROM assisted a WHERE a.id = c.source_key)
"""


class Command(BaseCommand):
    help = "Proves that the ledger says what the consultations say; names the first differences and exits with 1."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for difference in differences():
            found += 1
            if found <= SHOWN:
                self.stdout.write(difference)
        if found:
            raise CommandError(f"{found} differences between ledger and consultations.")
        self.stdout.write("The ledger says what the consultations say.")


def differences() -> Iterator[str]:
    for name, query in (("entry", NOT_MIRRORED), ("entry", WITHOUT_SOURCE), ("house", HOUSES)):
        with connection.cursor() as cursor:
            cursor.execute(
                query, {"source": SOURCE, "closed": ConsultationState.CLOSED, "house": Measure.ASSISTED_HOUSE}
            )
            yield from (f"{name} {key} {what}" for key, what in cursor)
    rules = list(CountingRule.objects.exclude(measure=Measure.ASSISTED_HOUSE))
    for batch in batches():
        posted = live_entries(batch[0].pk, batch[-1].pk)
        for consultation in batch:
            due = expected(consultation, rules)
            if posted[consultation.pk] != due:
                yield f"consultation {consultation.pk} has {describe(posted[consultation.pk])}, due {describe(due)}"


def batches() -> Iterator[list[Consultation]]:
    """All consultations in the order of their key, so many at a time."""
    fields = Consultation.objects.only("state", "kind", "head_count", "happened_on", "office").order_by("pk")
    last = 0
    while batch := list(fields.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def live_entries(first: int, last: int) -> defaultdict[int, Counter[Posting]]:
    """What stands in the ledger for the consultations of a range, houses left out."""
    entries = (
        LedgerEntry.objects.live()
        .filter(source_kind=SOURCE, source_key__gte=first, source_key__lte=last)
        .exclude(rule__measure=Measure.ASSISTED_HOUSE)
        .values_list("source_key", "rule_id", "office_id", "happened_on", "quantity")
    )
    posted: defaultdict[int, Counter[Posting]] = defaultdict(Counter)
    for key, *posting in entries:
        posted[key][tuple(posting)] += 1
    return posted


def expected(consultation: Consultation, rules: list[CountingRule]) -> Counter[Posting]:
    """What the rules in force on its day make of a closed consultation; an open one counts for nothing."""
    if consultation.state != ConsultationState.CLOSED:
        return Counter()
    day, measured = consultation.happened_on, measures(consultation)
    return Counter(
        (rule.pk, consultation.office_id, day, measured[rule.measure])
        for rule in rules
        if rule.valid_from <= day and (rule.valid_until is None or day <= rule.valid_until)
        if measured.get(rule.measure)
    )


def describe(postings: Counter[Posting]) -> str:
    return ", ".join(f"rule {r} office {o} {day} {q:+d}" for r, o, day, q in sorted(postings.elements())) or "nothing"
