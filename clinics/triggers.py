"""What the database itself holds about the ledger: append-only, guarded, and summed into tallies as it grows."""

import pgtrigger

# The ministry's day: a moment of recording belongs to a day in WIB, whichever zone the office is in.
RECORDED_ON = "(n.recorded_at AT TIME ZONE 'Asia/Jakarta')::date"

APPEND_ONLY = [
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="no_truncate",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'append-only: % is never emptied', TG_TABLE_NAME;",
    ),
]

GUARD = pgtrigger.Trigger(
    name="guard_postings",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    referencing=pgtrigger.Referencing(new="fresh"),
    func="""
    IF EXISTS (
        SELECT FROM fresh n JOIN clinics_ledgerentry o ON o.id = n.reversal_of_id
        WHERE o.reversal_of_id IS NOT NULL
           OR (o.rule_id, o.office_id, o.happened_on, o.source_kind, o.source_key, -o.quantity)
              IS DISTINCT FROM (n.rule_id, n.office_id, n.happened_on, n.source_kind, n.source_key, n.quantity)
    ) THEN
        RAISE EXCEPTION 'a reversal must mirror the entry it reverses'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clinics_reversal_mirrors';
    END IF;
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT rule_id, indicator_id, happened_on FROM fresh) n
        JOIN clinics_countingrule r ON r.id = n.rule_id
        WHERE r.indicator_id <> n.indicator_id
           OR n.happened_on < r.valid_from OR n.happened_on > r.valid_until
    ) THEN
        RAISE EXCEPTION 'an entry must follow a rule of its own indicator that was in force on its day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clinics_entry_follows_rule';
    END IF;
    IF EXISTS (
        SELECT FROM fresh n
        JOIN clinics_reportingperiod p ON n.happened_on BETWEEN p.starts_on AND p.ends_on
        WHERE p.locked_at IS NOT NULL AND NOT EXISTS (
            SELECT FROM clinics_periodexception e WHERE e.id = n.exception_id AND e.period_id = p.id
        )
    ) THEN
        RAISE EXCEPTION 'the period is locked; an entry needs a recorded exception'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clinics_period_locked';
    END IF;
    RETURN NULL;
    """,
)

# Both tallies in one pass over the new rows; the fixed order of rows keeps two writers from waiting on each other.
TALLY = pgtrigger.Trigger(
    name="keep_tallies",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    referencing=pgtrigger.Referencing(new="fresh"),
    func=f"""
    INSERT INTO clinics_tally AS t (indicator_id, office_id, happened_on, recorded_on, quantity, entries)
    SELECT n.indicator_id, n.office_id, n.happened_on, {RECORDED_ON}, sum(n.quantity), count(*)
    FROM fresh n GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (indicator_id, office_id, happened_on, recorded_on)
    DO UPDATE SET quantity = t.quantity + excluded.quantity, entries = t.entries + excluded.entries;

    INSERT INTO clinics_monthtally AS t (indicator_id, office_id, month, quantity, entries)
    SELECT n.indicator_id, n.office_id, date_trunc('month', n.happened_on)::date, sum(n.quantity), count(*)
    FROM fresh n GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (indicator_id, office_id, month)
    DO UPDATE SET quantity = t.quantity + excluded.quantity, entries = t.entries + excluded.entries;
    RETURN NULL;
    """,  # noqa: S608 - nothing in it comes from outside
)
