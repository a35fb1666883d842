"""Triggers that freeze a published revision and everything that belongs to it."""

import pgtrigger

PUBLISHED_IS_FROZEN = pgtrigger.Protect(
    name="published_is_frozen",
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__published_at__isnull=False),
)

PUBLISHED_IS_EXPLAINED = pgtrigger.Trigger(
    name="published_is_explained",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__published_at__isnull=True, new__published_at__isnull=False),
    func="""
    IF EXISTS (
        SELECT FROM reports_reconciliation c WHERE c.revision_id = NEW.id AND c.difference <> (
            SELECT coalesce(sum(l.amount), 0) FROM reports_reconciliationline l WHERE l.reconciliation_id = c.id
        )
    ) THEN
        RAISE EXCEPTION 'every difference of a published revision is explained to the last unit'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_published_is_explained';
    END IF;
    RETURN NEW;
    """,
)


def build_freezing_trigger(published_revision: str) -> pgtrigger.Trigger:
    """Nothing is added, changed or deleted once its revision is published; the condition finds that revision."""
    return pgtrigger.Trigger(
        name="frozen_with_revision",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
    IF EXISTS (
        SELECT FROM reports_revision r
        WHERE {published_revision} AND r.published_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'what belongs to a published revision is frozen'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_published_is_frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
    """,
    )


FROZEN_WITH_REVISION = build_freezing_trigger("r.id IN (NEW.revision_id, OLD.revision_id)")
LINE_FROZEN_WITH_REVISION = build_freezing_trigger(
    "r.id IN (SELECT c.revision_id FROM reports_reconciliation c"
    " WHERE c.id IN (NEW.reconciliation_id, OLD.reconciliation_id))"
)
