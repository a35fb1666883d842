"""What the database holds about paper: a published revision is frozen, with everything that belongs to it."""

import pgtrigger

PUBLISHED_IS_FROZEN = pgtrigger.Protect(
    name="published_is_frozen",
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__published_at__isnull=False),
)

FROZEN_WITH_REVISION = pgtrigger.Trigger(
    name="frozen_with_revision",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
    IF EXISTS (
        SELECT FROM reports_revision r
        WHERE r.id IN (NEW.revision_id, OLD.revision_id) AND r.published_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'what belongs to a published revision is frozen'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reports_published_is_frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
    """,
)
