from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from clinics.enums import Measure
from clinics.models import CountingRule, LedgerEntry
from consultations.counter import answers
from consultations.counter.answers import SOURCE as REFERRAL
from consultations.counter.assistance.enums import AssistanceState
from consultations.counter.assistance.posting import OUTCOME
from consultations.counter.assistance.posting import SOURCE as ASSISTANCE
from consultations.counter.enums import ConsultationState
from consultations.counter.models import Consultation
from consultations.counter.posting import SOURCE, measure_consultation
from consultations.counter.promises import posting as promises
from consultations.counter.promises.models import Promise
from consultations.counter.promises.posting import SOURCE as PROMISE
from krs_portal.kit.clock import today

SHOWN, BATCH = 20, 5000
Posting = tuple[int, int, date, int]  # rule, office, day, quantity


@dataclass(frozen=True)
class Measuring:
    """How a kind of source counts on a day: for which day, and by which measures."""

    find_day: Callable[[Any, date], date | None]
    measure: Callable[[Any, date], dict[str, int]]


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
    UNION ALL
    SELECT e.id, 'has no referral ' || e.source_key
    FROM clinics_ledgerentry e
    WHERE e.source_kind = %(referral)s
      AND NOT EXISTS (SELECT FROM referrals_referral r WHERE r.id = e.source_key)
    UNION ALL
    SELECT e.id, 'has no promise ' || e.source_key
    FROM clinics_ledgerentry e
    WHERE e.source_kind = %(promise)s
      AND NOT EXISTS (SELECT FROM consultations_promise p WHERE p.id = e.source_key)
    UNION ALL
    SELECT e.id, 'has no assistance ' || e.source_key
    FROM clinics_ledgerentry e
    WHERE e.source_kind = %(assistance)s
      AND NOT EXISTS (SELECT FROM consultations_assistance a WHERE a.id = e.source_key)
"""
# One live entry for every house and year with technical assistance, none for any other: through a consultation, or
# through an assistance that was finished.
HOUSES = """
    WITH helped AS (
        SELECT %(source)s AS kind, id, house_id, happened_on, outcome
        FROM consultations_consultation WHERE state = %(closed)s AND is_technical_assistance
        UNION ALL
        SELECT %(assistance)s, id, house_id, finished_on, %(assisted)s
        FROM consultations_assistance WHERE state = %(finished)s
    ), assisted AS (
        SELECT c.kind, c.id, coalesce(h.merged_into_id, h.id) AS house_id, happened_on,
               extract(year FROM happened_on)::int AS year
        FROM helped c JOIN consultations_house h ON h.id = c.house_id
        WHERE NOT EXISTS (  -- an outcome that the rule of the day does not count
            SELECT FROM clinics_countingrule r WHERE r.measure = %(house)s AND r.outcomes <> '{}'
            AND NOT c.outcome = ANY(r.outcomes)
            AND c.happened_on BETWEEN r.valid_from AND coalesce(r.valid_until, 'infinity')
        )
    ), counted AS (
        SELECT e.id, e.source_kind, e.source_key
        FROM clinics_ledgerentry e JOIN clinics_countingrule r ON r.id = e.rule_id
        LEFT JOIN clinics_ledgerentry back ON back.reversal_of_id = e.id
        WHERE e.source_kind IN (%(source)s, %(assistance)s) AND r.measure = %(house)s
          AND e.reversal_of_id IS NULL AND back.id IS NULL
    )
    SELECT a.house_id, 'house of ' || array_agg(a.kind || ' ' || a.id)::text || ' counted ' || count(c.id)
           || ' times in ' || a.year
    FROM assisted a LEFT JOIN counted c ON (c.source_kind, c.source_key) = (a.kind, a.id)
    GROUP BY a.house_id, a.year
    HAVING count(c.id) <> (
        SELECT count(*) FROM clinics_countingrule r
        WHERE r.measure = %(house)s
          AND min(a.happened_on) BETWEEN r.valid_from AND coalesce(r.valid_until, 'infinity')
    )
    UNION ALL
    SELECT c.id, 'counts a house for ' || c.source_kind || ' ' || c.source_key || ', which assisted none'
    FROM counted c WHERE NOT EXISTS (SELECT FROM assisted a WHERE (a.kind, a.id) = (c.source_kind, c.source_key))
