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
            SELECT FROM clinics_periodexception e JOIN clinics_reportingperiod q ON q.id = e.period_id
            WHERE e.id = n.exception_id AND e.office_id = n.office_id
              AND n.happened_on BETWEEN q.starts_on AND q.ends_on
              AND e.granted_at <= n.recorded_at
              AND (n.recorded_at AT TIME ZONE 'Asia/Jakarta')::date <= e.ends_on
        )
    ) THEN
        RAISE EXCEPTION 'the period is locked; an entry needs a recorded exception'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clinics_period_locked';
    END IF;
    RETURN NULL;
    """,
)

# What gives figures their meaning stands once a figure rests on it. Whether an entry follows a rule is asked of the
# tallies: rules of an indicator never overlap, so an entry on a rule's day is an entry of that rule.
RULE_STANDS = pgtrigger.Trigger(
    name="rule_stands",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
    IF TG_OP = 'UPDATE' AND (NEW.indicator_id, NEW.version, NEW.measure, NEW.outcomes, NEW.statement, NEW.basis,
                             NEW.valid_from)
        IS NOT DISTINCT FROM (OLD.indicator_id, OLD.version, OLD.measure, OLD.outcomes, OLD.statement, OLD.basis,
                              OLD.valid_from)
       AND NOT EXISTS (
           SELECT FROM clinics_tally t WHERE t.indicator_id = OLD.indicator_id
           AND t.happened_on > NEW.valid_until AND t.happened_on <= coalesce(OLD.valid_until, 'infinity')
       ) THEN
        RETURN NEW;
    END IF;
    IF EXISTS (
        SELECT FROM clinics_tally t WHERE t.indicator_id = OLD.indicator_id
        AND t.happened_on BETWEEN OLD.valid_from AND coalesce(OLD.valid_until, 'infinity')
    ) THEN
        RAISE EXCEPTION 'a rule that entries follow stays as it is; its successor is the next version'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clinics_rule_stands';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    """,
)

# What a figure means must not change under targets and entries that were made for another meaning.
INDICATOR_STANDS = pgtrigger.Trigger(
    name="indicator_stands",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="""
    IF (NEW.kind, NEW.direction, NEW.unit, NEW.numerator_id, NEW.denominator_id)
        IS NOT DISTINCT FROM (OLD.kind, OLD.direction, OLD.unit, OLD.numerator_id, OLD.denominator_id) THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM clinics_target t WHERE t.indicator_id = OLD.id)
       OR EXISTS (SELECT FROM clinics_tally t WHERE t.indicator_id = OLD.id)
       OR EXISTS (SELECT FROM clinics_publishedfigure f WHERE f.indicator_id = OLD.id) THEN
        RAISE EXCEPTION 'an indicator that figures rest on keeps its meaning'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clinics_indicator_stands';
    END IF;
    RETURN NEW;
    """,
)

PERIOD_STANDS = pgtrigger.Trigger(
    name="period_stands",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
    IF TG_OP = 'UPDATE' AND (NEW.kind, NEW.starts_on, NEW.ends_on) = (OLD.kind, OLD.starts_on, OLD.ends_on) THEN
        RETURN NEW;
    END IF;
    IF OLD.locked_at IS NOT NULL
       OR EXISTS (SELECT FROM clinics_target t WHERE t.period_id = OLD.id)
       OR EXISTS (SELECT FROM clinics_publishedfigure f WHERE f.period_id = OLD.id)
       OR EXISTS (SELECT FROM clinics_tally t WHERE t.happened_on BETWEEN OLD.starts_on AND OLD.ends_on) THEN
        RAISE EXCEPTION 'a period that figures rest on keeps its days'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clinics_period_stands';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    """,
)

# Whoever moves a target of a locked period would rewrite what was judged by it.
TARGET_GUARD = pgtrigger.Trigger(
    name="guard_revisions",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
    IF EXISTS (
        SELECT FROM clinics_target t JOIN clinics_reportingperiod p ON p.id = t.period_id
        WHERE t.id = NEW.target_id AND p.locked_at <= NEW.recorded_at AND NOT EXISTS (
            SELECT FROM clinics_periodexception e
            WHERE e.id = NEW.exception_id AND e.office_id = t.office_id AND e.period_id = t.period_id
              AND e.granted_at <= NEW.recorded_at
              AND (NEW.recorded_at AT TIME ZONE 'Asia/Jakarta')::date <= e.ends_on
        )
    ) THEN
        RAISE EXCEPTION 'the period is locked; a target needs a recorded exception'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clinics_target_period_locked';
    END IF;
    IF NEW.quantity <> (SELECT sum(part) FROM unnest(NEW.months) AS part) OR 0 > ANY (NEW.months) THEN
        RAISE EXCEPTION 'the months of a target add up to its amount'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'clinics_target_plan_adds_up';
    END IF;
    RETURN NEW;
    """,
)

FIGURE_STANDS = [
    pgtrigger.Protect(name="figure_stays", operation=pgtrigger.Delete),
    pgtrigger.ReadOnly(
        name="figure_stands",
        fields=[
            "indicator",
            "period",
            "office",
            "value",
            "as_at",
            "stated_on",
            "source",
            "said_by",
            "link",
            "revision",
            "recorded_at",
            "recorded_by",
        ],
    ),
]

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
