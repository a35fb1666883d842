"""What a rule on trial makes of the consultations of a year, beside what stands in the ledger: in one query."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from clinics.enums import Measure
from consultations.counter.assistance.enums import AssistanceState
from consultations.counter.assistance.posting import OUTCOME as ASSISTED
from consultations.counter.assistance.posting import SOURCE as ASSISTANCE
from consultations.counter.enums import ConsultationKind, ConsultationState
from consultations.counter.posting import SOURCE
from consultations.evaluation.trials.enums import OncePer
from consultations.evaluation.trials.models import RuleTrial
from krs_portal.kit.pagination import KeysetPage

PAGE = 50
CURSOR = re.compile(r"(\d{4}-\d\d-\d\d)\.([a-z_-]{1,20})\.(\d{1,18})")
# Of each consultation: how much it is. Nothing of these comes from outside.
QUANTITIES = {
    Measure.CONSULTATION: "1",
    Measure.SESSION: "1",
    Measure.PERSON: "c.head_count",
    Measure.GROUP: f"(c.kind = '{ConsultationKind.GROUP.value}')::int",
    Measure.ASSISTED_HOUSE: "c.is_technical_assistance::int",
}
# Whom it is counted once for; who or what is not known is counted each time.
IDENTITIES = {
    OncePer.HOUSE: (
        "coalesce(h.merged_into_id, h.id)",
        "LEFT JOIN consultations_house h ON h.id = c.house_id",
    ),
    OncePer.PERSON: (
        "coalesce(p.merged_into_id, p.id)",
        "LEFT JOIN consultations_person p ON p.id = c.person_id",
    ),
}
# Of a million entries the groups are kept in memory and not sorted on disk; what runs once need not be compiled.
ROOM = "SET LOCAL work_mem = '128MB'; SET LOCAL jit = off"
NO_ROOM = "SET LOCAL work_mem TO DEFAULT; SET LOCAL jit TO DEFAULT"  # where a transaction goes on
TRIED = """
    SELECT c.id, c.office_id, c.happened_on, c.source_kind, {quantity} AS quantity{place}
    FROM ({sources}) c {join}
    WHERE c.happened_on BETWEEN %(first)s AND %(last)s AND c.state = ANY(%(states)s)
    AND (c.state <> %(closed)s OR c.outcome = ANY(%(outcomes)s)) AND {quantity} > 0 {office}
"""
PLACE = """, CASE WHEN {identity} IS NULL THEN 1 ELSE row_number() OVER (
        PARTITION BY {identity} ORDER BY c.happened_on, c.source_kind DESC, c.closed_at NULLS LAST, c.id
    ) END AS place"""
SPOKEN = """SELECT id, office_id, happened_on, closed_at, house_id, person_id, head_count, kind, state, outcome,
        is_technical_assistance, %(source)s::varchar AS source_kind FROM consultations_consultation"""
# A house counts through a finished assistance, too; on one day the consultation comes first, as in the ledger.
HELPED = """
        UNION ALL
        SELECT id, office_id, finished_on, NULL, house_id, NULL, 1, NULL, %(closed)s, %(assisted)s, true, %(assistance)s
        FROM consultations_assistance WHERE state = %(finished)s"""
COMPARED = """
    WITH tried AS ({tried}), posted AS (
        SELECT source_kind, source_key, office_id, min(happened_on) AS happened_on, sum(quantity) AS quantity
        FROM clinics_ledgerentry
        WHERE indicator_id = %(indicator)s AND happened_on BETWEEN %(first)s AND %(last)s {posted_office}
        GROUP BY source_kind, source_key, office_id HAVING sum(quantity) <> 0
    ), compared AS (
        SELECT coalesce(t.office_id, p.office_id) AS office_id, coalesce(t.happened_on, p.happened_on) AS happened_on,
               coalesce(p.source_kind, t.source_kind) AS kind, coalesce(t.id, p.source_key) AS key,
               coalesce(p.quantity, 0) AS real, coalesce(t.quantity, 0) AS trial
        FROM (SELECT * FROM tried {first_place}) t
        FULL JOIN posted p ON p.source_key = t.id AND p.office_id = t.office_id AND p.source_kind = t.source_kind
    )
