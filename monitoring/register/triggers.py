"""Statement triggers that recount an estate's figures, so that a list of 5,000 estates can be filtered by them without
aggregation.

A change of blocks, units, tenancies or problems recounts the estates concerned. The tally rows are locked before
counting, in order of id: two concurrent writers cannot overwrite each other's count, and cannot deadlock.
"""

from collections.abc import Sequence

import pgtrigger

FIGURES = ("towers", "units", "occupied", "unanswered", "broken", "open_problems")
# A block's figures are counted from its units where these are listed, else declared; what nobody stated is null.
COUNTED = """
    SELECT e.id AS estate_id,
           sum(b.towers) AS towers,
           sum(CASE WHEN b.is_listed THEN coalesce(l.units, 0) ELSE b.declared_units END) AS units,
           sum(CASE WHEN b.is_listed THEN coalesce(l.occupied, 0) ELSE b.declared_occupied END) AS occupied,
           count(b.id) FILTER (
               WHERE NOT b.is_listed AND (b.declared_units IS NULL OR b.declared_occupied IS NULL)
           ) AS unanswered,
           sum(CASE WHEN b.is_listed THEN coalesce(l.broken, 0) END) AS broken,
           (
               SELECT count(*) FROM monitoring_problem p WHERE p.estate_id = e.id AND p.state <> 'RESOLVED'
           ) AS open_problems
    FROM monitoring_estate e
    LEFT JOIN monitoring_block b ON b.estate_id = e.id
    LEFT JOIN (
        SELECT u.block_id, count(*) AS units, count(t.id) AS occupied,
               count(*) FILTER (WHERE u.state = 'BROKEN') AS broken
        FROM monitoring_block k
        JOIN monitoring_unit u ON u.block_id = k.id
        LEFT JOIN monitoring_tenancy t ON t.unit_id = u.id AND t.ended_on IS NULL
        WHERE k.is_listed AND {of_blocks}
        GROUP BY u.block_id
    ) l ON l.block_id = b.id
    WHERE {of_estates}
    GROUP BY e.id
"""
EVERYTHING = COUNTED.format(of_blocks="true", of_estates="true")
TOUCHED = COUNTED.format(of_blocks="k.estate_id = ANY (touched)", of_estates="e.id = ANY (touched)")
OPERATIONS = {
    "insert": (pgtrigger.Insert, {"new": "fresh"}),
    "update": (pgtrigger.Update, {"new": "fresh", "old": "gone"}),
    "delete": (pgtrigger.Delete, {"old": "gone"}),
}


def build_tally_triggers(touched: str) -> list[pgtrigger.Trigger]:
    """The triggers of a table whose rows are counted. `touched` selects the estates' ids from the changed `{rows}`."""
    return [
        pgtrigger.Trigger(
            name=f"tally_{name}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(**rows),
            declare=[("touched", "bigint[]")],
            func=build_recount_sql([touched.format(rows=row) for row in rows.values()]),
        )
        for name, (operation, rows) in OPERATIONS.items()
    ]


def build_recount_sql(touched: Sequence[str]) -> str:
    figures = ", ".join(FIGURES)
    return f"""
    touched := ARRAY({" UNION ".join(touched)});
    PERFORM FROM monitoring_estatetally WHERE estate_id = ANY (touched) ORDER BY estate_id FOR NO KEY UPDATE;
    UPDATE monitoring_estatetally t SET ({figures}) = ({", ".join(f"c.{name}" for name in FIGURES)})
    FROM ({TOUCHED}) c
    WHERE t.estate_id = c.estate_id
      AND ({", ".join(f"t.{name}" for name in FIGURES)})
          IS DISTINCT FROM ({", ".join(f"c.{name}" for name in FIGURES)});
    RETURN NULL;
    """  # noqa: S608 - our own table and column names


BLOCKS = build_tally_triggers("SELECT estate_id FROM {rows}")
PROBLEMS = build_tally_triggers("SELECT estate_id FROM {rows}")
UNITS = build_tally_triggers("SELECT b.estate_id FROM {rows} r JOIN monitoring_block b ON b.id = r.block_id")
TENANCIES = build_tally_triggers(
    "SELECT b.estate_id FROM {rows} r JOIN monitoring_unit u ON u.id = r.unit_id"
    " JOIN monitoring_block b ON b.id = u.block_id"
)
# Every estate gets its tally together with its own row, so that no reader has to expect that it is missing.
ESTATES = [
    pgtrigger.Trigger(
        name="tally_begin",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="fresh"),
        func="""
        INSERT INTO monitoring_estatetally (estate_id, unanswered, open_problems) SELECT id, 0, 0 FROM fresh;
        RETURN NULL;
        """,
    )
]