"""

NAMED = {
    "source": SOURCE,
    "promise": PROMISE,
    "referral": REFERRAL,
    "assistance": ASSISTANCE,
    "closed": ConsultationState.CLOSED,
    "finished": AssistanceState.FINISHED,
    "assisted": OUTCOME,
    "house": Measure.ASSISTED_HOUSE,
}


class Command(BaseCommand):
    help = (
        "Proves that the ledger says what consultations, promises and referrals say; names the first differences and "
        "exits with 1."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for difference in list_ledger_differences():
            found += 1
            if found <= SHOWN:
                self.stdout.write(difference)
        if found:
            raise CommandError(f"{found} differences between ledger and consultations.")
        self.stdout.write("The ledger says what the consultations say.")


def list_ledger_differences() -> Iterator[str]:
    for name, query in (("entry", NOT_MIRRORED), ("entry", WITHOUT_SOURCE), ("house", HOUSES)):
        with connection.cursor() as cursor:
            cursor.execute(query, NAMED)
            yield from (f"{name} {key} {what}" for key, what in cursor)
    yield from list_differences_by_day(
        PROMISE,
        Promise.objects.select_related("office"),
        Measure.list_of_promises(),
        Measuring(promises.find_counted_day, promises.measure_promise),
    )
    yield from list_differences_by_day(
        REFERRAL,
        answers.list_counted_referrals(),
        Measure.list_of_referrals(),
        Measuring(answers.find_counted_day, answers.measure_referral),
    )
    of_consultations = CountingRule.objects.filter(measure__in=Measure.list_of_consultations())
    rules = list(of_consultations.exclude(measure=Measure.ASSISTED_HOUSE))
    fields = Consultation.objects.only("state", "outcome", "kind", "head_count", "happened_on", "office")
    for batch in list_batches(fields):
        posted = read_live_postings(SOURCE, batch[0].pk, batch[-1].pk)
        for consultation in batch:
            due = compute_due_postings(consultation, rules)
            if consultation.state == ConsultationState.CLOSED and not has_rule(consultation.happened_on, rules):
                yield f"consultation {consultation.pk} is closed on {consultation.happened_on}, a day without a rule"
            if posted[consultation.pk] != due:
                found = format_postings(posted[consultation.pk])
                yield f"consultation {consultation.pk} has {found}, due {format_postings(due)}"


def list_differences_by_day(source: str, rows: Any, measures: list[Measure], measuring: Measuring) -> Iterator[str]:
    """What fell due yesterday the job of the night posts: until then nothing may stand for it either."""
    rules = list(CountingRule.objects.filter(measure__in=measures))
    for batch in list_batches(rows):
        posted = read_live_postings(source, batch[0].pk, batch[-1].pk)
        for row in batch:
            day = today(row.office.time_zone)
            due, before = (compute_postings(row, each, rules, measuring) for each in (day, day - timedelta(days=1)))
            if posted[row.pk] not in (due, before):
                yield f"{source} {row.pk} has {format_postings(posted[row.pk])}, due {format_postings(due)}"


def compute_postings(row: Any, day: date, rules: list[CountingRule], measuring: Measuring) -> Counter[Posting]:
    counted, measured = measuring.find_day(row, day), measuring.measure(row, day)
    return Counter(
        (rule.pk, row.office_id, counted, measured[rule.measure])
        for rule in rules
        if counted and rule.valid_from <= counted and (rule.valid_until is None or counted <= rule.valid_until)
        if measured.get(rule.measure)
    )


def list_batches(rows: Any) -> Iterator[list[Any]]:
    """All rows in the order of their key, so many at a time."""
    last = 0
    while batch := list(rows.order_by("pk").filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def read_live_postings(source: str, first: int, last: int) -> defaultdict[int, Counter[Posting]]:
    """What stands in the ledger for the sources of a range, houses left out."""
    entries = (
        LedgerEntry.objects.live()
        .filter(source_kind=source, source_key__gte=first, source_key__lte=last)
        .exclude(rule__measure=Measure.ASSISTED_HOUSE)
        .values_list("source_key", "rule_id", "office_id", "happened_on", "quantity")
    )
    posted: defaultdict[int, Counter[Posting]] = defaultdict(Counter)
    for key, rule, office, day, quantity in entries:
        posted[key][rule, office, day, quantity] += 1
    return posted


def compute_due_postings(consultation: Consultation, rules: list[CountingRule]) -> Counter[Posting]:
    """What the rules in force on its day make of a closed consultation; an open one counts for nothing."""
    if consultation.state != ConsultationState.CLOSED:
        return Counter()
    day, measured = consultation.happened_on, measure_consultation(consultation)
    return Counter(
        (rule.pk, consultation.office_id, day, measured[rule.measure])
        for rule in rules
        if rule.valid_from <= day and (rule.valid_until is None or day <= rule.valid_until)
        if measured.get(rule.measure)
        if not rule.outcomes or consultation.outcome in rule.outcomes
    )


def has_rule(day: date, rules: list[CountingRule]) -> bool:
    return any(rule.valid_from <= day and (rule.valid_until is None or day <= rule.valid_until) for rule in rules)


def format_postings(postings: Counter[Posting]) -> str:
    return ", ".join(f"rule {r} office {o} {day} {q:+d}" for r, o, day, q in sorted(postings.elements())) or "nothing"