"""
SUMS = """
    SELECT office_id, sum(real)::bigint, sum(trial)::bigint, count(*) FILTER (WHERE trial > real),
           count(*) FILTER (WHERE trial < real)
    FROM compared GROUP BY office_id ORDER BY office_id
"""
ROWS = """
    SELECT happened_on, kind, key, real::bigint, trial::bigint FROM compared
    WHERE office_id = %(office)s AND real <> trial AND (happened_on, kind, key) > (%(day)s, %(kind)s, %(key)s)
    ORDER BY happened_on, kind, key LIMIT %(size)s
"""
DIFFERENCE = """
    SELECT count(*) FILTER (WHERE real <> trial), coalesce(sum(trial - real), 0)::bigint FROM compared
    WHERE office_id = %(office)s
"""


@dataclass(frozen=True)
class TrialSum:
    """Of one office: what the ledger says and what the rule would make, and how many consultations count otherwise."""

    office: int
    real: int
    trial: int
    more: int
    fewer: int

    @property
    def difference(self) -> int:
        return self.trial - self.real


@dataclass(frozen=True)
class TrialRow:
    happened_on: date
    kind: str
    key: int
    real: int
    trial: int


def compute_trial(trial: RuleTrial) -> list[TrialSum]:
    """Every office that has something either way."""
    return [TrialSum(*row) for row in ask_database(trial, SUMS)]


def fetch_trial_rows(trial: RuleTrial, office: int, cursor: str | None) -> KeysetPage[TrialRow]:
    """The sources of an office that the rule would count otherwise, page by page."""
    after = CURSOR.fullmatch(cursor or "")
    asked = {"day": date.min, "kind": "", "key": 0}
    if after:
        try:
            asked = {"day": date.fromisoformat(after[1]), "kind": after[2], "key": int(after[3])}
        except ValueError:  # 31 February
            after = None
    found = [TrialRow(*row) for row in ask_database(trial, ROWS, office, size=PAGE + 1, **asked)]
    shown, last = found[:PAGE], found[PAGE - 1] if len(found) > PAGE else None
    return KeysetPage(shown, f"{last.happened_on}.{last.kind}.{last.key}" if last else None, after is None)


def count_trial_rows(trial: RuleTrial, office: int) -> tuple[int, int]:
    """How many there are now, and what they add up to."""
    number, difference = next(ask_database(trial, DIFFERENCE, office))
    return number, difference


def ask_database(trial: RuleTrial, query: str, office: int | None = None, **parameters: Any) -> Iterator[Any]:
    """Of one office only its own rows are read, unless something is counted once among all offices."""
    identity, join = IDENTITIES.get(OncePer(trial.once_per), ("", ""))
    quantity = QUANTITIES[Measure(trial.measure)]
    narrows = office is not None and not identity
    tried = TRIED.format(
        sources=SPOKEN + HELPED * (trial.measure == Measure.ASSISTED_HOUSE),
        quantity=quantity,
        place=PLACE.format(identity=identity) if identity else "",
        join=join,
        office="AND c.office_id = %(office)s" if narrows else "",
    )
    compared = COMPARED.format(
        tried=tried,
        posted_office="AND office_id = %(office)s" if office is not None else "",
        first_place="WHERE place = 1" if identity else "",
    )
    values: dict[str, Any] = {
        "first": trial.period.starts_on,
        "last": trial.period.ends_on,
        "states": trial.states,
        "outcomes": trial.outcomes,
        "closed": ConsultationState.CLOSED.value,
        "indicator": trial.indicator_id,
        "source": SOURCE,
        "assistance": ASSISTANCE,
        "assisted": ASSISTED,
        "finished": AssistanceState.FINISHED.value,
        "office": office,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ROOM)
        cursor.execute(compared + query, values | parameters)
        found = cursor.fetchall()
        cursor.execute(NO_ROOM)
    yield from found
