"""Each named constraint of the house is broken once, in the database, and it alone stands in the way."""

import re

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.utils import translation

from tests.constraints import (
    access,
    clinics,
    consultations,
    files,
    imports,
    kit,
    meetings,
    monitoring,
    offices,
    outbox,
    referrals,
    reports,
    rights,
)
from tests.test_house import OURS, OWN_MODELS

ROOMS = (
    kit,
    offices,
    files,
    outbox,
    access,
    meetings,
    referrals,
    imports,
    reports,
    rights,
    clinics,
    consultations,
    monitoring,
)
ROWS = {name: breach for room in ROOMS for name, breach in room.ROWS.items()}
DECLARED = {constraint.name: constraint for model in OWN_MODELS for constraint in model._meta.constraints}
# What the database enforces by name, with the statement that lifts it: constraints, unique indexes that have a
# condition, and triggers that refuse in the name of a constraint.
ENFORCED = """
    SELECT conname, conrelid::regclass::text,
           ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey)),
           format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
    FROM pg_constraint WHERE contype IN ('c', 'u', 'x')
    UNION ALL
    SELECT indexrelid::regclass::text, indrelid::regclass::text, '{}', format('DROP INDEX %s', indexrelid::regclass)
    FROM pg_index WHERE indisunique AND indpred IS NOT NULL
    UNION ALL
    SELECT refused[1], tgrelid::regclass::text, '{}',
           format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname)
    FROM pg_trigger JOIN pg_proc p ON p.oid = tgfoid, regexp_matches(prosrc, 'CONSTRAINT = ''(\\w+)''', 'g') refused
"""


@pytest.mark.django_db
def test_every_named_constraint_has_its_row():
    enforced = {name for name, table, columns, _ in fetch_enforced() if not is_of_one_field(name, table, columns)}

    assert len(ROWS) == sum(len(room.ROWS) for room in ROOMS)
    assert set(ROWS) == set(DECLARED) | enforced


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ROWS))
def test_it_alone_refuses_its_row(name):
    check_foreign_keys_at_once()
    statement = ROWS[name]()

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        statement()

    assert refused.value.__cause__.diag.constraint_name == name

    lift(name)
    statement()


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_it_speaks_in_a_sentence(name):
    """Tallies are written by triggers alone, so nobody is ever told."""
    said = DECLARED[name].violation_error_message
    if said == models.UniqueConstraint.default_violation_error_message and name.endswith("tally_once"):
        return
    with translation.override("id"):
        indonesian = str(said)
    with translation.override("en"):
        english = str(said)

    assert re.fullmatch(r"[A-Z0-9]\S* .*[^.]\.", indonesian)
    assert re.fullmatch(r"[A-Z0-9]\S* .*[^.]\.", english)
    assert indonesian != english


def fetch_enforced():
    tables = {model._meta.db_table for model in OURS if not model._meta.proxy}
    with connection.cursor() as cursor:
        cursor.execute(ENFORCED)
        return [row for row in cursor.fetchall() if row[1] in tables]


def is_of_one_field(name: str, table: str, columns: list[str]) -> bool:
    """A positive number or a unique field carries a constraint without a name of ours."""
    return len(columns) == 1 and (
        name == f"{table}_{columns[0]}_check"
        or name == f"{table}_{columns[0]}_key"
        or re.fullmatch(rf"{table}_{columns[0]}_[0-9a-f]{{8}}_uniq", name) is not None
    )


def lift(name: str) -> None:
    with connection.cursor() as cursor:
        for known, _, _, statement in fetch_enforced():
            if known == name:
                cursor.execute(statement)


def check_foreign_keys_at_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
